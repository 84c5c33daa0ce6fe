"""What a mail belongs to: by the address it was sent to, by the mails it answers, by a number in its subject.

None of these is trusted alone. Any of them may be forged, forwarded or left over; so the sender must also be somebody for
whom the ticket or notice exists, and a mail that fits nothing becomes a ticket of its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comms import reply_address
from comms.letters import domain
from comms.mail_in.letter import Letter
from comms.mail_in.loops import our_mails
from comms.models import Delivery, Incoming, Notice
from comms.reply_address import Found
from itsm.people.models import Person
from itsm.tickets.models import Link, Ticket

MOST_IDS = 60  # of a long thread the newest
NUMBER = re.compile(r"\b((?:INC|REQ|PRB|CHG|NTC)-\d{1,12})\b", re.IGNORECASE)
OUR_THREAD = re.compile(r"(ticket|notice)\.(\d{1,18})@(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Thread:
    """At most one of ticket and notice. `public`: an agent's words may leave the desk. `why` says what stood against it."""

    ticket: Ticket | None = None
    notice: Notice | None = None
    public: bool = False
    why: str = ""


def thread_of(letter: Letter, incoming: Incoming, person: Person) -> Thread:
    closed = ""
    for thing in candidates(letter, incoming):
        if isinstance(thing, Ticket):
            thing = current(thing, person)
            if thing.is_visible_to(person):
                return Thread(ticket=thing, public=speaks_publicly(letter, incoming, thing, person))
        elif Notice.objects.visible_to(person).filter(pk=thing.pk).exists():
            return Thread(notice=thing)
        closed = closed or _("It names %(number)s, which the sender has no part in.") % {
            "number": thing.number
        }
    return Thread(why=closed)


def candidates(letter: Letter, incoming: Incoming) -> Iterator[Ticket | Notice]:
    """What it may belong to, the best sign first."""
    for found in signed(letter, incoming):
        yield from tickets([found.ticket_id])
        yield from notices([found.notice_id])
    yield from answered(letter)
    for number in NUMBER.findall(letter.subject):
        yield from Ticket.objects.filter(number=number.upper())
        yield from Notice.objects.filter(number=number.upper())


def signed(letter: Letter, incoming: Incoming) -> Iterator[Found]:
    for address in (*incoming.envelope_to, *letter.delivered_to, *letter.to, *letter.cc):
        if found := reply_address.read(address):
            yield found


def answered(letter: Letter) -> Iterator[Ticket | Notice]:
    """By In-Reply-To first, then the newest of the References: mails we sent, and mails that came in before."""
    ids = list(dict.fromkeys([*letter.in_reply_to, *reversed(letter.references)]))[:MOST_IDS]
    sent = {row.message_id.strip("<>"): row for row in deliveries(ids)}
    came = dict(
        Incoming.objects.filter(message_id__in=ids)
        .exclude(ticket=None)
        .values_list("message_id", "ticket_id")
    )
    for each in ids:
        ours = OUR_THREAD.fullmatch(each)
        if row := sent.get(each):
            yield from tickets([row.event.ticket_id if row.event else None])
            yield from notices([row.update.notice_id if row.update else None])
        elif each in came:
            yield from tickets([came[each]])
        elif ours and ours[3].lower() == domain().lower():
            yield from tickets([int(ours[2])]) if ours[1].lower() == "ticket" else notices([int(ours[2])])


def deliveries(ids: Iterable[str]) -> Iterator[Delivery]:
    yield from our_mails(ids).select_related("event__ticket", "update").defer("text", "html")


def tickets(ids: Iterable[int | None]) -> Iterator[Ticket]:
    yield from Ticket.objects.filter(pk__in=[pk for pk in ids if pk])


def notices(ids: Iterable[int | None]) -> Iterator[Notice]:
    yield from Notice.objects.filter(pk__in=[pk for pk in ids if pk])


def current(ticket: Ticket, person: Person) -> Ticket:
    """Where it goes on: the ticket it was merged into, or the follow-up that this person's last word began."""
    while ticket.merged_into is not None:
        ticket = ticket.merged_into
    if ticket.closed_at and not ticket.is_our_word(person):
        follow_ups = Ticket.objects.filter(
            links__target=ticket.pk, links__kind=Link.Kind.FOLLOWS, requester=person, open=True
        )
        return follow_ups.order_by("-pk").first() or ticket
    return ticket


def speaks_publicly(letter: Letter, incoming: Incoming, ticket: Ticket, person: Person) -> bool:
    """The rule of docs/mail.md. A colleague's words are public; an agent's only to an address that we signed for just
    them and this ticket, and not if the mail they answer is one whose answers stay inside.
    """
    if not ticket.is_our_word(person):
        return True
    wanted = Found(ticket.pk, None, person.pk, public=True)
    if wanted not in set(signed(letter, incoming)):
        return False
    return all(answers_go_out(row, ticket, person) for row in deliveries(letter.in_reply_to))


def answers_go_out(row: Delivery, ticket: Ticket, person: Person) -> bool:
    if row.event is None or row.event.ticket_id != ticket.pk or row.person_id != person.pk:
        return False
    return reply_address.answers_publicly(row.event, person, row.reason)
