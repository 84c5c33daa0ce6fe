"""The verbs every ticket has, by API. Each calls the method of its name; what it may refuse is said there."""

from datetime import datetime
from typing import Any

from rest_framework.exceptions import ValidationError

from itsm.people.models import Person, Team
from itsm.tickets import personal
from itsm.tickets.api import bodies
from itsm.tickets.api.verbs import verb
from itsm.tickets.models import Attachment, Channel, Event, Participant, Ticket

WATCHER = Participant.Part.WATCHER


@verb(bulk=True)
def take(ticket: Ticket, *, by: Person) -> None:
    """Pick the baton up, from the queue or from another hand."""
    ticket.take(by=by)


@verb(bodies.AssignBody, bulk=True)
def assign(ticket: Ticket, *, by: Person, to: Person) -> None:
    """Give it to a member of the same team."""
    ticket.assign(to=to, by=by)


@verb(bodies.HandOverBody, bulk=True)
def hand_over(ticket: Ticket, *, by: Person, to_team: Team, **note: Any) -> None:
    """Offer it to another team, with the note that spares the colleague telling it all again."""
    ticket.hand_over(to_team=to_team, by=by, **note)


@verb()
def accept(ticket: Ticket, *, by: Person) -> None:
    """Take what was handed over."""
    ticket.accept(by=by)


@verb(bodies.ReasonBody)
def return_(ticket: Ticket, *, by: Person, reason: str) -> None:
    """Say why not; the baton goes back to the hand it came from."""
    ticket.return_(reason=reason, by=by)


@verb(bodies.ReplyBody, says=True, bulk=True)
def reply(
    ticket: Ticket,
    *,
    by: Person,
    words: str,
    until: datetime | None = None,
    attachments: list[Attachment] | None = None,
    seen: int | None = None,
) -> Event:
    """Say something to the colleague, or, as the colleague, to the desk. 409 tells what came after `seen`."""
    ours = ticket.is_our_word(
        by
    )  # a colleague promises nothing, and what the desk wrote since is not theirs to know
    return ticket.reply(
        words, by=by, until=until if ours else None, channel=Channel.API, attachments=attachments or [],
        seen=seen if ours else None,
    )  # fmt: skip


@verb(bodies.NoteBody, says=True)
def note(ticket: Ticket, *, by: Person, words: str, attachments: list[Attachment] | None = None) -> Event:
    """Write something only the desk reads. It keeps no promise and ends no silence."""
    return ticket.note(words, by=by, attachments=attachments or [])


@verb(bodies.LogBody, says=True)
def log(ticket: Ticket, *, by: Person, words: str, channel: str, until: datetime | None = None) -> Event:
    """Write down a talk that happened: on the phone, in person, at the walk-up, in a meeting. It keeps the promise."""
    return ticket.log(words, by=by, channel=channel, until=until)


@verb(bodies.PromiseBody)
def promise(ticket: Ticket, *, by: Person, until: datetime) -> None:
    """Say when the colleague hears next."""
    ticket.promise(until, by=by)


@verb(bodies.RestrictBody, like="edit")
def restrict(ticket: Ticket, *, by: Person, restricted: bool) -> None:
    """Only the owning team and the people named on it see a restricted ticket."""
    ticket.restrict(by=by, restricted=restricted)


@verb()
def watch(ticket: Ticket, *, by: Person) -> None:
    """Hear what happens to it. Twice is once."""
    ticket.add_person(by, WATCHER, by=by)


@verb(like="watch")
def unwatch(ticket: Ticket, *, by: Person) -> None:
    ticket.remove_person(by, WATCHER, by=by)


@verb(to_all=True)
def me_too(ticket: Ticket, *, by: Person) -> None:
    """You have the same trouble: you hear what its requester hears. Every colleague may say it of a major incident."""
    ticket.me_too(by=by)


@verb(bodies.PartBody)
def add_person(ticket: Ticket, *, by: Person, person: Person, part: str) -> None:
    """Bring someone in: in copy, affected, named, watching."""
    ticket.add_person(person, part, by=by)


@verb(bodies.PartBody, like="add-person")
def remove_person(ticket: Ticket, *, by: Person, person: Person, part: str) -> None:
    ticket.remove_person(person, part, by=by)


@verb(bodies.LinkBody, bulk=True)
def link(ticket: Ticket, *, by: Person, to: Ticket, kind: str) -> None:
    """Tie it to another: it *is a child of*, duplicates, is caused by, relates to or follows that one."""
    ticket.link(to, kind, by=by)


@verb(bodies.LinkBody, like="link")
def unlink(ticket: Ticket, *, by: Person, to: Ticket, kind: str) -> None:
    ticket.unlink(to, kind, by=by)


@verb(bodies.MergeBody)
def merge(ticket: Ticket, *, by: Person, into: Ticket) -> None:
    """Two tickets about one thing become one; the other one stays."""
    ticket.merge_into(into, by=by)


@verb(bodies.SplitBody)
def split(ticket: Ticket, *, by: Person, message: int, title: str) -> Ticket:
    """A second matter gets a ticket of its own, begun with the message that raised it. Answers with that ticket."""
    event = ticket.events.filter(pk=message).first()
    if event is None:
        raise ValidationError({"message": ["This is no message of the ticket."]})
    return ticket.split(event, title=title, by=by)


@verb(bodies.CallBody, says=True)
def call_me(ticket: Ticket, *, by: Person, **said: Any) -> Event:
    """You want to be called about your ticket."""
    return personal.call_me(ticket, by=by, **said)


@verb(bodies.ComeBody, says=True)
def come_by(ticket: Ticket, *, by: Person, **said: Any) -> Event:
    """You come to where somebody of the desk can be met; they know what it is about."""
    return personal.come_by(ticket, by=by, **said)


@verb(bodies.TellAgainBody, says=True)
def tell_again(ticket: Ticket, *, by: Person, **said: Any) -> Event:
    """It changed hands, and you had to tell it from the start. Once for each time."""
    return personal.tell_again(ticket, by=by, **said)


@verb(bodies.ThankBody, says=True)
def thank(ticket: Ticket, *, by: Person, **said: Any) -> Event:
    """Say thank you to one who helped with your ticket, or to the team. Once to each."""
    return personal.thank(ticket, by=by, **said)
