"""The finder at work: what it finds now becomes a proposal, joins an open one, or is not said twice."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from itsm.tickets.models import Link, Ticket
from problems.models import Problem, Recurrence, Threshold
from problems.recurrence.finding import BEFORE, QUIET, Found, Matter, found_of
from problems.recurrence.reading import Said, busy, commonness, quiet, read, read_these
from problems.recurrence.rhythm import often, seldom

TITLE = Recurrence._meta.get_field("title").max_length
MOST_TOLD = 40  # incidents of a matter that are compared, the newest


def propose(*, now: datetime) -> list[Recurrence]:
    """One at a time: whoever looks holds the thresholds, so that nothing is found by two."""
    with transaction.atomic():
        threshold = Threshold.in_force(lock=True)
        written = [written_down(found, now=now) for found in find(threshold=threshold, now=now)]
    return [proposal for proposal in written if proposal]


def find(*, threshold: Threshold, now: datetime) -> list[Found]:
    """What there is to propose, read from the windows and the weeks before them, only of services with enough in one."""
    fast, slow = often(threshold), seldom(threshold)
    still, many = quiet(slow, until=now), busy(fast, until=now)
    if not still | many:
        return []
    longest = slow.span if slow and still else fast.span
    known, common = known_since(now - max(longest, fast.span)), commonness()
    matters = matters_of(still | many, now=now)
    heard = read(many - still, since=now - fast.span - BEFORE, until=now)
    heard |= read(still, since=now - longest - BEFORE, until=now)
    return [
        found
        for pk, said in heard.items()
        for found in found_of(
            said, service=pk, at=now, threshold=threshold, quiet=pk in still, known=known, matters=matters[pk], common=common
        )
    ]  # fmt: skip


def known_since(since: datetime) -> set[int]:
    """Incidents that were proposed before, or whose problem is known."""
    recent = Ticket.objects.filter(opened_at__gt=since, kind=Ticket.Kind.INCIDENT).order_by()
    proposed = recent.filter(in_recurrences__isnull=False)
    explained = recent.filter(links__kind=Link.Kind.CAUSED_BY, links__target__kind=Ticket.Kind.PROBLEM)
    return {*proposed.values_list("pk", flat=True), *explained.values_list("pk", flat=True)}


def matters_of(services: Iterable[int], *, now: datetime) -> dict[int, list[Matter]]:
    """By service: proposals that wait or were dismissed lately, and problems that are worked on or watched."""
    undecided = Q(state=Recurrence.State.PROPOSED) | Q(
        state=Recurrence.State.DISMISSED, decided_at__gt=now - QUIET
    )
    proposals = Recurrence.objects.filter(undecided, service__in=services)
    problems = Problem.objects.filter(Q(open=True) | Q(observed_until__isnull=False), service__in=services)
    members = defaultdict(list)
    for pk, recurrence in proposals.values_list("incidents", "pk"):
        members["recurrence", recurrence].append(pk)
    caused = Link.objects.filter(kind=Link.Kind.CAUSED_BY, target__in=problems.values("ticket_ptr"))
    for pk, problem in caused.values_list("source", "target"):
        members["problem", problem].append(pk)
    told = read_these(pk for pks in members.values() for pk in sorted(pks)[-MOST_TOLD:])
    found: dict[int, list[Matter]] = defaultdict(list)
    for kind, rows in (("recurrence", proposals), ("problem", problems)):
        for row in rows:
            said = [told[pk] for pk in members[kind, row.pk] if pk in told]
            if said and row.service_id:
                found[row.service_id].append(as_matter(row, said, now=now))
    return found


def as_matter(row: Recurrence | Problem, said: list[Said], *, now: datetime) -> Matter:
    if isinstance(row, Problem):
        return Matter(incidents=said, at=now, problem=row)
    return Matter(incidents=said, at=row.found_at, recurrence=row)


def waiting_for(problem: Problem | None) -> Recurrence | None:
    """What is proposed for a problem and not decided takes in what comes meanwhile."""
    return Recurrence.objects.proposed().filter(problem=problem).first() if problem else None


def written_down(found: Found, *, now: datetime) -> Recurrence | None:
    """A new proposal; more incidents of one that waits; or nothing, where somebody said that it is nothing."""
    before = found.again and (found.again.recurrence or waiting_for(found.again.problem))
    if before:
        if before.state == Recurrence.State.PROPOSED:
            before.incidents.add(*found.ids)
        return None
    made = Recurrence.objects.create(
        service_id=found.service, title=found.title[:TITLE], words=list(found.words), likeness=found.likeness,
        usual=found.usual, found_at=now, problem=found.again.problem if found.again else None,
    )  # fmt: skip
    made.incidents.set(found.ids)
    return made
