"""How changes go: what came of them, how many were emergencies, whether those who had to know knew."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from changes.models import Change, ContractLine, Outcome, Status, Type
from itsm.insights import placing
from itsm.insights.measures import Better, Measure, Source, Unit, register

EVERY = Count("pk")
CARRIED_OUT = ~Q(outcome=Outcome.NOT_CARRIED_OUT)
WENT_WRONG = Q(outcome__in=[Outcome.FAILED, Outcome.BACKED_OUT])
DEPLOYED = Q(deployment__isnull=False)  # a pipeline carried it out


def closed() -> QuerySet[Any]:
    return Change.objects.filter(status=Status.CLOSED)


def started() -> QuerySet[Any]:
    return ContractLine.objects.filter(kept__isnull=False)


CLOSED = Source(key="closed changes", rows=closed, moment="closed_at", path="")
LINES = Source(key="contract lines", rows=started, moment="change__started_at", path="change__")
POPULATION = _("Every change closed in the period; without cancelled tickets and duplicates.")


def share(
    key: str, name: Any, sentence: Any, formula: str, chosen: Q, *, better: Better, of: Q | None = None
) -> Measure:
    over = Count("pk", filter=of) if of is not None else EVERY
    value = Count("pk", filter=chosen & of if of is not None else chosen)
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula, population=POPULATION, unit=Unit.PERCENT, better=better,
        source=CLOSED, n=over, value=value, over=over,
    )  # fmt: skip


success = share(
    "change_success", _("Changes that succeeded"), _("Carried out as planned, without issues."),
    "closed “successful” ÷ closed × 100", Q(outcome=Outcome.SUCCESSFUL), better=Better.HIGHER,
)  # fmt: skip
failed = share(
    "change_failed", _("Changes that failed"), _("Failed, or were backed out."),
    "(closed “failed” + “backed out”) ÷ closed × 100", WENT_WRONG, better=Better.LOWER,
)  # fmt: skip
backed_out = share(
    "change_backed_out", _("Changes backed out"), _("Everything was put back as it was before."),
    "closed “backed out” ÷ closed that were carried out × 100", Q(outcome=Outcome.BACKED_OUT), better=Better.LOWER, of=CARRIED_OUT,
)  # fmt: skip
deployments_failed = share(
    "deployments_failed", _("Deployments that failed"), _("What a pipeline brought and that failed, or was backed out."),
    "(closed “failed” + “backed out”) with a deployment ÷ closed with a deployment × 100", WENT_WRONG, better=Better.LOWER, of=DEPLOYED,
)  # fmt: skip
emergency = share(
    "change_emergency", _("Emergency changes"), _("Could not wait for the ordinary way."),
    "emergency closed ÷ all closed × 100", Q(type=Type.EMERGENCY), better=Better.LOWER,
)  # fmt: skip
told_right = share(
    "change_told_right", _("Communication was right"), _("The review said that the right people knew in time."),
    "reviews that say yes ÷ closed × 100", Q(communication_right=True), better=Better.HIGHER,
)  # fmt: skip
LINE_POPULATION = _(
    "Every line of the contract of a change that started in the period, as it stood at that moment; without cancelled tickets and duplicates."
)
contract_kept = Measure(
    key="contract_kept", name=_("Contracts kept"),
    sentence=_("Whoever had to know was told in time and as many as agreed had confirmed it when the change started."),
    formula="contract lines kept at the start ÷ contract lines of started changes × 100", population=LINE_POPULATION,
    unit=Unit.PERCENT, better=Better.HIGHER, source=LINES, n=EVERY, value=Count("pk", filter=Q(kept=True)), over=EVERY,
)  # fmt: skip
contract_overridden = Measure(
    key="contract_overridden", name=_("Started without them knowing"),
    sentence=_("Somebody with authority let the change start although this line was not kept, and said why."),
    formula="contract lines overridden ÷ contract lines of started changes × 100", population=LINE_POPULATION,
    unit=Unit.PERCENT, better=Better.LOWER, source=LINES, n=EVERY, value=Count("pk", filter=Q(overridden_at__isnull=False)), over=EVERY,
)  # fmt: skip
MEASURES = (success, failed, backed_out, emergency, told_right, contract_kept, contract_overridden)
register(*MEASURES, deployments_failed)


def add_to_overview() -> None:
    placing.place("cause", *(measure.key for measure in MEASURES))
