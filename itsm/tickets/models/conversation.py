"""What people say on a ticket: to the colleague, among agents, or in person and written down after."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.tickets.mentions import mentioned
from itsm.tickets.models.baton import Holder, require
from itsm.tickets.models.people import Participant
from itsm.tickets.models.promise import check_promise, fingerprint

if TYPE_CHECKING:
    from itsm.tickets.models.act import Act
    from itsm.tickets.models.attachment import Attachment
    from itsm.tickets.models.event import Event


class Channel(models.TextChoices):
    """How words reached us or left us. Spoken ones are logged by hand."""

    PORTAL = "portal", _("portal")
    DESK = "desk", _("desk")
    MAIL = "mail", _("mail")
    CHAT = "chat", _("chat")
    PHONE = "phone", _("phone")
    IN_PERSON = "in_person", _("in person")
    WALK_UP = "walk_up", _("walk-up")
    MEETING = "meeting", _("meeting")
    API = "api", _("API")
    ALERT = "alert", _("monitoring")  # no person spoke, and nobody waits for an answer


BY_PEOPLE = [(channel.value, channel.label) for channel in Channel if channel != Channel.ALERT]
SPOKEN = (Channel.PHONE, Channel.IN_PERSON, Channel.WALK_UP, Channel.MEETING)


class Conversation(models.Model):
    """The speaking side of a ticket, and the counters lists show."""

    message_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)  # the colleague's last word that nobody has answered

    class Meta:
        abstract = True

    # Verbs --------------------------------------------------------------------------------------------------------

    def reply(
        self,
        words: str,
        *,
        by: Person,
        until: datetime | None = None,
        channel: str = Channel.DESK,
        attachments: "Iterable[Attachment]" = (),
        seen: int | None = None,
        now: datetime | None = None,
    ) -> "Event":
        """Say something to the colleague, or, as the colleague, to the desk.

        `until` is the promise that goes with an agent's reply. `seen` is the last event the writer had before
        them: if someone has written since, nothing is sent and StaleTicket says so.
        """
        require(comment=words)
        with self.act("reply", by=by, now=now, public=True, comment=words, channel=channel, seen=seen) as act:
            if until is not None:
                check_promise(until, now=act.now)
            act.attach(attachments)
            if self.is_our_word(by):
                self.call_in(act, words)
                self.hear_from_us(act, words, until=until)
            else:
                self.hear_from_colleague(act)
        return act.event

    def note(
        self,
        words: str,
        *,
        by: Person,
        channel: str = Channel.DESK,
        attachments: "Iterable[Attachment]" = (),
        now: datetime | None = None,
    ) -> "Event":
        """Write something only the desk reads. It keeps no promise and ends no silence."""
        require(comment=words)
        with self.act("note", by=by, now=now, comment=words, channel=channel) as act:
            act.attach(attachments)
            self.call_in(act, words)
            self.count_message(act)
        return act.event

    def log(
        self,
        words: str,
        *,
        by: Person,
        channel: str,
        until: datetime | None = None,
        now: datetime | None = None,
    ) -> "Event":
        """Write down a talk that happened: in person, on the phone, at the walk-up, in a meeting. It keeps the promise."""
        require(comment=words)
        with self.act("log", by=by, now=now, public=True, comment=words, channel=channel) as act:
            if until is not None:
                check_promise(until, now=act.now)
            self.hear_from_us(act, words, until=until, always=True)
        return act.event

    # How ----------------------------------------------------------------------------------------------------------

    def is_our_word(self, person: Person) -> bool:
        """Agents speak for the desk, except on a ticket of their own. What monitoring opened is nobody's own."""
        theirs = person.pk == self.requester_id and self.channel != Channel.ALERT
        return person.works_the_desk and not theirs

    def hear_from_us(
        self, act: "Act", words: str, *, until: datetime | None = None, always: bool = False
    ) -> None:
        """The desk has spoken. Only words that say something keep the promise; a logged talk always did."""
        self.count_message(act)
        if always or self.says_something(words):
            self.waiting_since = None
            if self.open:
                self.keep_promise(act, until=until, by=act.by)
            self.last_word = fingerprint(words)
        elif until is not None and self.open:
            self.make_promise(act, until=until, by=act.by, outcome="renewed")

    def hear_from_colleague(self, act: "Act") -> None:
        """The colleague has spoken: they wait from now, and the baton comes back if they held it."""
        self.count_message(act)
        self.waiting_since = self.waiting_since or act.now
        if self.open and self.holder == Holder.COLLEAGUE:
            self.take_back(act)

    def take_back(self, act: "Act") -> None:
        """The baton returns from outside to the agent who had it, or to the team. Practices add their state to it."""
        self.give_back(act)

    def call_in(self, act: "Act", words: str) -> None:
        """Whom the words mention: they are told, and they belong to the ticket from now on.

        A mention opens no restricted ticket: whom it is closed to is not called in.
        """
        people = [person for person in mentioned(words) if self.is_visible_to(person)]
        if people:
            act.details["mentions"] = [person.pk for person in people]
        for person in people:
            self.join(person, Participant.Part.MENTIONED, by=act.by, now=act.now)

    def count_message(self, act: "Act") -> None:
        self.message_count += 1
        self.last_message_at = act.now

    if TYPE_CHECKING:
        act: Any
        join: Any
        is_visible_to: Any
        open: bool
        requester_id: int
        channel: str
        holder: str
        keep_promise: Any
        make_promise: Any
        give_back: Any
        says_something: Any
        last_word: str
