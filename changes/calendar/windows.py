"""The next window in which nothing is in the way: no freeze, no other change, nobody away, and the hours as planned before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from changes.calendar import clashes, finding
from changes.calendar.clashes import BREATH, Surroundings
from changes.calendar.plan import Plan
from itsm.people.models import Absence
from itsm.services.calendars import WorkingHours, business_seconds

HORIZON = timedelta(days=60)
STEP = timedelta(minutes=30)
EPOCH_STEP = int(STEP.total_seconds())

Span = tuple[datetime, datetime]


def next_free(plan: Plan, *, after: datetime) -> Span | None:
    """As long as planned, on the half hour, outside the services' hours if it was planned so, inside if it was planned so."""
    after = after.astimezone(UTC)  # no sum below meets a clock that is changed
    length, until = plan.ends_at - plan.starts_at, after + HORIZON
    around = finding.surroundings([plan], [(after - BREATH, until + BREATH)])
    taken = _joined([*_in_the_way(plan, around, after, until), *_absences(plan, after, until)])
    hours = list(_working_hours(around))
    share = _share(plan.starts_at, plan.ends_at, hours)
    starts = _on_the_half_hour(after)
    while starts + length <= until:
        met = next((end for begin, end in taken if begin < starts + length and end > starts), None)
        if met is not None:
            starts = _on_the_half_hour(met)
        elif share is not None and _share(starts, starts + length, hours) != share:
            starts += STEP
        else:
            return starts, starts + length
    return None


def _working_hours(around: Surroundings) -> set[WorkingHours]:
    """Of its services, each its own: one that is supported round the clock has no hours to keep to."""
    return {each for each in around.hours.values() if not each.always}


def _in_the_way(plan: Plan, around: Surroundings, since: datetime, until: datetime) -> Iterator[Span]:
    """As the rules of collisions say it of a plan that takes the whole time."""
    for clash in clashes.clashes(plan.at(since, until), around):
        if clash.occasion:
            yield clash.occasion.starts_at, clash.occasion.ends_at
        elif clash.other and clash.kind == clashes.Kind.PEOPLE:
            yield clash.other.starts_at, clash.other.ends_at
        elif clash.other:
            yield clash.other.starts_at - BREATH, clash.other.ends_at + BREATH
    for hours in set(around.hours.values()):
        for _day, begins, ends in clashes.closings(plan.at(since, until), hours):
            yield begins, ends


def _absences(plan: Plan, since: datetime, until: datetime) -> list[Span]:
    rows = Absence.objects.filter(person__in=plan.people, since__lt=until, until__gt=since)
    return list(rows.values_list("since", "until"))


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def _share(since: datetime, until: datetime, hours: list[WorkingHours]) -> int | None:
    """0: wholly outside all of these hours; 1: wholly inside; None: neither, or there are none."""
    length = int((until - since).total_seconds())
    inside = {business_seconds(since, until, each) for each in hours}
    if inside == {0}:
        return 0
    return 1 if inside == {length} else None


def _on_the_half_hour(at: datetime) -> datetime:
    over = timedelta(seconds=at.timestamp() % EPOCH_STEP)
    return at + STEP - over if over else at
