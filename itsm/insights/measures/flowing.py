"""How work flows: from hand to hand, back again, and in whose hands the time goes."""

from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.sql import hours_between
from itsm.insights.measures.volume import END, ENDED, EVERY
from itsm.tickets.models import Handover, Hold, Holder, Ticket

NO_TRANSFER = Q(handover_count=0, reopen_count=0)


def ended() -> "QuerySet[Any]":
    """Each with whether it went back to a team that had had it: returned, or handed on as often as there were teams."""
    holds = Hold.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    teams = Subquery(holds.annotate(n=Count("team", distinct=True)).values("n"), output_field=IntegerField())
    returned = Handover.objects.filter(ticket=OuterRef("pk"), state=Handover.State.RETURNED)
    back = Q(Exists(returned)) | Q(handover_count__gt=1, handover_count__gte=teams)
    went_back = Case(
        When(Q(handover_count__gt=0) & back, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return Ticket.objects.alias(ended_at=END, went_back=went_back)


def answered() -> "QuerySet[Any]":
    return Handover.objects.exclude(state=Handover.State.OFFERED)


def held() -> "QuerySet[Any]":
    """Each with whether it was the ticket's first: so tickets are counted in a way that adds up."""
    earlier = Hold.objects.filter(ticket=OuterRef("ticket"), pk__lt=OuterRef("pk"))
    return Hold.objects.filter(until__isnull=False).alias(is_first=~Exists(earlier))


WENT = Source(key="went", rows=ended, moment="ended_at")
ANSWERED = Source(key="hand-overs answered", rows=answered, moment="answered_at", path="ticket__")
HELD = Source(key="held", rows=held, moment="ticket__resolved_at", path="ticket__")
ACCEPTED = Q(state=Handover.State.ACCEPTED)
TICKETS = Count("pk", filter=Q(is_first=True))
OF_ENDED = _(
    "Tickets resolved in the period, or closed in it where nobody knows when they were resolved; without cancelled tickets and duplicates."
)
OF_RESOLVED = _("Tickets resolved in the period; without cancelled tickets and duplicates.")

handovers = Measure(
    key="handovers",
    name=_("Hand-overs per ticket"),
    sentence=_("How often a ticket changed teams before it ended."),
    formula="Σ hand-overs ÷ tickets ended",
    population=OF_ENDED,
    unit=Unit.EACH,
    better=Better.LOWER,
    source=ENDED,
    n=EVERY,
    value=Sum("handover_count"),
    over=EVERY,
)
straight_through = Measure(
    key="straight_through",
    name=_("Went straight through"),
    sentence=_("Never changed teams and never came back."),
    formula="ended without hand-over and without reopening ÷ ended × 100",
    population=OF_ENDED,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ENDED,
    n=EVERY,
    value=Count("pk", filter=NO_TRANSFER),
    over=EVERY,
)
ping_pong = Measure(
    key="ping_pong",
    name=_("Went back and forth"),
    sentence=_("Came back to a team that had had it before."),
    formula="ended after going back to an earlier team ÷ ended × 100",
    population=OF_ENDED,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=WENT,
    n=EVERY,
    value=Count("pk", filter=Q(went_back=1)),
    over=EVERY,
)
handovers_returned = Measure(
    key="handovers_returned",
    name=_("Hand-overs returned"),
    sentence=_("The other team said no, and why."),
    formula="hand-overs returned ÷ hand-overs accepted or returned × 100",
    population=_("Hand-overs that the receiving team answered in the period; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=ANSWERED,
    n=EVERY,
    value=Count("pk", filter=Q(state=Handover.State.RETURNED)),
    over=EVERY,
)  # fmt: skip
told_again = Measure(
    key="told_again",
    name=_("Had to tell it again"),
    sentence=_("After a hand-over the colleague had to tell it from the start, and said so."),
    formula="hand-overs after which the colleague said so ÷ hand-overs accepted × 100",
    population=_("Hand-overs that the receiving team accepted in the period; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=ANSWERED,
    n=Count("pk", filter=ACCEPTED),
    value=Count("pk", filter=ACCEPTED & Q(told_again_at__isnull=False)),
    over=Count("pk", filter=ACCEPTED),
)  # fmt: skip


def _held_by(holder: str, name: Promise, sentence: Promise, better: Better) -> Measure:
    return Measure(
        key=f"held_by_{holder}", name=name, sentence=sentence, formula=f"Σ hours held by “{holder}” ÷ tickets resolved",
        population=OF_RESOLVED, unit=Unit.HOURS, better=better, source=HELD, n=TICKETS,
        value=Sum(hours_between("since", "until"), filter=Q(holder=holder), default=0.0), over=TICKETS,
    )  # fmt: skip


HELD_BY = (
    _held_by(Holder.TEAM, _("In a team’s queue"), _("How long a ticket lay in nobody’s hands."), Better.LOWER),
    _held_by(Holder.AGENT, _("With an agent"), _("How long a person of ours had it."), Better.NEITHER),
    _held_by(Holder.COLLEAGUE, _("With the colleague"), _("How long we waited for an answer."), Better.LOWER),
    _held_by(Holder.APPROVER, _("With an approver"), _("How long it waited for somebody’s yes."), Better.LOWER),
    _held_by(Holder.SUPPLIER, _("With a supplier"), _("How long it waited for somebody outside."), Better.LOWER),
    _held_by(Holder.SCHEDULED, _("For a planned moment"), _("How long it waited for the day it was planned for."), Better.NEITHER),
    _held_by(Holder.SYSTEM, _("With another system"), _("How long another system had a step of it."), Better.LOWER),
)  # fmt: skip
register(handovers, straight_through, ping_pong, handovers_returned, told_again, *HELD_BY)
