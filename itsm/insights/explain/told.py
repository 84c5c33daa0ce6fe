"""What stands behind a figure whose rows are about no ticket: how many they are, and the list that its app brings."""

from typing import Any

from django.urls import reverse

from itsm.insights.dashboards.records import behind, by_ticket
from itsm.insights.figures import said
from itsm.insights.measures import Filter, Measure, Record, ask
from itsm.insights.measures.registry import NOTHING


def one_by_one(measure: Measure) -> bool:
    """Is each row shown by its ticket?"""
    return by_ticket(measure)


def listed(measure: Measure, query: str) -> str:
    """The address of what was counted: ticket by ticket, or on the page of the figure, where the rows are about no ticket and
    where it is made of others."""
    if one_by_one(measure):
        return f"{reverse('insights:records', args=[measure.key])}?{query}"
    return f"{reverse('insights:figure', args=[measure.key])}?{query}#records"


def how_many(measure: Measure, chosen: Filter) -> int | None:
    """As many as the figure says; None where its number is not one of rows."""
    return behind(measure, chosen).count() if measure.counts_rows else None


def parts(measure: Measure, chosen: Filter, person: Any) -> list[Any]:
    """Where nobody may be named its app says by what it can be told apart."""
    return measure.records(measure, chosen, person) if measure.records else []


def made_of(measure: Measure, chosen: Filter, query: str) -> list[Record]:
    """The figures that it was made of, each with its own list, where no list could say its number."""
    if measure.counts_rows:
        return []
    answers = ask(measure.of, chosen) if measure.of else {}
    found = [(part, answers[part.key].get(None, NOTHING)) for part in measure.of]
    return [
        Record(name=str(part.name), said=said(figure, part), href=listed(part, query), n=part.listed(figure))
        for part, figure in found
    ]
