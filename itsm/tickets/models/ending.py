"""How a ticket ends: we say that it is done, the colleague says whether it is, and silence closes it after some days."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.services.calendars import deadline
from itsm.tickets.models.baton import require
from itsm.tickets.models.clock import Clock
from itsm.tickets.models.conversation import Channel
from itsm.tickets.models.links import Link

if TYPE_CHECKING:
    from itsm.tickets.models.act import Act
    from itsm.tickets.models.attachment import Attachment
    from itsm.tickets.models.event import Event
    from itsm.tickets.models.ticket import Ticket

# What is done waits this many working days for the colleague's word, then closes by itself.
CONFIRM_WITHIN_DAYS = 5
WORKING_DAY = 10 * 3600  # seconds of the default calendar


class HowClosed(models.TextChoices):
    COLLEAGUE = "colleague", gettext_lazy("confirmed by the colleague")
    AGENT = "agent", gettext_lazy("closed by an agent")
    AUTO = "auto", gettext_lazy("closed after the waiting time")


Opening = Callable[..., "Ticket"]
_openings: list[Opening] = []


def register_follow_up(opening: Opening) -> None:
    """`opening(ticket, words, by=, requester=, title=, channel=, now=)` makes the ticket that follows one that is over,
    or takes a second matter out of one: the practice of incidents has one.
    """
    _openings[:] = [opening]


def open_beside(ticket: Any, words: str, **about: Any) -> "Ticket":
    return _openings[0](ticket, words, **about)


class Ending(models.Model):
    """For tickets whose flow has `confirm`, `reopen` and `close`. Stands before Ticket among the bases."""

    ClosedBy: ClassVar = HowClosed
    DONE: ClassVar[str]  # the state in which the colleague's word is waited for

    closes_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=10, choices=HowClosed, blank=True)

    class Meta:
        abstract = True

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
        """As on any ticket; but a colleague's word after the end, when no verb leads back, begins a follow-up."""
        if not self.allowed_verbs and not self.is_our_word(by):
            return self.follow_up(words, by=by, channel=channel, attachments=attachments, now=now)
        said: Event = super().reply(  # type: ignore[misc]
            words, by=by, until=until, channel=channel, attachments=attachments, seen=seen, now=now
        )
        return said

    def follow_up(
        self,
        words: str,
        *,
        by: Person,
        channel: str,
        attachments: "Iterable[Attachment]" = (),
        now: datetime | None = None,
    ) -> "Event":
        """An incident, linked to this one, whatever this one was.

        For a request, too: asking for the same again would give them a second one and have everybody agree once more,
        and what is closed stays closed with its figures. That they write at all says that something is not right.
        """
        require(comment=words)
        over: Any = self
        with transaction.atomic():
            second = open_beside(over, words, by=by, requester=by, title=over.title, channel=channel, now=now)
            second.link(over, Link.Kind.FOLLOWS, by=by, now=now)
            begun: Event = second.events.get(verb=f"{second.KIND}.open")
            for file in attachments:
                file.ticket, file.event = second, begun
                file.save(update_fields=["ticket", "event"])
        return begun

    def come_to_rest(self, act: "Act") -> None:
        """Our part is done: clocks stop, nobody holds it, and the colleague has some working days to disagree.
        Where monitoring or another system says so, nobody of us spoke or took it: only that it is done is judged."""
        self.resolved_at, self.hold_reason, self.wakes_at = act.now, "", None
        self.count_message(act)
        self.waiting_since, self.last_word_at = None, act.now
        kept = act.clocks.live.get(Clock.Kind.NEXT_UPDATE)
        for kind in list(act.clocks.live):
            judged = act.by is not None or kind == Clock.Kind.RESOLUTION
            act.clocks.stop(kind, outcome=None if judged else Clock.Outcome.VOID)
        if kept is not None and kept.outcome == Clock.Outcome.MET:
            act.also("keep_promise", due=kept.reading().stopped_at)
        self.promised_at = None
        self.lay_down(act)
        self.closes_at = deadline(act.now, CONFIRM_WITHIN_DAYS * WORKING_DAY, act.clocks.targets.hours)
        act.details["closes_at"] = self.closes_at

    def confirm(self, *, by: Person, now: datetime | None = None) -> None:
        """The colleague says that it is."""
        with self.move("confirm", by=by, now=now, public=True) as act:
            self._close(act, HowClosed.COLLEAGUE)

    def close(self, *, by: Person | None, now: datetime | None = None) -> None:
        """An agent closes it, or the waiting time is over (`by` is nobody)."""
        with self.move("close", by=by, now=now, public=True) as act:
            self._close(act, HowClosed.AGENT if by else HowClosed.AUTO)

    def reopen(
        self, *, words: str, by: Person | None, channel: str = Channel.PORTAL, now: datetime | None = None
    ) -> None:
        """It is not done after all. The resolution clock goes on from where it stopped; a new word is promised."""
        require(words=words)
        with self.move("reopen", by=by, now=now, public=True, comment=words, channel=channel) as act:
            self.reopen_count += 1
            self.resolved_at = self.closes_at = None
            self.take_up_again()
            self.count_message(act)
            act.clocks.revive(Clock.Kind.RESOLUTION)
            if targets := act.clocks.retarget():  # priority, service or policy changed while it stood still
                act.details["targets"] = targets
            self.make_promise(act)
            if by and not self.is_our_word(by):
                self.waiting_since = act.now
            self.give_back(act)

    def take_up_again(self) -> None:
        """What a practice wrote down about the end is no longer so."""

    def _close(self, act: "Act", how: str) -> None:
        self.closed_at, self.closed_how, self.closes_at = act.now, how, None
        act.details["how"] = how

    @property
    def may_reopen_until(self) -> datetime | None:
        return self.closes_at if self.status == self.DONE else None

    if TYPE_CHECKING:
        status: str
        reopen_count: int
        resolved_at: datetime | None
        closed_at: datetime | None
        promised_at: datetime | None
        waiting_since: datetime | None
        last_word_at: datetime | None
        hold_reason: str
        wakes_at: datetime | None
        allowed_verbs: list[str]
        move: Any
        make_promise: Any
        count_message: Any
        is_our_word: Any
        lay_down: Any
        give_back: Any
