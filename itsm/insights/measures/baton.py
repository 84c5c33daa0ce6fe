"""Baton's own figures: dropped batons, and what lies open now."""

from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.backlog import MIDDLE
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
    """Of what is open now: how much of it is old, lies dropped, has a broken promise. One statement over open tickets."""
    counted = {
        "old": Q(opened_at__lte=now - MIDDLE),
        "dropped": Q(drops_at__lte=now),
        "broken": Q(promised_at__lte=now),
    }
    rows = Ticket.objects.open().filter(chosen.tickets())
    return rows.aggregate(**{name: Count("pk", filter=each) for name, each in counted.items()})
