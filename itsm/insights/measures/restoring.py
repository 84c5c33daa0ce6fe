"""How long it took, how well it held, and whether what was agreed was met."""

from django.db.models import Avg, Count, Expression, FloatField, Q, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.sql import HOUR, Percentile, hours_between
from itsm.insights.measures.volume import EVERY, RESOLVED
from itsm.tickets.models import Clock

Kind, Outcome = Clock.Kind, Clock.Outcome
JUDGED = Q(outcome__in=[Outcome.MET, Outcome.MISSED])
WORKED = Cast("worked", FloatField()) / Value(HOUR, output_field=FloatField())
TAKEN = hours_between("opened_at", "resolved_at")

# A resolution counts where the ticket is resolved: one that was reopened or called off has not been judged yet.
RESOLUTIONS = Source(
    key="resolutions",
    rows=lambda: Clock.objects.filter(JUDGED, kind=Kind.RESOLUTION, ticket__resolved_at__isnull=False),
    moment="stopped_at",
    path="ticket__",
)
RESPONSES = Source(
    key="responses",
    rows=lambda: Clock.objects.filter(JUDGED, kind=Kind.FIRST_RESPONSE),
    moment="stopped_at",
    path="ticket__",
)
RESOLVED_IN_PERIOD = _("Resolved in the period; without cancelled tickets and duplicates.")
NO_TRANSFER = Q(handover_count=0, reopen_count=0)

time_to_resolve = Measure(
    key="time_to_resolve",
    name=_("Time to restore, median"),
    sentence=_(
        "Half of what was resolved took longer than this, in working hours, not counting the time it waited for others."
    ),
    formula="percentile_cont(0.5) of clock.worked, resolution clocks stopped in the period",
    population=RESOLVED_IN_PERIOD,
    unit=Unit.WORKING_HOURS,
    better=Better.LOWER,
    source=RESOLUTIONS,
    n=EVERY,
    value=Percentile(WORKED, 0.5),
)
time_to_resolve_p90 = Measure(
    key="time_to_resolve_p90",
    name=_("Time to restore, slowest tenth"),
    sentence=_(
        "One in ten took longer than this, in working hours, not counting the time it waited for others."
    ),
    formula="percentile_cont(0.9) of clock.worked, resolution clocks stopped in the period",
    population=RESOLVED_IN_PERIOD,
    unit=Unit.WORKING_HOURS,
    better=Better.LOWER,
    source=RESOLUTIONS,
    n=EVERY,
    value=Percentile(WORKED, 0.9),
)


def _elapsed(key: str, name: Promise, value: Expression) -> Measure:
    return Measure(
        key=key, name=name, sentence=_("From the first word to the resolution, day and night, with every wait."),
        formula=f"{key} of resolved_at - opened_at", population=RESOLVED_IN_PERIOD, unit=Unit.HOURS, better=Better.LOWER,
        source=RESOLVED, n=EVERY, value=value,
    )  # fmt: skip


elapsed_mean = _elapsed("elapsed_mean", _("Waited until restored, mean"), Avg(TAKEN))
elapsed_median = _elapsed("elapsed_median", _("Waited until restored, median"), Percentile(TAKEN, 0.5))
elapsed_p90 = _elapsed("elapsed_p90", _("Waited until restored, slowest tenth"), Percentile(TAKEN, 0.9))

sla_met = Measure(
    key="sla_met",
    name=_("Service level met"),
    sentence=_("Resolved within the time that was agreed for their priority."),
    formula="resolution clocks met ÷ (met + missed) × 100, stopped in the period",
    population=RESOLVED_IN_PERIOD,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=RESOLUTIONS,
    n=EVERY,
    value=Count("pk", filter=Q(outcome=Outcome.MET)),
    over=EVERY,
)
first_response = Measure(
    key="first_response",
    name=_("First response, median"),
    sentence=_(
        "How long colleagues wait, in working hours, until a person answers. Automatic receipts do not count."
    ),
    formula="percentile_cont(0.5) of clock.worked, first response clocks stopped in the period",
    population=_("Answered in the period."),
    unit=Unit.WORKING_HOURS,
    better=Better.LOWER,
    source=RESPONSES,
    n=EVERY,
    value=Percentile(WORKED, 0.5),
)
elapsed_response = Measure(
    key="elapsed_response",
    name=_("Waited for the first answer, median"),
    sentence=_("How long colleagues wait, day and night, until a person answers."),
    formula="percentile_cont(0.5) of stopped_at - started_at, first response clocks stopped in the period",
    population=_("Answered in the period."),
    unit=Unit.HOURS,
    better=Better.LOWER,
    source=RESPONSES,
    n=EVERY,
    value=Percentile(hours_between("started_at", "stopped_at"), 0.5),
)
reopened = Measure(
    key="reopened",
    name=_("Came back"),
    sentence=_("Resolved, and yet it was not: colleagues had to say so again."),
    formula="resolved with reopen_count > 0 ÷ resolved × 100",
    population=RESOLVED_IN_PERIOD,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=RESOLVED,
    n=EVERY,
    value=Count("pk", filter=Q(reopen_count__gt=0)),
    over=EVERY,
)
first_contact = Measure(
    key="first_contact",
    name=_("Solved where it arrived"),
    sentence=_("Resolved by the team that had it first, and it held."),
    formula="resolved with handover_count = 0 and reopen_count = 0 ÷ resolved × 100",
    population=RESOLVED_IN_PERIOD,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=RESOLVED,
    n=EVERY,
    value=Count("pk", filter=NO_TRANSFER),
    over=EVERY,
)
register(
    time_to_resolve, time_to_resolve_p90, elapsed_mean, elapsed_median, elapsed_p90, sla_met, first_response,
    elapsed_response, reopened, first_contact,
)  # fmt: skip
