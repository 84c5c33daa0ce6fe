"""ServiceNow's own verdicts as figures, beside ours: what its log said of each incident when it was closed for the last time."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures import Better, Measure, Source, Unit, register
from itsm.tickets.models import Event

EVERY = Count("pk")


def verdicts() -> "QuerySet[Any]":
    closings = Event.objects.filter(verb="incident.close", details__has_key="servicenow")
    later = closings.filter(ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"))
    return closings.filter(~Exists(later), details__servicenow__has_key="at_close")


VERDICTS = Source(
    key="servicenow verdicts",
    rows=lambda: verdicts().alias(
        made_sla=KT("details__servicenow__at_close__made_sla"),
        knowledge=KT("details__servicenow__at_close__knowledge"),
    ),
    moment="at",
    path="ticket__",
)


def _share(key: str, name: Promise, sentence: Promise, formula: str, fact: str) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula,
        population=_("Incidents from a ServiceNow log that were closed in the period, each once, by its last row; without cancelled ones and duplicates."),
        unit=Unit.PERCENT, better=Better.HIGHER, source=VERDICTS, n=EVERY, value=Count("pk", filter=Q(**{fact: "true"})), over=EVERY,
    )  # fmt: skip


sla_met = _share(
    "servicenow_sla_met",
    _("Service level met, as ServiceNow judged"),
    _("Imported incidents that met their service level by ServiceNow’s own verdict."),
    "incidents whose last row says “made SLA” ÷ incidents × 100",
    "made_sla",
)
knowledge = _share(
    "servicenow_knowledge",
    _("Knowledge used, as ServiceNow noted"),
    _("Imported incidents that were solved with an article of ServiceNow’s knowledge base."),
    "incidents whose last row says “knowledge” ÷ incidents × 100",
    "knowledge",
)
register(sla_met, knowledge)
