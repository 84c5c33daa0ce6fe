"""The people of each line, and what the change's own notices brought them by a moment.

One statement finds what was delivered and confirmed, one for each line whom it names.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Min, Q

from changes.contract.standing import Evidence
from changes.models import Change, ContractLine
from comms.models import Addressee
from comms.notices.audience import people_of

Reached = dict[
    int, tuple[datetime, bool]
]  # person → since when they had it, and whether they had confirmed it


def collect(
    change: Change, lines: list[ContractLine], due: Mapping[int, datetime], *, now: datetime
) -> Mapping[int, Evidence]:
    by_notice = [line for line in lines if line.channel == ContractLine.Channel.NOTICE]
    had = reached(change, now=now) if by_notice else {}
    return {line.pk: evidence_of(line, had, due[line.pk]) for line in by_notice}


def evidence_of(line: ContractLine, had: Reached, due: datetime) -> Evidence:
    people = {found.person_id for found in people_of(line.who)}
    theirs = [had[person] for person in people & had.keys()]
    return Evidence(
        people=len(people),
        in_time=sum(since <= due for since, _confirmed in theirs),
        told=len(theirs),
        acknowledged=sum(confirmed for _since, confirmed in theirs),
    )


def reached(change: Change, *, now: datetime) -> Reached:
    """Real deliveries of real notices about this change; a mail that came back reached nobody."""
    rows = Addressee.objects.delivered().filter(
        notice__ticket=change.pk, notice__drill=False, delivered_at__lte=now
    )
    confirmed = Count("pk", filter=Q(acknowledged_at__lte=now))
    each = rows.order_by().values_list("person").annotate(since=Min("delivered_at"), confirmed=confirmed)
    return {person: (since, bool(confirmed)) for person, since, confirmed in each}
