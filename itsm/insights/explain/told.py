"""What stands behind a figure whose rows are about no ticket: how many they are, and the list that its app brings."""

from typing import Any

from django.urls import reverse

from itsm.insights.dashboards.records import behind, by_ticket
from itsm.insights.measures import Filter, Measure


def one_by_one(measure: Measure) -> bool:
    """Is each row shown by its ticket?"""
    return by_ticket(measure)


def listed(measure: Measure, query: str) -> str:
    """The address of what was counted: ticket by ticket, or on the page of the figure where the rows are about no ticket. What
    counts no rows has none."""
    if one_by_one(measure):
        return f"{reverse('insights:records', args=[measure.key])}?{query}"
    if measure.counts_rows:
        return f"{reverse('insights:figure', args=[measure.key])}?{query}#records"
    return ""


def how_many(measure: Measure, chosen: Filter) -> int | None:
    """As many as the figure says; None where its number is not one of rows."""
    return behind(measure, chosen).count() if measure.counts_rows else None


def parts(measure: Measure, chosen: Filter, person: Any) -> list[Any]:
    """Where nobody may be named its app says by what it can be told apart."""
    return measure.records(measure, chosen, person) if measure.records else []
