"""When two things get in each other's way. Pure: no ORM, no clock of its own; a test compares it with living through it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as wall_time

from changes.calendar.graph import Graph
from changes.calendar.plan import Plan
from changes.models import Collision
from itsm.services.calendars import WorkingHours

Kind = Collision.Kind
# So long after the first the second may begin, and no sooner: what went wrong must have had the time to show.
BREATH = timedelta(hours=2)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A freeze or a business event. What it names of a kind is an *or*, the kinds together an *and*; naming none means all."""

    pk: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    services: frozenset[int] = field(default_factory=frozenset)
    sites: frozenset[int] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """`mine` and `theirs` are the services that meet, `people` who is needed twice, `day` the closing day."""

    kind: Kind
    since: datetime
    until: datetime
    other: Plan | None = None
    occasion: Occasion | None = None
    mine: int | None = None
    theirs: int | None = None
    people: frozenset[int] = field(default_factory=frozenset)
    day: date | None = None

    @property
    def against(self) -> tuple[int | None, int | None, Kind]:
        """With what, and how: there is one row of each."""
        return (
            self.other.pk if self.other else None,
            self.occasion.pk if self.occasion else None,
            self.kind,
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that is near. `sites` are those of a service (none: used at all of them), `hours` those of its support."""

    graph: Graph
    others: Collection[Plan] = ()
    occasions: Collection[Occasion] = ()
    sites: Mapping[int, frozenset[int]] = field(default_factory=dict)
    hours: Mapping[int, WorkingHours] = field(default_factory=dict)


def clashes(plan: Plan, around: Surroundings) -> list[Clash]:
    """By time, then by kind: the same question has the same answer in the same order."""
    found = [*_with_changes(plan, around), *_with_occasions(plan, around), *_on_closing_days(plan, around)]
    return sorted(
        found, key=lambda clash: (clash.since, clash.kind, clash.against[0] or 0, clash.against[1] or 0)
    )


def _with_changes(plan: Plan, around: Surroundings) -> Iterator[Clash]:
    for other in around.others:
        if other.pk == plan.pk:
            continue
        gap = _gap(plan, other)
        if gap >= BREATH:
            continue
        meeting = meet(plan.services, other.services, around.graph)
        shared = (max(plan.starts_at, other.starts_at), min(plan.ends_at, other.ends_at))
        if meeting and gap < timedelta():
            yield _with(other, Kind.SERVICE, shared, mine=meeting[0], theirs=meeting[1])
        elif meeting:
            yield _with(other, Kind.TOO_CLOSE, shared[::-1], mine=meeting[0], theirs=meeting[1])
        if gap < timedelta() and (people := plan.people & other.people):
            yield _with(other, Kind.PEOPLE, shared, people=people)


def _with(
    other: Plan,
    kind: Kind,
    shared: tuple[datetime, ...],
    *,
    mine: int | None = None,
    theirs: int | None = None,
    people: frozenset[int] = frozenset(),
) -> Clash:
    return Clash(
        kind=kind, since=shared[0], until=shared[1], other=other, mine=mine, theirs=theirs, people=people
    )


def _gap(one: Plan, other: Plan) -> timedelta:
    """From the end of the first to the beginning of the second; below zero while both run."""
    return max(one.starts_at, other.starts_at) - min(one.ends_at, other.ends_at)


def meet(mine: Iterable[int], theirs: Iterable[int], graph: Graph) -> tuple[int, int] | None:
    """The same service, else one that stands on the other: mine and theirs. None if they do not meet."""
    mine, theirs = sorted(mine), sorted(theirs)
    if same := next((service for service in mine if service in theirs), None):
        return same, same
    pairs = ((one, other) for one in mine for other in theirs)
    return next((pair for pair in pairs if graph.stands_on(*pair) or graph.stands_on(pair[1], pair[0])), None)


def _with_occasions(plan: Plan, around: Surroundings) -> Iterator[Clash]:
    for occasion in around.occasions:
        since, until = max(plan.starts_at, occasion.starts_at), min(plan.ends_at, occasion.ends_at)
        if since >= until or not _holds_at(occasion, plan, around):
            continue
        met = sorted(occasion.services & around.graph.affected(plan.services))
        theirs = next((service for service in met if service in plan.services), met[0] if met else None)
        if occasion.services and theirs is None:
            continue
        yield Clash(kind=Kind(occasion.kind), since=since, until=until, occasion=occasion, theirs=theirs)


def _holds_at(occasion: Occasion, plan: Plan, around: Surroundings) -> bool:
    """Is it for this team, and for a place where the changed services are used?"""
    if occasion.teams and plan.team not in occasion.teams:
        return False
    if not occasion.sites:
        return True
    used = [around.sites.get(service, frozenset()) for service in plan.services]
    if not used:
        return plan.site is None or plan.site in occasion.sites
    return any(not sites or sites & occasion.sites for sites in used)


def _on_closing_days(plan: Plan, around: Surroundings) -> Iterator[Clash]:
    """The first closing day of the support of any of its services."""
    found = [
        (since, until, day, service)
        for service in sorted(plan.services)
        if service in around.hours
        for day, since, until in closings(plan, around.hours[service])
    ]
    if found:
        since, until, day, service = min(found)
        yield Clash(kind=Kind.CLOSING_DAY, since=since, until=until, mine=service, day=day)


def closings(plan: Plan, hours: WorkingHours) -> Iterator[tuple[date, datetime, datetime]]:
    """Days of the calendar's own wall clock that would be open if they were not closed, with the part that is planned."""
    day = plan.starts_at.astimezone(hours.zone).date()
    while (begins := datetime.combine(day, wall_time(), hours.zone)) < plan.ends_at:
        ends = datetime.combine(day + DAY, wall_time(), hours.zone)
        if hours.week[day.weekday()] and hours.closing_reason(day) is not None:
            yield day, max(begins, plan.starts_at), min(ends, plan.ends_at)
        day += DAY
