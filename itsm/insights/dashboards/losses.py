"""Working time lost: what colleagues state, or, until enough of them are asked, the working hours they waited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Least

from itsm.insights.dashboards.known import here
from itsm.insights.measures import Filter, ask_each
from itsm.insights.measures.registry import NOTHING, TOO_FEW
from itsm.insights.measures.restoring import RESOLUTIONS, hours_of
from itsm.insights.measures.sql import Percentile
from itsm.tickets.models import Ticket

STATED = "lost_time"  # minutes for each ticket, capped by whoever asks for them
CAP = 0.99
MOST = 0.8  # how few tickets make so much of it
WAITED = hours_of("passed")
CONCENTRATION = """
    SELECT count(*) FILTER (WHERE before < %s * whole)
    FROM (SELECT sum(hours) OVER (ORDER BY hours DESC, id) - hours AS before, sum(hours) OVER () AS whole
          FROM ({rows}) each) ranked"""


@dataclass(frozen=True, kw_only=True)
class Lost:
    """In hours. `cap`: what is above it counts as it; None where the figure has its own. `few` tickets make 80 % of it."""

    stated: bool
    n: int
    total: float
    by_service: Mapping[int | None, tuple[float, int]] = field(default_factory=dict)
    cap: float | None = None
    few: int | None = None

    @property
    def mean(self) -> float | None:
        return self.total / self.n if self.n >= TOO_FEW else None


def lost(chosen: Filter) -> Lost:
    return stated(chosen) or waited(chosen)


def stated(chosen: Filter) -> Lost | None:
    """None while surveys are off, or too few have answered."""
    found = here([STATED])
    if not found:
        return None
    by_service, whole = ask_each(found, [(chosen, "service"), (chosen, None)])
    figure = whole[STATED].get(None, NOTHING)
    if figure.value is None:
        return None
    services = {
        pk: (each.value * each.n / 60, each.n)
        for pk, each in by_service[STATED].items()
        if each.value is not None
    }
    return Lost(stated=True, n=figure.n, total=figure.value * figure.n / 60, by_service=services)


def resolutions(chosen: Filter) -> QuerySet[Any]:
    return RESOLUTIONS.among(chosen).filter(passed__isnull=False).order_by()


def waited(chosen: Filter) -> Lost:
    """From report to resolution, in the hours of each ticket's calendar, with every wait."""
    rows = resolutions(chosen)
    cap = rows.aggregate(cap=Percentile(WAITED, CAP))["cap"] or 0.0
    capped = rows.annotate(hours=Least(WAITED, cap))
    each = capped.values("ticket__service").annotate(n=Count("pk"), total=Sum("hours"))
    services = {row["ticket__service"]: (row["total"], row["n"]) for row in each}
    n = sum(n for _total, n in services.values())
    total = sum(hours for hours, _n in services.values())
    return Lost(
        stated=False,
        n=n,
        total=total,
        by_service=services,
        cap=cap if n else None,
        few=_concentration(capped) if n else None,
    )


def _concentration(capped: QuerySet[Any]) -> int:
    """How many tickets, from the longest on, make so much of all of it."""
    sql, params = capped.values("id", "hours").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(CONCENTRATION.format(rows=sql), [MOST, *params])
        return int(cursor.fetchone()[0])


def waiting_tickets(chosen: Filter) -> QuerySet[Any]:
    """The tickets behind `waited`, each with its hours, which the list of tickets puts in order."""
    hours = resolutions(chosen).filter(ticket=OuterRef("pk")).annotate(hours=WAITED).values("hours")[:1]
    return Ticket.objects.filter(pk__in=resolutions(chosen).values("ticket")).annotate(hours=Subquery(hours))
