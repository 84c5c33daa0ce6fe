"""The policy in force, as one immutable object: what a priority is, what is promised, which hours count.

Read from a handful of queries and kept per process for as long as `PolicyVersion.edition` stays the same.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from itsm.services import wording
from itsm.services.calendars import ALWAYS, NeverOpen, WorkingHours, beginning
from itsm.services.models import (
    Agreement,
    ClockKind,
    EscalationStep,
    PriorityRule,
    Service,
    SilenceLimit,
    SupportCalendar,
    Target,
)


@dataclass(frozen=True, slots=True)
class Step:
    """At `percent` of a clock's target tell `tells` (see models.Tells), or the team named."""

    percent: int
    tells: str
    team_id: int | None = None


Steps = Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Targets:
    """Budgets in seconds of business time (None: no target) and the hours they are counted in."""

    first_response: int | None
    next_update: int | None
    resolution: int | None
    handover: int | None
    hours: WorkingHours
    calendar_id: int
    pauses: frozenset[str]  # hold reasons (models.HoldReason) during which the clocks stand still
    steps: Steps  # by clock kind, lowest percent first


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest silence of a priority, in seconds of `hours`."""

    seconds: int
    hours: WorkingHours

    @property
    def said(self) -> str:
        """“30 min”, “10 h of office hours”."""
        return (
            self.length
            if self.hours.always
            else gettext("%(length)s of office hours") % {"length": self.length}
        )

    @property
    def length(self) -> str:
        """“10 h”, whatever the hours: where there is no room to say which."""
        return wording.budget(self.seconds)

    def too_long_since(self, now: datetime) -> datetime | None:
        """Who has heard nothing since then has heard nothing for too long. None in a calendar that never opens."""
        try:
            return beginning(now, self.seconds, self.hours)
        except NeverOpen:
            return None


@dataclass(frozen=True)
class Policy:
    """Never changed: an edit makes another one."""

    version: int
    matrix: Mapping[tuple[int, int], int]
    calendars: Mapping[int, WorkingHours]
    default_agreement: int
    agreement_of: Mapping[int, int]  # service id → agreement id, only where it is not the default
    table: Mapping[tuple[int, str, int], Targets]
    fallback: Mapping[int, Targets] = field(
        default_factory=dict
    )  # agreement id → hours and pauses, no targets
    silence: Mapping[int, Silence] = field(default_factory=dict)  # by priority

    def priority(self, impact: int, urgency: int) -> int:
        return self.matrix[impact, urgency]

    def targets(self, service_id: int | None, kind: str, priority: int) -> Targets:
        agreement = self.agreement_of.get(service_id or 0, self.default_agreement)
        return self.table.get((agreement, kind, priority)) or self.fallback[agreement]

    def hours(self, calendar_id: int) -> WorkingHours:
        return self.calendars[calendar_id]


EDITION = "SELECT number, edition FROM services_policyversion"
_kept: tuple[UUID, Policy] | None = None


def current_policy() -> Policy:
    """One small query, as SQL because every ticket asks it; the same object as long as nobody edited the policy."""
    global _kept
    # The edition is read before the rows: an edit in between is seen as a newer edition at the next call.
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        number, edition = cursor.fetchone()
    if _kept is None or _kept[0] != edition:
        _kept = (edition, _load(number))
    return _kept[1]


def _load(version: int) -> Policy:
    calendars = SupportCalendar.objects.hours_by_id()
    steps = _steps()
    agreements = {agreement.pk: agreement for agreement in Agreement.objects.all()}
    fallback = {pk: _targets(Target(agreement=each), calendars, steps[pk]) for pk, each in agreements.items()}
    table = {}
    for target in Target.objects.all():
        target.agreement = agreements[target.agreement_id]
        table[target.agreement_id, target.kind, target.priority] = _targets(
            target, calendars, steps[target.agreement_id]
        )
    own = Service.objects.exclude(agreement=None).values_list("pk", "agreement_id")
    return Policy(
        version=version,
        matrix=MappingProxyType({(r.impact, r.urgency): r.priority for r in PriorityRule.objects.all()}),
        calendars=MappingProxyType(calendars),
        default_agreement=next(pk for pk, agreement in agreements.items() if agreement.is_default),
        agreement_of=MappingProxyType(dict(own)),
        table=MappingProxyType(table),
        fallback=MappingProxyType(fallback),
        silence=MappingProxyType(_silence(next(fallback[a.pk] for a in agreements.values() if a.is_default))),
    )


def _silence(usual: Targets) -> dict[int, Silence]:
    return {
        limit.priority: Silence(_seconds(limit.length) or 1, ALWAYS if limit.always else usual.hours)
        for limit in SilenceLimit.objects.all()
    }


def _steps() -> dict[int, Steps]:
    found: dict[int, dict[str, list[Step]]] = defaultdict(lambda: {kind: [] for kind in ClockKind.values})
    for row in EscalationStep.objects.order_by("percent", "pk"):
        found[row.agreement_id][row.clock].append(Step(row.percent, row.tells, row.team_id))
    frozen: dict[int, Steps] = defaultdict(lambda: MappingProxyType(dict.fromkeys(ClockKind.values, ())))
    for pk, by_clock in found.items():
        frozen[pk] = MappingProxyType({clock: tuple(steps) for clock, steps in by_clock.items()})
    return frozen


def _targets(target: Target, calendars: Mapping[int, WorkingHours], steps: Steps) -> Targets:
    calendar_id = target.calendar_id or target.agreement.calendar_id
    return Targets(
        first_response=_seconds(target.first_response),
        next_update=_seconds(target.next_update),
        resolution=_seconds(target.resolution),
        handover=_seconds(target.handover),
        hours=calendars[calendar_id],
        calendar_id=calendar_id,
        pauses=frozenset(target.agreement.pauses),
        steps=steps,
    )


def _seconds(duration: timedelta | None) -> int | None:
    return None if duration is None else int(duration.total_seconds())
