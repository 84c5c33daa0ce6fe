"""Who helped themselves: they looked, opened an answer, and asked nobody within a day.

That is all we know of it. Who gave up looks the same as who was helped, so only those count who opened something; who was
helped by the list alone does not.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from itsm.insights import overview
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.volume import EVERY
from itsm.knowledge.models import Asked
from itsm.tickets.models import Ticket

WITHIN = timedelta(hours=24)
BY_COLLEAGUES = (Asked.Place.PORTAL, Asked.Place.ASSISTANT)


def looked() -> QuerySet[Any]:
    """Each search of a colleague whose day is over, with whether they asked a person after all."""
    until = ExpressionWrapper(OuterRef("at") + WITHIN, output_field=DateTimeField())
    contact = Ticket.objects.filter(
        requester=OuterRef("by"), opened_at__gte=OuterRef("at"), opened_at__lt=until
    )
    day_over = ExpressionWrapper(F("at") + WITHIN, output_field=DateTimeField())
    rows = Asked.objects.filter(place__in=BY_COLLEAGUES).alias(day_over=day_over).filter(day_over__lte=Now())
    return rows.alias(asked_us=Exists(contact.order_by()))


def about_no_ticket(chosen: Filter) -> Q:
    """A search has no team, service or priority: asked for those, there are none."""
    narrowed = chosen.kind or chosen.team or chosen.service or chosen.priority
    return Q(pk__in=()) if narrowed else Q()


SEARCHES = Source(key="searches", rows=looked, moment="at", about=about_no_ticket)
HELPED = ~Q(opened="") & Q(asked_us=False)
POPULATION = _(
    "Every search a colleague finished in the portal or with the assistant, once its 24 hours are over."
)

deflection = Measure(
    key="deflection",
    name=_("Helped by looking"),
    sentence=_("Of those who looked for something: opened an answer, and asked nobody within a day."),
    formula="searches with an opened answer and no ticket of theirs within 24 h ÷ searches × 100",
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
    formula="count of searches with an opened answer and no ticket of theirs within 24 h",
    population=POPULATION,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    source=SEARCHES,
    n=EVERY,
    value=Count("pk", filter=HELPED),
)
register(deflection, self_solved)


def add_to_overview() -> None:
    overview.place("value", deflection.key, self_solved.key)
