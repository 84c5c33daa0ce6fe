"""How long those who wait have heard nothing human, as of this moment: one row for each waiting colleague of each ticket."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Min, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import TOO_FEW, Better, Figure, Standing, Unit, register_standing
from itsm.services.policy import current_policy
from itsm.tickets.models import Participant, Ticket
from itsm.tickets.models.queries import WAIT_TOO

# `heard`: the last human word, or the opening; for who joined later, when they did.
COUNT = """
    SELECT count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM %s - heard) / 3600),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM %s - heard) / 3600),
        count(*) FILTER (WHERE heard <= (%s::timestamptz[])[priority])
    FROM ({asked} UNION ALL {joined}) AS waiting (priority, heard)"""


def silence(chosen: Filter, now: datetime) -> Mapping[str, Figure]:
    waiting = Ticket.objects.waiting().filter(chosen.tickets()).order_by()
    asked = waiting.values_list("priority", "silent_since")
    others = Participant.objects.filter(part__in=WAIT_TOO, ticket__in=waiting.values("pk"))
    each = others.exclude(person=F("ticket__requester")).order_by().values("ticket", "person")
    heard = Greatest("ticket__silent_since", Min("since"))
    joined = each.annotate(heard=heard).values_list("ticket__priority", "heard")
    limits = current_policy().silence
    since = [
        limits[priority].too_long_since(now) if priority in limits else None for priority in (1, 2, 3, 4)
    ]
    n, median, p90, over = _ask({"asked": asked, "joined": joined}, [now, now, since])
    if n < TOO_FEW:
        return dict.fromkeys(("silence_median", "silence_p90", "silence_over"), Figure(None, n, too_few=True))
    return {
        "silence_median": Figure(median, n),
        "silence_p90": Figure(p90, n),
        "silence_over": Figure(100 * over / n, n),
    }


def _ask(parts: Mapping[str, QuerySet[Any, Any]], params: list[Any]) -> tuple[Any, ...]:
    written = {name: part.query.get_compiler(connection=connection).as_sql() for name, part in parts.items()}
    statement = COUNT.format(**{name: sql for name, (sql, _values) in written.items()})
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*params, *(value for _sql, values in written.values() for value in values)]
        )
        return cursor.fetchone()


EVERYBODY = _(
    "Open tickets whose next move is ours, once for each colleague who waits: who asked, and who is in copy, affected or watching."
)

register_standing(
    Standing(
        key="silence_median",
        name=_("Silence now"),
        sentence=_("Half of those who wait for us have heard nothing human for longer than this."),
        formula="p50 of now − last human contact, per waiting colleague",
        population=EVERYBODY,
        unit=Unit.HOURS,
        better=Better.LOWER,
        count=silence,
    ),
    Standing(
        key="silence_p90",
        name=_("Longest silences now"),
        sentence=_("One in ten of those who wait for us has heard nothing human for longer than this."),
        formula="p90 of now − last human contact, per waiting colleague",
        population=EVERYBODY,
        unit=Unit.HOURS,
        better=Better.LOWER,
        count=silence,
    ),
    Standing(
        key="silence_over",
        name=_("Silent for too long"),
        sentence=_("Have heard nothing human for longer than the limit of their ticket's priority."),
        formula="waiting colleagues over the limit ÷ waiting colleagues × 100",
        population=EVERYBODY,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        count=silence,
    ),
)
