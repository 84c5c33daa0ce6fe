"""A problem: the cause, or possible cause, of one or more incidents. It is solved so that they stop."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.services.models import Goal
from itsm.tickets.models import Act, Channel, Clock, Link, Ticket
from itsm.tickets.models.baton import require
from problems.models.cost import Cost
from problems.models.rank import Rank

LONGEST_RISK = timedelta(days=366)  # then somebody looks at it again


class Problem(Cost, Rank, Ticket):
    """new → assessed → investigating → known error → fix in progress → resolved → closed, with its exits."""

    class Status(models.TextChoices):
        NEW = "new", gettext_lazy("new")
        ASSESSED = "assessed", gettext_lazy("assessed")
        INVESTIGATING = "investigating", gettext_lazy("investigating")
        KNOWN_ERROR = "known_error", gettext_lazy("known error")
        FIX_IN_PROGRESS = "fix_in_progress", gettext_lazy("fix in progress")
        RESOLVED = "resolved", gettext_lazy("resolved")
        CLOSED = "closed", gettext_lazy("closed")
        DUPLICATE = "duplicate", gettext_lazy("duplicate")
        CANCELLED = "cancelled", gettext_lazy("cancelled")
        RISK_ACCEPTED = "risk_accepted", gettext_lazy("risk accepted")

    KIND: ClassVar = Ticket.Kind.PROBLEM
    MERGED: ClassVar = Status.DUPLICATE
    WORKING: ClassVar = frozenset(
        {Status.NEW, Status.ASSESSED, Status.INVESTIGATING, Status.KNOWN_ERROR, Status.FIX_IN_PROGRESS}
    )
    FINISHED: ClassVar = frozenset(
        {Status.RESOLVED, Status.CLOSED, Status.DUPLICATE, Status.CANCELLED, Status.RISK_ACCEPTED}
    )
    FLOW: ClassVar = {
        "assess": (frozenset({Status.NEW}), Status.ASSESSED),
        # Also back: the cause was another one, the fix did not work, the risk is no longer accepted.
        "investigate": (
            frozenset({Status.ASSESSED, Status.KNOWN_ERROR, Status.FIX_IN_PROGRESS, Status.RISK_ACCEPTED}),
            Status.INVESTIGATING,
        ),
        "identify": (frozenset({Status.INVESTIGATING}), Status.KNOWN_ERROR),
        "fix": (frozenset({Status.KNOWN_ERROR}), Status.FIX_IN_PROGRESS),
        "resolve": (frozenset({Status.FIX_IN_PROGRESS}), Status.RESOLVED),
        "reopen": (frozenset({Status.RESOLVED}), Status.INVESTIGATING),
        "close": (frozenset({Status.RESOLVED}), Status.CLOSED),
        "accept_risk": (WORKING - {Status.NEW}, Status.RISK_ACCEPTED),
        "mark_duplicate": (WORKING, Status.DUPLICATE),
        "cancel": (frozenset({Status.NEW, Status.ASSESSED, Status.INVESTIGATING}), Status.CANCELLED),
    }
    PERMITTED: ClassVar = tuple(FLOW)
    STEPS: ClassVar = {
        Status.NEW: 0,
        Status.ASSESSED: 1,
        Status.INVESTIGATING: 1,
        Status.KNOWN_ERROR: 2,
        Status.FIX_IN_PROGRESS: 3,
        Status.RESOLVED: 4,
        Status.CLOSED: 5,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("We have it"),
        1: gettext_lazy("We look for the cause"),
        2: gettext_lazy("We know the cause"),
        3: gettext_lazy("We fix it"),
        4: gettext_lazy("We watch whether it stays away"),
        5: gettext_lazy("Done"),
    }

    cause = models.TextField(gettext_lazy("root cause"), blank=True)
    whys = models.JSONField(default=list, blank=True)  # each the answer to “why?” about the one before it
    solution = models.TextField(gettext_lazy("what was changed"), blank=True)
    fix_change = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="fixes_problems", editable=False
    )  # the change that removes the cause
    observe_days = models.PositiveSmallIntegerField(gettext_lazy("days to watch after the fix"), default=30)
    observed_until = models.DateTimeField(null=True, editable=False)
    accepted_until = models.DateTimeField(null=True, editable=False)  # the risk, then it is looked at again

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-rank", "ticket_ptr"], name="problem_rank"),
            models.Index(
                fields=["observed_until"], name="problem_observed", condition=Q(observed_until__isnull=False)
            ),
            models.Index(
                fields=["accepted_until"], name="problem_accepted", condition=Q(accepted_until__isnull=False)
            ),
        ]
        permissions: ClassVar = [
            *((f"{verb}_problem", f"Can {verb.replace('_', ' ')} a problem") for verb in
              ("assess", "investigate", "identify", "fix", "resolve", "reopen", "close", "accept_risk", "mark_duplicate", "cancel")),
        ]  # fmt: skip

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def raise_(
        cls,
        *,
        by: Person,
        title: str,
        incidents: Sequence[Ticket] = (),
        now: datetime | None = None,
        **fields: Any,
    ) -> Self:
        """Somebody at the desk suspects one cause behind what happened, or behind what might."""
        now = now or timezone.now()
        with transaction.atomic():
            made = cls.begin(by=by, requester=by, title=title, status=cls.Status.NEW, now=now, **fields)
            if not made.add_incidents(incidents, by=by, now=now):
                made.weigh(now=now)
                made.save(update_fields=["rank", "because"])
        return made

    @classmethod
    def raise_from(cls, incident: Ticket, *, by: Person, title: str, now: datetime | None = None) -> Self:
        """From an incident behind which a cause is suspected: of its service, as restricted, for the service's team."""
        service = incident.service
        about = {
            "service": service,
            "restricted": incident.restricted,
            "team": (service and service.team) or incident.team,
        }
        return cls.raise_(by=by, title=title, incidents=[incident], now=now, **about)

    def assess(
        self, *, business_value: int, by: Person, goal: Goal | None = None, now: datetime | None = None
    ) -> None:
        """Say what it is worth to solve it: that gives it its place."""
        with self.move("assess", by=by, now=now, public=True) as act:
            self.business_value, self.goal = business_value, goal
            self.weigh(now=act.now)
            act.details |= {
                "business_value": business_value,
                "goal": goal.name if goal else "",
                "rank": self.rank,
            }

    def investigate(self, *, by: Person | None, reason: str = "", now: datetime | None = None) -> None:
        """Look for the cause; or look again, and why: it was another one, the fix does not work, the risk is too much now."""
        with self.move("investigate", by=by, now=now, public=True, comment=reason) as act:
            before, _after = act.details["status"]
            if before != self.Status.ASSESSED:
                require(reason=reason)
            if before == self.Status.RISK_ACCEPTED:
                self.take_up_again(act)

    def identify(self, *, cause: str, by: Person, now: datetime | None = None) -> None:
        """The cause is known, and from now on what to do about it is the question."""
        require(cause=cause)
        with self.move("identify", by=by, now=now, public=True) as act:
            self.cause = cause
            act.details["cause"] = cause

    def fix(self, *, how: str, by: Person, change: Ticket | None = None, now: datetime | None = None) -> None:
        """Somebody removes the cause: by which change, or how if it needs none."""
        require(how=how)
        if change is not None and change.kind != Ticket.Kind.CHANGE:
            raise ValidationError({"change": _("%(number)s is no change.") % {"number": change.number}})
        with self.move("fix", by=by, now=now, public=True, comment=how, channel=Channel.DESK) as act:
            self.fix_change_id = change.pk if change else None
            act.details["change"] = change.number if change else ""

    def resolve(
        self, *, solution: str, by: Person, observe_days: int | None = None, now: datetime | None = None
    ) -> None:
        """The cause is gone, as far as we know. For some days it is watched whether it stays away."""
        require(solution=solution)
        with self.move("resolve", by=by, now=now, public=True, comment=solution, channel=Channel.DESK) as act:
            self.solution, self.resolved_at = solution, act.now
            self.observe_days = self.observe_days if observe_days is None else observe_days
            self.observed_until = act.now + timedelta(days=self.observe_days)
            act.details["observed_until"] = self.observed_until
            for kind in list(act.clocks.live):
                act.clocks.stop(kind)
            self.promised_at = None
            self.lay_down(act)

    def reopen(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        """It came back while it was watched."""
        require(reason=reason)
        with self.move("reopen", by=by, now=now, public=True, comment=reason, channel=Channel.DESK) as act:
            self.reopen_count += 1
            self.take_up_again(act)

    def close(self, *, by: Person | None, now: datetime | None = None) -> None:
        """It stayed away: by itself once it has been watched long enough, or by someone who need not wait."""
        with self.move("close", by=by, now=now, public=True) as act:
            self.closed_at, self.observed_until = act.now, None

    def accept_risk(self, *, reason: str, until: datetime, by: Person, now: datetime | None = None) -> None:
        """To live with it costs less than to remove it. Then it comes back to be looked at again."""
        require(reason=reason)
        with self.move(
            "accept_risk", by=by, now=now, public=True, comment=reason, channel=Channel.DESK
        ) as act:
            if not act.now < until <= act.now + LONGEST_RISK:
                raise ValidationError({"until": _("Choose a day within the next twelve months.")})
            self.accepted_until = act.details["until"] = until
            self.end(act, status=self.Status.RISK_ACCEPTED)

    def mark_duplicate(self, *, of: Ticket, by: Person, now: datetime | None = None) -> None:
        """The same cause has a problem already: its incidents and its story go there."""
        first, second = sorted([self, of], key=lambda ticket: ticket.pk)
        with self._known_errors_held() as known_errors, first.hold_still(), second.hold_still():
            if not isinstance(of, Problem) or of.pk == self.pk or of.merged_into_id:
                raise ValidationError({"of": _("Choose another problem that is no duplicate itself.")})
            with self.move("mark_duplicate", by=by, now=now, public=True, target=of.number) as act:
                self.merged_into_id = of.pk
                self.end(act, status=self.Status.DUPLICATE)
            self.link(of, Link.Kind.DUPLICATES, by=by, now=act.now)
            with of.act("merge_in", by=by, now=act.now, source=self.number):
                pass
            of.add_incidents(self.incidents(), by=by, now=act.now)
            for (
                known
            ) in known_errors:  # whoever is told of it from now on is one of those who wait for the other
                known.edit(by=by, problem=of, now=act.now)

    def merge_into(self, target: Ticket, *, by: Person, now: datetime | None = None) -> None:
        """Of problems, to merge and to mark as a duplicate is one thing."""
        self.mark_duplicate(of=target, by=by, now=now)

    def cancel(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """It was no problem, or nobody needs what it broke any more."""
        require(reason=reason)
        with self.move("cancel", by=by, now=now, public=True, comment=reason, channel=Channel.DESK) as act:
            self.end(act, status=self.Status.CANCELLED)

    # How --------------------------------------------------------------------------------------------------------------

    @contextmanager
    def _known_errors_held(self) -> Iterator[list[Any]]:
        """Those that say something yet, locked before any problem, as everybody does who writes on one."""
        with transaction.atomic():
            rows = self.known_errors.select_for_update(of=("self",), no_key=True)
            yield list(rows.exclude(state="retired").order_by("pk"))

    def take_up_again(self, act: Act) -> None:
        """What was over goes on: somebody holds it, and a word is promised."""
        self.resolved_at = self.closed_at = self.observed_until = self.accepted_until = None
        act.clocks.revive(Clock.Kind.RESOLUTION)
        if targets := act.clocks.retarget():
            act.details["targets"] = targets
        self.make_promise(act)
        self.give_back(act)

    def notice_return(self, tickets: Sequence[Ticket], *, now: datetime) -> None:
        """One of its incidents is younger than its fix: then the fix is none."""
        if self.status != self.Status.RESOLVED or self.resolved_at is None:
            return
        younger = [ticket.number for ticket in tickets if ticket.opened_at > self.resolved_at]
        if younger:
            reason = _("It came back after the fix: %(numbers)s.") % {"numbers": ", ".join(younger)}
            self.reopen(reason=reason, by=None, now=now)

    if TYPE_CHECKING:
        fix_change_id: int | None
        known_errors: Any
