"""How much comes for each colleague there is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.combined import moments
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import TOO_FEW, Better, By, Figure, Measure, Reading, Unit, register
from itsm.insights.measures.shape import MONTH
from itsm.insights.measures.volume import INCIDENTS, incidents_opened
from itsm.people.models import Person

SITE = "site"


class Colleagues:
    """How many there were at each moment, in one statement; at each site, where it is asked by site.

    Of whom has left nobody knows since when: those who are here count from when they joined.
    """

    def __init__(self, chosen: Filter, by: By) -> None:
        self.moments, self.by_site = sorted(set(moments(chosen, by))), by == SITE
        people = Person.objects.filter(is_active=True, **({SITE: chosen.site} if chosen.site else {}))
        counts = {f"at_{n}": Count("pk", filter=Q(joined_at__lte=at)) for n, at in enumerate(self.moments)}
        rows = (
            people.order_by().values(SITE).annotate(**counts)
            if self.by_site
            else [people.aggregate(**counts)]
        )
        self.rows = {row[SITE] if self.by_site else None: row for row in rows}

    def mean(self, group: Any, since: datetime, until: datetime) -> float:
        row = self.rows.get(group if self.by_site else None, {})
        ends = (self.moments.index(since), self.moments.index(until))
        return float(sum(row.get(f"at_{n}", 0) for n in ends) / len(ends))


def for_each(chosen: Filter, by: By) -> Reading:
    colleagues = Colleagues(chosen, by)

    def read(parts: Sequence[Figure], group: Any, since: datetime, until: datetime) -> Figure:
        incidents, people = parts[0].n, colleagues.mean(group, since, until)
        if incidents < TOO_FEW or not people:
            return Figure(None, incidents, too_few=incidents > 0)
        return Figure(incidents / people * (MONTH / (until - since)), incidents)

    return Reading(read)


tickets_per_colleague = Measure(
    key="tickets_per_colleague",
    name=_("Incidents for each colleague"),
    sentence=_("How often something of ours fails a colleague in a month, on average."),
    formula="incidents opened ÷ mean of the active colleagues at the beginning and the end ÷ months",
    population=_(
        "Incidents opened in the period, whoever reported them, without cancelled ones and duplicates; colleagues who are active now, from when they joined. Asked for a site, its colleagues."
    ),
    unit=Unit.A_MONTH,
    better=Better.LOWER,
    source=INCIDENTS,
    n=incidents_opened.n,
    value=incidents_opened.value,
    of=(incidents_opened,),
    combine=for_each,
    behind=INCIDENTS.among,
)
register(tickets_per_colleague)
