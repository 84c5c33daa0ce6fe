"""Who helped themselves: they looked, opened an answer, and asked nobody within a day.

That is all we know of it. Who gave up looks the same as who was helped, so only those count who opened something; who was
helped by the list alone does not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from itsm.insights import placing
from itsm.insights.measures.contacted import contacted
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import (
    TOO_FEW,
    Better,
    By,
    Figure,
    Measure,
    Reading,
    Source,
    Unit,
    register,
)
from itsm.insights.measures.volume import EVERY, contacts
from itsm.knowledge.models import Asked

WITHIN = timedelta(hours=24)
BY_COLLEAGUES = (Asked.Place.PORTAL, Asked.Place.ASSISTANT)


def looked() -> QuerySet[Any]:
    """Each search of a colleague whose day is over, with whether they asked a person after all."""
    until = ExpressionWrapper(OuterRef("at") + WITHIN, output_field=DateTimeField())
    day_over = ExpressionWrapper(F("at") + WITHIN, output_field=DateTimeField())
    rows = Asked.objects.filter(place__in=BY_COLLEAGUES).alias(day_over=day_over).filter(day_over__lte=Now())
    return rows.alias(asked_us=contacted("by", since=OuterRef("at"), until=until))


def about_no_ticket(chosen: Filter) -> Q:
    """A search has no team, service, priority or site: asked for those, there are none."""
    return Q(pk__in=()) if chosen.chosen else Q()


SEARCHES = Source(key="searches", rows=looked, moment="at", about=about_no_ticket)
HELPED = ~Q(opened="") & Q(asked_us=False)
POPULATION = _(
    "Every search a colleague finished in the portal or with the assistant, once its 24 hours are over."
)

found_by_looking = Measure(
    key="found_by_looking",
    name=_("Helped by looking"),
    sentence=_("Of those who looked for something: opened an answer, and asked nobody within a day."),
    formula="searches with an opened answer and no contact within 24 h ÷ searches × 100",
    population=POPULATION,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=SEARCHES,
    n=EVERY,
    value=Count("pk", filter=HELPED),
    over=EVERY,
)
self_solved = Measure(
    key="self_solved",
    name=_("Solved by themselves"),
    sentence=_("How often a colleague found an answer and needed nobody."),
    formula="count of searches with an opened answer and no ticket, reply or talk within 24 h",
    population=POPULATION,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    source=SEARCHES,
    n=EVERY,
    value=Count("pk", filter=HELPED),
)


def deflected(_chosen: Filter, _by: By) -> Reading:
    def read(parts: Sequence[Figure], _group: Any, _since: datetime, _until: datetime) -> Figure:
        """Where nobody searched, or searches are not meant, nothing is known."""
        solved, came = parts[0].value or 0.0, parts[1].value or 0.0
        n = int(solved + came)
        if not parts[0].n or n < TOO_FEW:
            return Figure(None, n if parts[0].n else 0, too_few=bool(parts[0].n))
        return Figure(100 * solved / n, n)

    return Reading(read)


deflection = Measure(
    key="deflection",
    name=_("Needed nobody"),
    sentence=_("Of all who had something to ask: found it themselves instead of coming to us."),
    formula="solved by themselves ÷ (solved by themselves + contacts) × 100",
    population=_(
        "Every search of a colleague that opened an answer, once its 24 hours are over, and every incident and request that colleagues brought to us in the period; without cancelled ones and duplicates."
    ),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=SEARCHES,
    n=EVERY,
    value=EVERY,
    of=(self_solved, contacts),
    combine=deflected,
)
register(found_by_looking, self_solved, deflection)


def add_to_overview() -> None:
    placing.place("value", deflection.key, self_solved.key)
