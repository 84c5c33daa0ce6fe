"""Baton's own figures: dropped batons, and what lies open now."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.volume import EVERY
from itsm.tickets.models import Clock, Ticket

Kind, Outcome = Clock.Kind, Clock.Outcome

QUEUES = Source(
    key="queues",
    rows=lambda: Clock.objects.filter(kind=Kind.HANDOVER, outcome__in=[Outcome.MET, Outcome.MISSED]),
    moment="stopped_at",
    path="ticket__",
)
dropped = Measure(
    key="dropped",
    name=_("Dropped batons"),
    sentence=_("Lay with a team, in nobody's hands, for longer than the team allows itself."),
    formula="hand-over clocks missed ÷ (met + missed) × 100, stopped in the period",
    population=_(
        "Every time a ticket lay in a team's queue until a person took it in the period; without cancelled tickets and duplicates."
    ),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=QUEUES,
    n=EVERY,
    value=Count("pk", filter=Q(outcome=Outcome.MISSED)),
    over=EVERY,
)
register(dropped)


def now_open(chosen: Filter, *, now: datetime) -> dict[str, int]:
    """Open now, by age, and how many of them lie dropped or have a broken promise. One statement over open tickets."""
    ages = {
        "young": Q(opened_at__gt=now - timedelta(days=11)),
        "old": Q(opened_at__lte=now - timedelta(days=31)),
    }
    return (
        Ticket.objects.open()
        .filter(chosen.tickets())
        .aggregate(
            open=Count("pk"),
            dropped=Count("pk", filter=Q(drops_at__lte=now)),
            broken=Count("pk", filter=Q(promised_at__lte=now)),
            **{name: Count("pk", filter=age) for name, age in ages.items()},
        )
    )
