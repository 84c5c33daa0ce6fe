"""Baton's own figures: promises, dropped batons, silence, who held it how long."""

from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum, Value
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import TOO_FEW, Better, Figure, Measure, Source, Unit, register
from itsm.insights.measures.sql import Percentile, hours_between
from itsm.insights.measures.volume import EVERY
from itsm.tickets.models import Clock, Hold, Ticket

Kind, Outcome = Clock.Kind, Clock.Outcome

PROMISES = Source(
    key="promises",
    rows=lambda: Clock.objects.filter(
        kind=Kind.NEXT_UPDATE, outcome__in=[Outcome.MET, Outcome.MISSED, Outcome.RENEWED]
    ),
    moment="stopped_at",
    path="ticket__",
)
QUEUES = Source(
    key="queues",
    rows=lambda: Clock.objects.filter(kind=Kind.HANDOVER, outcome__in=[Outcome.MET, Outcome.MISSED]),
    moment="stopped_at",
    path="ticket__",
)
DUE = Q(outcome__in=[Outcome.MET, Outcome.MISSED])
PROMISED = _("Promises that ended in the period, kept or broken; without cancelled tickets and duplicates.")

promises_kept = Measure(
    key="promises_kept",
    name=_("Promises kept"),
    sentence=_(
        "“You hear from us by …”: a person wrote or spoke in time. Automatic mails and internal notes do not count."
    ),
    formula="next-word clocks met ÷ (met + missed) × 100, stopped in the period",
    population=PROMISED,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=PROMISES,
    n=Count("pk", filter=DUE),
    value=Count("pk", filter=Q(outcome=Outcome.MET)),
    over=Count("pk", filter=DUE),
)
promises_broken = Measure(
    key="promises_broken",
    name=_("Promises broken"),
    sentence=_("The time came and nobody had said a word."),
    formula="count of next-word clocks missed, stopped in the period",
    population=PROMISED,
    unit=Unit.COUNT,
    better=Better.LOWER,
    source=PROMISES,
    n=Count("pk", filter=DUE),
    value=Count("pk", filter=Q(outcome=Outcome.MISSED)),
)
promises_renewed = Measure(
    key="promises_renewed",
    name=_("Promises moved"),
    sentence=_("Moved to a later time before they were due. Honest, but a habit worth watching."),
    formula="next-word clocks renewed ÷ all that ended × 100",
    population=_("Every promise that ended in the period."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=PROMISES,
    n=EVERY,
    value=Count("pk", filter=Q(outcome=Outcome.RENEWED)),
    over=EVERY,
)
dropped = Measure(
    key="dropped",
    name=_("Dropped batons"),
    sentence=_("Lay with a team, in nobody's hands, for longer than the team allows itself."),
    formula="hand-over clocks missed ÷ (met + missed) × 100, stopped in the period",
    population=_("Every time a ticket lay in a team's queue until a person took it in the period."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=QUEUES,
    n=EVERY,
    value=Count("pk", filter=Q(outcome=Outcome.MISSED)),
    over=EVERY,
)
register(promises_kept, promises_broken, promises_renewed, dropped)


def silence(chosen: Filter, *, now: datetime) -> tuple[Figure, Figure]:
    """How many hours the people who wait for us have heard nothing human: median and slowest tenth, now."""
    quiet = hours_between("silent_since", Value(now))
    rows = (
        Ticket.objects.waiting()
        .filter(chosen.tickets())
        .aggregate(n=Count("pk"), median=Percentile(quiet, 0.5), p90=Percentile(quiet, 0.9))
    )
    n = rows["n"]
    if n < TOO_FEW:
        return Figure(None, n, too_few=True), Figure(None, n, too_few=True)
    return Figure(rows["median"], n), Figure(rows["p90"], n)


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


def time_by_holder(chosen: Filter) -> dict[str, timedelta]:
    """Who held the tickets resolved in the period, and how long altogether."""
    held = ExpressionWrapper(F("until") - F("since"), output_field=DurationField())
    rows = Hold.objects.filter(
        chosen.tickets("ticket__"), chosen.within("ticket__resolved_at"), until__isnull=False
    )
    return dict(rows.order_by().values_list("holder").annotate(total=Sum(held)))
