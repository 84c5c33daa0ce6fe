"""What is watched after its fix: an incident of the same service that says the same reopens it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from itsm.tickets.models import Event, Ticket
from problems.models import Problem
from problems.recurrence.finding import BEFORE, Matter
from problems.recurrence.likeness import Rarity, cosine, direction
from problems.recurrence.proposing import matters_of
from problems.recurrence.reading import Said, commonness, read

SAME = 0.5  # how alike one incident must be to one of the problem's: more than to be counted among several
LOOKED_BACK = timedelta(days=1)  # so long the workers may have been away


def watch(*, now: datetime) -> list[Problem]:
    """One index probe where nothing is watched."""
    watched = Problem.objects.filter(
        observed_until__gt=now, status=Problem.Status.RESOLVED, service__isnull=False
    )
    latest = {problem.service_id: problem for problem in watched}
    if not latest:
        return []
    heard = read(latest, since=now - LOOKED_BACK - BEFORE, until=now)
    matters, common, back = matters_of(latest, now=now), commonness(), []
    for service, said in heard.items():
        fresh = [one for one in said if one.at > now - LOOKED_BACK]
        rarity = Rarity.of([one for one in said if one.at <= now - LOOKED_BACK], common)
        for problem, new in returned(fresh, matters[service], rarity=rarity):
            problem.add_incidents(Ticket.objects.filter(pk__in=new), by=None, now=now)
            back.append(problem)
    return back


def returned(
    fresh: Sequence[Said], matters: Sequence[Matter], *, rarity: Rarity
) -> Iterator[tuple[Problem, list[int]]]:
    for problem, told in ((one.problem, one.incidents) for one in matters if one.problem):
        if problem.status != Problem.Status.RESOLVED or problem.resolved_at is None:
            continue
        known = [direction(said, rarity) for said in told]
        members, denied = {said.pk for said in told}, unlinked_from(problem)
        new = [
            said.pk
            for said in fresh
            if said.at > problem.resolved_at
            and said.pk not in members | denied
            and max(cosine(direction(said, rarity), each) for each in known) >= SAME
        ]
        if new:
            yield problem, new


def unlinked_from(problem: Problem) -> set[int]:
    """What somebody took away from it is not brought back."""
    gone = Event.objects.filter(
        verb="ticket.unlink", details__target=problem.number, at__gte=problem.resolved_at
    )
    return set(gone.values_list("ticket", flat=True))
