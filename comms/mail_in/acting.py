"""From a mail whose sender and place are known to words, files and people on a ticket."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from django.utils.translation import gettext as _

from comms.mail_in.letter import File, Letter
from comms.mail_in.loops import our_addresses
from comms.models import Incoming, Notice
from comms.notices import questions, reading
from comms.reply_address import read as read_address
from incidents.models import Incident
from itsm.people.models import Person, Team
from itsm.tickets.models import Attachment, Channel, Event, Participant, Ticket

ANSWER_MARKS = re.compile(
    r"^(?:\s*(?:re|aw|sv|vs|antw|odp|ref|fwd?|wg|tr|rv)(?:\[\d+\])?\s*[::]\s*)+", re.IGNORECASE
)
LONGEST_TITLE = 200
MOST_WORDS = 50_000  # characters on the ticket; the whole mail is one click off
MOST_COPIES = 20
ME_TOO = re.compile(
    r"\W*(?:me too|same here|i have (?:it|this|the same).{0,40}|affects me too)\W*", re.IGNORECASE
)


@dataclass(frozen=True)
class About:
    """One mail on its way to where it belongs."""

    incoming: Incoming
    letter: Letter
    person: Person
    now: datetime


def answer(mail: About, ticket: Ticket, *, public: bool) -> Event:
    """Their word on the ticket. What the desk does not send out stays a note."""
    place, say = ticket.specific, {"by": mail.person, "channel": Channel.MAIL, "now": mail.now}
    event = place.reply(words(mail), **say) if public else place.note(words(mail), **say)
    take_files(mail, event)
    if public:
        bring_in(mail, event.ticket)
    return event


def begin(mail: About) -> Event:
    """New trouble, told by mail."""
    made = Incident.report(
        by=mail.person, title=title(mail), description=words(mail), team=team_of(mail), channel=Channel.MAIL,
        now=mail.now,
    )  # fmt: skip
    take_files(mail, made.opening)
    bring_in(mail, made)
    return made.opening


def ask(mail: About, notice: Notice) -> None:
    """An answer to a notice is “me too”, or a question under it."""
    if ME_TOO.fullmatch(mail.letter.said.strip()):
        reading.me_too(notice, mail.person, now=mail.now)
        said = _("“Me too” for %(number)s.")
    else:
        questions.ask(notice, mail.person, words(mail), Channel.MAIL, now=mail.now)
        said = _("A question under %(number)s.")
    mail.incoming.settle(Incoming.State.DONE, reason=said % {"number": notice.number}, ticket=notice.ticket)


# Words ------------------------------------------------------------------------------------------------------------


def words(mail: About) -> str:
    letter = mail.letter
    said = letter.said.strip() or letter.text.strip()
    said = "\n\n".join([said, *letter.invites]).strip()
    if len(said) > MOST_WORDS:
        said = said[:MOST_WORDS] + "\n\n" + _("[The mail goes on; its whole text is one click away.]")
    return said or _("(A mail without words.)")


def title(mail: About) -> str:
    subject = ANSWER_MARKS.sub("", " ".join(mail.letter.subject.split()))
    first_line = next((line.strip() for line in mail.letter.said.splitlines() if line.strip()), "")
    return (subject or first_line or _("A mail without a subject"))[:LONGEST_TITLE]


def team_of(mail: About) -> Team | None:
    """Whose mailbox it was sent to; without one, the first line's."""
    asked = {address.lower() for address in recipients(mail)}
    teams = Team.objects.filter(is_active=True).exclude(mailbox="").order_by("pk")
    return next((team for team in teams if team.mailbox.lower() in asked), None)


def recipients(mail: About) -> Iterator[str]:
    yield from mail.letter.to
    yield from mail.letter.cc
    yield from mail.letter.delivered_to
    yield from mail.incoming.envelope_to


# People -----------------------------------------------------------------------------------------------------------


def bring_in(mail: About, ticket: Ticket) -> None:
    """Colleagues the writer put in copy belong to the conversation. Nobody comes to a restricted ticket this way."""
    if ticket.restricted:
        return
    there = {ticket.requester_id, ticket.opened_by_id, mail.person.pk}
    there |= set(ticket.participants.values_list("person", flat=True))
    for person in in_copy(mail):
        if person.pk not in there:
            ticket.specific.add_person(person, Participant.Part.CC, by=mail.person, now=mail.now)


def in_copy(mail: About) -> list[Person]:
    ours = set(our_addresses())
    written = {address.lower() for address in (*mail.letter.to, *mail.letter.cc)}
    others = [address for address in sorted(written - ours) if not read_address(address)][:MOST_COPIES]
    return [person for each in others if (person := Person.objects.active().with_email(each).first())]


# Files ------------------------------------------------------------------------------------------------------------


def take_files(mail: About, event: Event) -> None:
    """By the rules for any file. What they refuse is named on the ticket, and still in the mail itself."""
    left = []
    for file in (*mail.letter.inline, *mail.letter.files):
        try:
            taken = take(file, event, by=mail.person)
        except ValidationError as error:
            left.append({"name": file.name, "why": " ".join(error.messages)})
            continue
        show_inline(mail.incoming, file, taken)
    if left:
        with event.ticket.specific.act("leave_out_file", by=None, now=mail.now, files=left, mail=event.pk):
            pass


def take(file: File, event: Event, *, by: Person) -> Attachment:
    name = PurePath(file.name.replace("\\", "/")).name
    name = name if name.strip(". ") else _("file")
    upload = SimpleUploadedFile(name, file.content, file.content_type)
    taken = Attachment.take_in(upload, ticket_id=event.ticket_id, by=by)
    taken.settle(event)
    return taken


def show_inline(incoming: Incoming, file: File, taken: Attachment) -> None:
    """The picture in the text of the original is the one that was kept."""
    if file.cid and taken.is_picture:
        incoming.html = incoming.html.replace(f'"cid:{escape(file.cid)}"', f'"/files/{taken.pk}/thumbnail/"')
