"""Cost per ticket: what the desk costs, against what came."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from itsm.insights.cost.models import DeskCost
from itsm.insights.measures import Better, Filter, Measure, Stretches, Unit, register
from itsm.insights.measures.combined import following_month
from itsm.insights.measures.registry import TOO_FEW, By, Figure, Reading
from itsm.insights.measures.volume import BROUGHT_IN, contacts

Costs = Sequence[tuple[date, float]]  # from a month on, the cost of a month; the latest first


def for_each_ticket(chosen: Filter, by: By) -> Reading:
    """The cost is that of the whole desk: of a part of it nothing is known."""
    whole = not chosen.chosen and (by in {None, "month"} if not isinstance(by, Stretches) else True)
    costs = [(since, float(amount)) for since, amount in _entered()] if whole else []

    def read(parts: Sequence[Figure], _group: Any, since: datetime, until: datetime) -> Figure:
        n = parts[0].n
        cost = cost_between(costs, since.astimezone(chosen.zone), until.astimezone(chosen.zone))
        if cost is None or n < TOO_FEW:
            return Figure(None, n if cost is not None else 0, too_few=cost is not None and n > 0)
        return Figure(cost / n, n)

    return Reading(read)


def _entered() -> Any:
    return DeskCost.objects.order_by("-since").values_list("since", "amount")


def cost_between(costs: Costs, since: datetime, until: datetime) -> float | None:
    """Part by part of each month that it touches; None where it begins before the first entry."""
    if not costs or since.date() < costs[-1][0]:
        return None
    return sum(
        next(amount for first, amount in costs if first <= month) * share
        for month, share in months(since, until)
    )


def months(since: datetime, until: datetime) -> Iterator[tuple[date, float]]:
    """Each month between two moments of one zone, and how much of it lies between them."""
    first = since.date().replace(day=1)
    while datetime.combine(first, time.min, since.tzinfo) < until:
        after = following_month(first)
        begins, ends = (datetime.combine(day, time.min, since.tzinfo) for day in (first, after))
        lies = min(until, ends).timestamp() - max(since, begins).timestamp()
        yield first, lies / (ends.timestamp() - begins.timestamp())
        first = after


cost_per_ticket = Measure(
    key="cost_per_ticket",
    name=_("Cost per ticket"),
    sentence=_("What the service desk costs, for each thing that colleagues brought to it."),
    formula="monthly cost of the desk, by the days of the period ÷ incidents and requests opened",
    population=_(
        "Incidents and requests that colleagues brought to us in the period, without cancelled ones and duplicates; the cost is what was entered for these months, for the whole desk."
    ),
    unit=Unit.MONEY,
    better=Better.LOWER,
    source=BROUGHT_IN,
    n=contacts.n,
    value=contacts.value,
    of=(contacts,),
    combine=for_each_ticket,
    behind=BROUGHT_IN.among,
)
register(cost_per_ticket)
