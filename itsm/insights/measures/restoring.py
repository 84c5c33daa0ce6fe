"""How long it took until service was back, and whether what was agreed was met."""

from typing import Any

from django.db.models import Count, Expression, F, FloatField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.sql import HOUR, Percentile, hours_between
from itsm.insights.measures.volume import EVERY, RESOLVED
from itsm.tickets.models import Clock, Ticket

Kind, Outcome = Clock.Kind, Clock.Outcome
JUDGED = Q(outcome__in=[Outcome.MET, Outcome.MISSED])
TAKEN = hours_between("opened_at", "resolved_at")


def hours_of(seconds: Any) -> Expression:
    """What a clock wrote down when it stopped, in hours of its calendar."""
    return Cast(seconds, FloatField()) / Value(HOUR, output_field=FloatField())


def resolutions() -> "QuerySet[Any]":
    """A resolution counts where the ticket is resolved: one that was reopened or called off has not been judged yet."""
    return Clock.objects.filter(JUDGED, kind=Kind.RESOLUTION, ticket__resolved_at__isnull=False)


def restored() -> "QuerySet[Any]":
    return resolutions().filter(ticket__kind=Ticket.Kind.INCIDENT, passed__isnull=False)


RESOLUTIONS = Source(key="resolutions", rows=resolutions, moment="stopped_at", path="ticket__")
RESTORED = Source(key="restored", rows=restored, moment="stopped_at", path="ticket__")
RESOLVED_IN_PERIOD = _("Resolved in the period; without cancelled tickets and duplicates.")
INCIDENTS_RESOLVED = _(
    "Incidents resolved in the period, by their last resolution, for which a time to resolve is agreed; without cancelled ones and duplicates."
)
PASSED, NET = hours_of("passed"), hours_of(F("passed") - F("waited"))
ALL_OF_IT = _("From the report until service was back, in working hours, with every wait.")
WITHOUT_WAITS = _(
    "From the report until service was back, in working hours, without the time that we waited for others."
)


def _time(key: str, name: Promise, sentence: Promise, formula: str, value: Any, over: Any = None) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula, population=INCIDENTS_RESOLVED, unit=Unit.WORKING_HOURS,
        better=Better.LOWER, source=RESTORED, n=EVERY, value=value, over=over,
    )  # fmt: skip


GROSS = "resolved − opened in working hours"
time_to_resolve = _time(
    "time_to_resolve", _("Time to restore, median"), ALL_OF_IT, f"median of {GROSS}", Percentile(PASSED, 0.5)
)
time_to_resolve_mean = _time(
    "time_to_resolve_mean",
    _("Time to restore, mean"),
    ALL_OF_IT,
    f"Σ ({GROSS}) ÷ incidents resolved",
    Sum(PASSED),
    EVERY,
)
time_to_resolve_p90 = _time(
    "time_to_resolve_p90",
    _("Time to restore, slowest tenth"),
    ALL_OF_IT,
    f"p90 of {GROSS}",
    Percentile(PASSED, 0.9),
)
LESS = f"{GROSS} − pauses of the clock"
time_worked = _time(
    "time_worked", _("Without the waiting, median"), WITHOUT_WAITS, f"median of {LESS}", Percentile(NET, 0.5)
)
time_worked_mean = _time(
    "time_worked_mean",
    _("Without the waiting, mean"),
    WITHOUT_WAITS,
    f"Σ ({LESS}) ÷ incidents resolved",
    Sum(NET),
    EVERY,
)
time_worked_p90 = _time(
    "time_worked_p90",
    _("Without the waiting, slowest tenth"),
    WITHOUT_WAITS,
    f"p90 of {LESS}",
    Percentile(NET, 0.9),
)


def _elapsed(key: str, name: Promise, formula: str, value: Any, over: Any = None) -> Measure:
    return Measure(
        key=key, name=name, sentence=_("From the first word to the resolution, day and night, with every wait."),
        formula=formula, population=RESOLVED_IN_PERIOD, unit=Unit.HOURS, better=Better.LOWER,
        source=RESOLVED, n=EVERY, value=value, over=over,
    )  # fmt: skip


elapsed_mean = _elapsed(
    "elapsed_mean", _("Waited until restored, mean"), "Σ (resolved − opened) ÷ resolved", Sum(TAKEN), EVERY
)
elapsed_median = _elapsed(
    "elapsed_median",
    _("Waited until restored, median"),
    "median of resolved − opened",
    Percentile(TAKEN, 0.5),
)
elapsed_p90 = _elapsed(
    "elapsed_p90",
    _("Waited until restored, slowest tenth"),
    "p90 of resolved − opened",
    Percentile(TAKEN, 0.9),
)
sla_met = Measure(
    key="sla_met",
    name=_("Service level met"),
    sentence=_("Resolved within the time that was agreed for their priority."),
    formula="(resolved with a service level − breached) ÷ resolved with a service level × 100",
    population=_(
        "Resolved in the period, by their last resolution, where a time to resolve is agreed; without cancelled tickets and duplicates."
    ),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=RESOLUTIONS,
    n=EVERY,
    value=Count("pk", filter=Q(outcome=Outcome.MET)),
    over=EVERY,
)
register(
    time_to_resolve, time_to_resolve_mean, time_to_resolve_p90, time_worked, time_worked_mean, time_worked_p90,
    elapsed_mean, elapsed_median, elapsed_p90, sla_met,
)  # fmt: skip
