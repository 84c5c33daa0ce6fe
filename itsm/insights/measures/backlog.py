"""What is left to do at a moment: how much, how old, and against what usually comes in a month."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures import volume
from itsm.insights.measures.combined import moments
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import (
    TOO_FEW,
    Better,
    By,
    Figure,
    Measure,
    Reading,
    Standing,
    Stretches,
    Unit,
    register,
    register_standing,
)
from itsm.insights.measures.shape import MONTH
from itsm.insights.measures.volume import END
from itsm.tickets.models import Ticket

# Full days since it was opened: up to 10, up to 30, more.
YOUNG, MIDDLE = timedelta(days=11), timedelta(days=31)


def open_at(chosen: Filter, at: datetime) -> Any:
    """Opened by then, and neither resolved nor closed by then."""
    still = Q(ended_at__gt=at) | Q(ended_at=None)
    return Ticket.objects.alias(ended_at=END).filter(still, chosen.tickets(), opened_at__lte=at).order_by()


def left(chosen: Filter, by: By) -> Reading:
    """At the end of each stretch of time; of a team, a service, … at the end of the period."""
    if isinstance(by, str) and by != "month":
        rows = open_at(chosen, chosen.until).values_list(by).annotate(n=Count("pk"))
        numbers: dict[Any, int] = dict(rows)
        return Reading(lambda _parts, group, _since, _until: _count(numbers.get(group, 0)), numbers)
    ends = moments(chosen, by)[1:]
    counts = dict(zip(ends, volume.backlog(chosen, ends), strict=True))
    groups = range(1, by.count + 1) if isinstance(by, Stretches) else [None] if by is None else ()
    return Reading(lambda _parts, _group, _since, until: _count(counts[until]), groups)


def _count(number: int) -> Figure:
    return Figure(float(number), number)


def by_age(chosen: Filter, now: datetime) -> Mapping[str, Figure]:
    """Two statements: what is open at the moment, and what came in the period."""
    young, old = Q(opened_at__gt=now - YOUNG), Q(opened_at__lte=now - MIDDLE)
    ages = {"all": Q(), "backlog_young": young, "backlog_middle": ~young & ~old, "backlog_old": old}
    found = open_at(chosen, now).aggregate(**{key: Count("pk", filter=age) for key, age in ages.items()})
    came = Ticket.objects.filter(chosen.tickets(), chosen.within("opened_at")).count()
    every = found.pop("all")
    shares = {"backlog_of_month": of_month(every, came, length=chosen.length)}
    return {key: _count(number) for key, number in found.items()} | shares


def of_month(left: int, came: int, *, length: timedelta) -> Figure:
    if came < TOO_FEW:
        return Figure(None, came, too_few=True)
    return Figure(100 * left / (came * (MONTH / length)), came)


OPEN = _("Opened and neither resolved nor closed at the moment; without cancelled tickets and duplicates.")


def _standing(
    key: str, name: Promise, sentence: Promise, formula: str, *, unit: Unit = Unit.COUNT
) -> Standing:
    return Standing(
        key=key, name=name, sentence=sentence, formula=formula, population=OPEN, unit=unit, better=Better.LOWER,
        count=by_age, row="",
    )  # fmt: skip


backlog = Measure(
    key="backlog",
    name=_("Backlog"),
    sentence=_("How many tickets were open at the end of the period."),
    formula="opened and neither resolved nor closed by the end of the period",
    population=_(
        "Open when the last moment of the period is over; without cancelled tickets and duplicates."
    ),
    unit=Unit.COUNT,
    better=Better.LOWER,
    source=volume.OPENED,
    n=volume.EVERY,
    value=volume.EVERY,
    of=(volume.opened, volume.resolved),
    combine=left,
    behind=lambda chosen: open_at(chosen, chosen.until),
)
register(backlog)
register_standing(
    _standing(
        "backlog_young", _("Backlog, up to 10 days"), _("Open for 10 days or less."), "count of open tickets, age 0–10 days"
    ),
    _standing(
        "backlog_middle", _("Backlog, 11 to 30 days"), _("Open for 11 to 30 days."), "count of open tickets, age 11–30 days"
    ),
    _standing(
        "backlog_old", _("Backlog, over 30 days"), _("Open for more than 30 days."), "count of open tickets, age > 30 days"
    ),
    _standing(
        "backlog_of_month", _("Backlog, of a month’s work"), _("What is open, as a share of what comes in an average month."),
        "open tickets ÷ (tickets opened in the period ÷ months in the period) × 100", unit=Unit.PERCENT,
    ),
)  # fmt: skip
