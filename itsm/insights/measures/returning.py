"""Whether a resolution held: each time that something was said to be done is a row of its own."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.volume import ENDED, EVERY
from itsm.tickets.models import Event
from itsm.tickets.models.kinds import KINDS

WITHIN = timedelta(days=14)
AGAIN = "reopen"


def done_verbs() -> list[str]:
    """The Events with which the practices say that something is done: “incident.resolve”, “request.fulfil”."""
    return [
        f"{kind}.{verb}"
        for kind, model in KINDS.items()
        for verb, (_sources, target) in model.FLOW.items()
        if AGAIN in model.FLOW and target == getattr(model, "DONE", None)
    ]


def said_done() -> "QuerySet[Any]":
    until = ExpressionWrapper(OuterRef("at") + WITHIN, output_field=DateTimeField())
    again = Event.objects.filter(ticket=OuterRef("ticket"), verb__endswith=f".{AGAIN}")
    held_not = Exists(again.filter(at__gte=OuterRef("at"), at__lte=until, pk__gt=OuterRef("pk")))
    return Event.objects.filter(verb__in=done_verbs()).alias(held_not=held_not)


SAID_DONE = Source(key="said done", rows=said_done, moment="at", path="ticket__")

reopened = Measure(
    key="reopened",
    name=_("Came back"),
    sentence=_("Resolved, and yet it was not: within two weeks somebody had to say so."),
    formula="resolved and reopened within 14 days ÷ resolved × 100",
    population=_("Every time that an incident or a request was resolved in the period, whenever it came back; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=SAID_DONE,
    n=EVERY,
    value=Count("pk", filter=Q(ticket__reopen_count__gt=0) & Q(held_not=True)),
    over=EVERY,
)  # fmt: skip
ever_reopened = Measure(
    key="ever_reopened",
    name=_("Came back at least once"),
    sentence=_("Of the tickets that ended: how many had been reopened on the way, whenever that was."),
    formula="ended with at least one reopening ÷ ended × 100",
    population=_("Tickets resolved in the period, or closed in it where nobody knows when they were resolved; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=ENDED,
    n=EVERY,
    value=Count("pk", filter=Q(reopen_count__gt=0)),
    over=EVERY,
)  # fmt: skip
register(reopened, ever_reopened)
