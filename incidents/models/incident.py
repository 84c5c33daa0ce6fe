"""An incident: something is broken for someone. Restore service first, explain later."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.category import Category
from incidents.models.queries import IncidentManager
from incidents.models.resolution import Resolution
from itsm.people.models import Person
from itsm.services.calendars import deadline
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Clock, Event, Holder, Link, Ticket
from itsm.tickets.models.baton import require
from itsm.tickets.models.promise import check_promise

if TYPE_CHECKING:
    from incidents.models.major import MajorIncident
    from itsm.tickets.models import Act, Attachment

# A resolved incident waits this many working days for the colleague's word, then closes by itself.
CONFIRM_WITHIN_DAYS = 5
WORKING_DAY = 10 * 3600  # seconds of the default calendar

# Who has the baton while an incident waits; for other reasons it stays where it is.
HELD_BY = {
    HoldReason.COLLEAGUE: Holder.COLLEAGUE,
    HoldReason.SUPPLIER: Holder.SUPPLIER,
    HoldReason.SCHEDULED: Holder.SCHEDULED,
}


class Incident(Ticket):
    """Something is broken for someone: new → in progress ⇄ on hold → resolved → closed."""

    class Status(models.TextChoices):
        NEW = "new", gettext_lazy("new")
        IN_PROGRESS = "in_progress", gettext_lazy("in progress")
        ON_HOLD = "on_hold", gettext_lazy("on hold")
        RESOLVED = "resolved", gettext_lazy("resolved")
        CLOSED = "closed", gettext_lazy("closed")
        CANCELLED = "cancelled", gettext_lazy("cancelled")

    KIND: ClassVar = Ticket.Kind.INCIDENT
    MERGED: ClassVar = Status.CLOSED
    FINISHED: ClassVar = frozenset({Status.RESOLVED, Status.CLOSED, Status.CANCELLED})
    WORKING: ClassVar = frozenset({Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD})
    FLOW: ClassVar = {
        "start": (frozenset({Status.NEW}), Status.IN_PROGRESS),
        "hold": (frozenset({Status.NEW, Status.IN_PROGRESS}), Status.ON_HOLD),
        "resume": (frozenset({Status.ON_HOLD}), Status.IN_PROGRESS),
        "resolve": (WORKING, Status.RESOLVED),
        "confirm": (frozenset({Status.RESOLVED}), Status.CLOSED),
        "reopen": (frozenset({Status.RESOLVED}), Status.IN_PROGRESS),
        "close": (frozenset({Status.RESOLVED}), Status.CLOSED),
        "cancel": (frozenset({Status.NEW, Status.IN_PROGRESS}), Status.CANCELLED),
    }

    STEPS: ClassVar = {
        Status.NEW: 0,
        Status.IN_PROGRESS: 1,
        Status.ON_HOLD: 1,
        Status.RESOLVED: 2,
        Status.CLOSED: 3,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("We have it"),
        1: gettext_lazy("We work on it"),
        2: gettext_lazy("Does it work?"),
        3: gettext_lazy("Done"),
    }

    class ClosedBy(models.TextChoices):
        COLLEAGUE = "colleague", gettext_lazy("confirmed by the colleague")
        AGENT = "agent", gettext_lazy("closed by an agent")
        AUTO = "auto", gettext_lazy("closed after the waiting time")

    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="incidents")
    since_when = models.CharField(max_length=120, blank=True)  # the colleague's own words
    hold_reason = models.CharField(max_length=10, choices=HoldReason, blank=True)
    wakes_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)
    closes_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=10, choices=ClosedBy, blank=True)

    objects: ClassVar = IncidentManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hold_reason__in=["", *HoldReason.values]),
                name="incident_known_hold_reason",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["closes_at"], name="incident_closes", condition=models.Q(closes_at__isnull=False)
            ),
            models.Index(
                fields=["wakes_at"], name="incident_wakes", condition=models.Q(wakes_at__isnull=False)
            ),
        ]
        permissions: ClassVar = [
            ("start_incident", "Can start an incident"),
            ("hold_incident", "Can put an incident on hold"),
            ("resume_incident", "Can resume an incident"),
            ("resolve_incident", "Can resolve an incident"),
            ("reopen_incident", "Can reopen an incident"),
            ("close_incident", "Can close an incident"),
            ("cancel_incident", "Can cancel an incident"),
            ("lead_major", "Can promote and run a major incident"),
        ]

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def report(
        cls,
        *,
        by: Person,
        title: str,
        requester: Person | None = None,
        now: datetime | None = None,
        **fields: Any,
    ) -> Self:
        """A colleague says that something is broken, or an agent says it for them."""
        return cls.begin(
            by=by, requester=requester or by, title=title, status=cls.Status.NEW, now=now, **fields
        )

    def start(self, *, by: Person, now: datetime | None = None) -> None:
        with self.move("start", by=by, now=now, public=True):
            pass

    def hold(
        self,
        *,
        reason: str,
        by: Person,
        question: str = "",
        until: datetime | None = None,
        seen: int | None = None,
        now: datetime | None = None,
    ) -> None:
        """Stop working for a reason. Waiting for the colleague needs a question to them; a plan needs its moment."""
        if reason == HoldReason.COLLEAGUE and not question.strip():
            raise ValidationError(
                {"question": _("Ask your question: the colleague has the baton until they answer.")}
            )
        if reason == HoldReason.SCHEDULED and until is None:
            raise ValidationError({"until": _("Say for when it is planned.")})
        with self.move(
            "hold",
            by=by,
            now=now,
            public=True,
            comment=question,
            channel=Channel.DESK,
            seen=seen,
            reason=reason,
        ) as act:
            if until is not None:
                check_promise(until, now=act.now)
            self.hold_reason, self.wakes_at = reason, until if reason == HoldReason.SCHEDULED else None
            if question:
                self.hear_from_us(act, question, until=until)
            if reason in act.clocks.targets.pauses:
                act.clocks.pause(reason)
                self.promised_at = act.clocks.due(Clock.Kind.NEXT_UPDATE)
            if reason in HELD_BY:
                self.pass_baton(
                    HELD_BY[HoldReason(reason)],
                    act,
                    person=self.requester if reason == HoldReason.COLLEAGUE else None,
                )

    def resume(self, *, by: Person | None, now: datetime | None = None) -> None:
        """Work goes on: the colleague answered, the supplier delivered, the moment came."""
        with self.move("resume", by=by, now=now, public=True) as act:
            self.end_hold(act)

    def resolve(
        self, *, resolution: str, words: str, by: Person, seen: int | None = None, now: datetime | None = None
    ) -> None:
        """Service is back; `words` tell the colleague what was done. They have some working days to disagree."""
        require(words=words)
        with self.move(
            "resolve", by=by, now=now, public=True, comment=words, channel=Channel.DESK, seen=seen
        ) as act:
            act.details["resolution"] = resolution
            self.resolution, self.resolved_at, self.hold_reason, self.wakes_at = resolution, act.now, "", None
            self.count_message(act)
            self.waiting_since, self.last_word_at = None, act.now
            kept = act.clocks.live.get(Clock.Kind.NEXT_UPDATE)
            for kind in list(act.clocks.live):
                act.clocks.stop(kind)
            if kept is not None and kept.outcome == Clock.Outcome.MET:
                act.also("keep_promise", due=kept.reading().stopped_at)
            self.promised_at = None
            self.lay_down(act)
            self.closes_at = deadline(act.now, CONFIRM_WITHIN_DAYS * WORKING_DAY, act.clocks.targets.hours)
            act.details["closes_at"] = self.closes_at

    def confirm(self, *, by: Person, now: datetime | None = None) -> None:
        """The colleague says that it works."""
        with self.move("confirm", by=by, now=now, public=True) as act:
            self._close(act, self.ClosedBy.COLLEAGUE)

    def close(self, *, by: Person | None, now: datetime | None = None) -> None:
        """An agent closes it, or the waiting time is over (`by` is nobody)."""
        with self.move("close", by=by, now=now, public=True) as act:
            self._close(act, self.ClosedBy.AGENT if by else self.ClosedBy.AUTO)

    def reopen(self, *, words: str, by: Person, now: datetime | None = None) -> None:
        """It is not solved after all. The resolution clock goes on from where it stopped; a new word is promised."""
        require(words=words)
        with self.move("reopen", by=by, now=now, public=True, comment=words, channel=Channel.PORTAL) as act:
            self.reopen_count += 1
            self.resolved_at = self.closes_at = None
            self.resolution = ""
            self.count_message(act)
            act.clocks.revive(Clock.Kind.RESOLUTION)
            self.make_promise(act)
            if not self.is_our_word(by):
                self.waiting_since = act.now
            self.pass_baton(Holder.AGENT if self.assignee_id else Holder.TEAM, act, person=self.assignee)

    def cancel(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """It was no incident, or the colleague withdrew it. The reason is theirs to read."""
        require(reason=reason)
        with self.move("cancel", by=by, now=now, public=True, comment=reason, channel=Channel.DESK) as act:
            self.end(act, status=self.Status.CANCELLED)

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
    ) -> Event:
        """As on any ticket; but a colleague's word after closing begins a follow-up, linked to this one."""
        if not self.is_our_word(by) and self.status in {self.Status.CLOSED, self.Status.CANCELLED}:
            return self.follow_up(words, by=by, channel=channel, now=now).events.get(verb="incident.open")
        return super().reply(
            words, by=by, until=until, channel=channel, attachments=attachments, seen=seen, now=now
        )

    def follow_up(self, words: str, *, by: Person, channel: str, now: datetime | None = None) -> "Incident":
        require(comment=words)
        second = Incident.report(
            by=by, requester=by, title=self.title, description=words, service=self.service, team=self.team,
            category=self.category, site=self.site, restricted=self.restricted, channel=channel, now=now,
        )  # fmt: skip
        second.link(self, Link.Kind.FOLLOWS, by=by, now=now)
        return second

    # How --------------------------------------------------------------------------------------------------------------

    def begin_work(self, act: "Act") -> None:
        """Who takes a new incident has begun to work on it."""
        if self.status == self.Status.NEW:
            act.details["status"] = [self.status, self.Status.IN_PROGRESS]
            self.status = self.Status.IN_PROGRESS

    def take_back(self, act: "Act") -> None:
        """The colleague's answer ends the hold for it."""
        act.details["status"] = [self.status, self.Status.IN_PROGRESS]
        self.status = self.Status.IN_PROGRESS
        self.end_hold(act)

    def end_hold(self, act: "Act") -> None:
        self.hold_reason, self.wakes_at = "", None
        act.clocks.resume()
        if self.promised_at is None:  # it was paused: a new word is promised from now
            self.make_promise(act, outcome=Clock.Outcome.VOID)
        if self.holder not in {Holder.AGENT, Holder.TEAM}:
            super().take_back(act)

    def _close(self, act: "Act", how: str) -> None:
        self.closed_at, self.closed_how, self.closes_at = act.now, how, None
        act.details["how"] = how

    @cached_property
    def major_incident(self) -> "MajorIncident | None":
        """Its record as a major incident, once somebody proposed it."""
        return getattr(self, "major_record", None)

    @property
    def may_reopen_until(self) -> datetime | None:
        return self.closes_at if self.status == self.Status.RESOLVED else None
