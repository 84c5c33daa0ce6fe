"""The rows behind a mark, each by its ticket: as many as the figure says it counted.

Where rows are about no ticket a measure may bring a list of its own, as notices do, which name nobody. Searches have none.
"""

from functools import cache
from typing import Any

from django.db.models import F, Model, QuerySet

from itsm.insights.measures import Filter, Measure
from itsm.tickets.models import Ticket


def steps(measure: Measure) -> list[str]:
    """From a row to its ticket."""
    return [step for step in measure.source.path.split("__") if step]


@cache
def by_ticket(measure: Measure) -> bool:
    """Does every row lead to a ticket, and is what is counted rows?"""
    model: Any = measure.source.rows().model
    for step in steps(measure):
        model = model._meta.get_field(step).related_model
    return issubclass(model, Ticket) and measure.counts_rows


def behind(measure: Measure, chosen: Filter) -> QuerySet[Any]:
    """Those that are counted, with when each happened."""
    counted = measure.counted
    rows = measure.behind(chosen) if measure.behind else measure.source.among(chosen)
    name = counted.get_source_expressions()[0].name
    if name != "pk":
        rows = rows.filter(**{f"{name}__isnull": False})
    if counted.filter is not None:
        rows = rows.filter(counted.filter)
    return rows.order_by().annotate(happened_at=F(measure.source.moment))


def visible(measure: Measure, rows: QuerySet[Any], person: Any) -> QuerySet[Any]:
    seen = Ticket.objects.visible_to(person).values("pk")
    return rows.filter(**{f"{measure.source.path}pk__in": seen}).select_related(*_related(measure))


def _related(measure: Measure) -> list[str]:
    path = measure.source.path
    return [f"{path}service", f"{path}team", *([path.removesuffix("__")] if path else [])]


def ticket(measure: Measure, row: Model) -> Any:
    found: Any = row
    for step in steps(measure):
        found = getattr(found, step)
    return found
