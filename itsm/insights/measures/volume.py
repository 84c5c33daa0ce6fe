"""How much came, how much was done, how much is left."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Avg, Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.tickets.models import Ticket

OPENED = Source(key="opened", rows=Ticket.objects.all, moment="opened_at")
RESOLVED = Source(key="resolved", rows=Ticket.objects.all, moment="resolved_at")
CLOSED = Source(key="closed", rows=Ticket.objects.all, moment="closed_at")
# A ticket leaves the backlog when it is resolved, or closed where nobody knows when it was resolved.
END = Coalesce("resolved_at", "closed_at")
ENDED = Source(key="ended", rows=lambda: Ticket.objects.alias(ended_at=END), moment="ended_at")

EVERY = Count("pk")


def _count(
    key: str, name: Promise, sentence: Promise, formula: str, source: Source, better: Better = Better.NEITHER
) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula, population=_("Without cancelled tickets and duplicates."),
        unit=Unit.COUNT, better=better, source=source, n=EVERY, value=EVERY,
    )  # fmt: skip


opened = _count("opened", _("Opened"), _("Tickets that came in."), "count of tickets by opened_at", OPENED)
resolved = _count(
    "resolved",
    _("Resolved"),
    _("Tickets whose service was restored."),
    "count of tickets by resolved_at",
    RESOLVED,
    Better.HIGHER,
)
closed = _count(
    "closed", _("Closed"), _("Tickets that ended, confirmed or not."), "count of tickets by closed_at", CLOSED
)
handovers = Measure(
    key="handovers",
    name=_("Hand-overs per ticket"),
    sentence=_("How often a ticket changed teams before it was resolved."),
    formula="mean of handover_count of tickets by resolved_at",
    population=_("Resolved in the period."),
    unit=Unit.EACH,
    better=Better.LOWER,
    source=RESOLVED,
    n=EVERY,
    value=Avg("handover_count"),
)
register(opened, resolved, closed, handovers)


def backlog(chosen: Filter, moments: Sequence[datetime]) -> list[int]:
    """Open at each moment: opened at or before it, and not ended at or before it. One statement."""
    if not moments:
        return []
    rows = Ticket.objects.alias(ended_at=END).filter(chosen.tickets(), opened_at__lte=max(moments))
    counts = {
        f"at_{n}": Count("pk", filter=Q(opened_at__lte=at) & (Q(ended_at__gt=at) | Q(ended_at=None)))
        for n, at in enumerate(moments)
    }
    found = rows.filter(Q(ended_at__gt=min(moments)) | Q(ended_at=None)).aggregate(**counts)
    return [found[f"at_{n}"] for n in range(len(moments))]


def reassignments(chosen: Filter, *, among: Source = OPENED) -> dict[int, int]:
    """How many tickets changed hands how often."""
    rows = among.among(chosen).order_by().values_list("handover_count").annotate(n=Count("pk"))
    return dict(rows)


def reassignment_extremes(chosen: Filter, *, among: Source = OPENED) -> tuple[float, int]:
    found = among.among(chosen).aggregate(mean=Avg("handover_count"), most=Max("handover_count"))
    return found["mean"], found["most"]


def counted(chosen: Filter, *conditions: Q, among: Source = OPENED) -> int:
    return among.among(chosen).filter(*conditions).count()
