"""`/baton …`: what one can ask from any chat channel. The answer is read by whoever asked, and nobody else."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.chat import hearing
from comms.letters import reading_as
from comms.models import Notice
from comms.notices import reading
from incidents.models import Incident
from itsm.frame import words as moments
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel, Holder, Ticket

MOST = 10
Command = Callable[[Person, str, datetime], str]


def answer(server: str, account: str, text: str, *, now: datetime) -> str:
    """What is said back to `/baton text`."""
    person = hearing.who(server, account)
    if person is None:
        with translation.override(settings.LANGUAGE_CODE):
            return hearing.unknown(server, account)
    name, _space, rest = " ".join(text.split()).partition(" ")
    if name.lower() == "me" and rest.lower().startswith("too"):
        name, rest = "me-too", rest[3:].strip()
    with reading_as(person):
        command = COMMANDS.get(name.lower(), help_)
        try:
            return command(person, rest, now)
        except Refused as refused:
            return str(refused)
        except ValidationError as error:
            return " ".join(error.messages)


def new(person: Person, title: str, now: datetime) -> str:
    if not title:
        return _("Say what is broken: /baton new Printer on floor 2 prints stripes")
    made = Incident.report(by=person, title=title[:200], channel=Channel.CHAT, now=now)
    return f"{made.number} {made.title}\n{where(made, now)}\n{link(made, person)}"


def mine(person: Person, _rest: str, now: datetime) -> str:
    found = Ticket.objects.filter(requester=person).open().select_related("team", "assignee")
    lines = [
        f"{each.number} {each.title}\n{where(each, now)}" for each in found.order_by("-opened_at")[:MOST]
    ]
    return "\n\n".join(lines) or _("You wait for nothing.")


def status(person: Person, _rest: str, now: datetime) -> str:
    running = list(Notice.objects.visible_to(person).running().real().order_by("-published_at")[:MOST])
    if not running:
        return _("Nothing is announced for you.")
    head = ngettext("%(n)d thing is announced for you:", "%(n)d things are announced for you:", len(running))
    return "\n".join([head % {"n": len(running)}, *(_line(notice, now) for notice in running)])


def me_too(person: Person, number: str, now: datetime) -> str:
    running = Notice.objects.visible_to(person).running().real().filter(kind=Notice.Kind.OUTAGE)
    found = list(running.filter(number=number.upper()) if number else running[:2])
    if len(found) != 1:
        return _("Say which one: /baton me too NTC-12") + "\n" + status(person, "", now)
    reading.me_too(found[0], person, now=now)
    return _("Noted: %(title)s. You hear what everyone hears.") % {"title": found[0].title}


def reply(person: Person, rest: str, now: datetime) -> str:
    """An agent's word to the colleague, or a colleague's to the desk: public, and said on purpose."""
    number, _space, words = rest.partition(" ")
    ticket = Ticket.objects.visible_to(person).filter(number=number.upper()).first()
    if ticket is None or not words:
        return _("Say to which ticket and what: /baton reply INC-1042 It works again.")
    if not person.works_the_desk and not ticket.concerns(person):
        return _("%(number)s is not yours to answer.") % {"number": ticket.number}
    ticket.specific.reply(words, by=person, channel=Channel.CHAT, now=now)
    return _("Said on %(number)s.") % {"number": ticket.number}


def help_(_person: Person, _rest: str, _now: datetime) -> str:
    return "\n".join(
        [
            _("/baton new … – something is broken"),
            _("/baton mine – what you wait for, who has it, when you hear next"),
            _("/baton status – what is announced for you"),
            _("/baton me too – you have the trouble that is announced"),
            _("/baton reply INC-1042 … – answer on a ticket"),
        ]
    )


def where(ticket: Ticket, now: datetime) -> str:
    """Who has it, and when the colleague hears next."""
    has_it = _("We wait for you.") if ticket.holder == Holder.COLLEAGUE else ""
    who = str(ticket.assignee or ticket.team)
    has_it = has_it or _("%(who)s has it.") % {"who": who}
    if ticket.promised_at and ticket.promised_at > now:
        return (
            has_it + " " + _("You hear from us by %(time)s.") % {"time": moments.at(ticket.promised_at, now)}
        )
    return has_it


def link(ticket: Ticket, person: Person) -> str:
    address = ticket.get_absolute_url() if person.works_the_desk else f"/portal/{ticket.number}/"
    return settings.BASE_URL + address


def _line(notice: Notice, now: datetime) -> str:
    line = f"{notice.number} {notice.title}: {notice.get_phase_display()}"
    if notice.next_update_at and notice.next_update_at > now:
        line += ". " + _("Next word %(time)s.") % {"time": moments.at(notice.next_update_at, now)}
    return line


COMMANDS: dict[str, Command] = {
    "new": new,
    "mine": mine,
    "status": status,
    "me-too": me_too,
    "reply": reply,
    "help": help_,
}
