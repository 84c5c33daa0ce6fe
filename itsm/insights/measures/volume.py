"""How much came, how much was done, how much is left."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import Better, Measure, Source, Unit, left_on, register
from itsm.tickets.models import Channel, Ticket

OPENED = Source(key="opened", rows=Ticket.objects.all, moment="opened_at")
RESOLVED = Source(key="resolved", rows=Ticket.objects.all, moment="resolved_at")
CLOSED = Source(key="closed", rows=Ticket.objects.all, moment="closed_at")
# A ticket leaves the backlog when it is resolved, or closed where nobody knows when it was resolved.
END = Coalesce("resolved_at", "closed_at")
ENDED = Source(key="ended", rows=lambda: Ticket.objects.alias(ended_at=END), moment="ended_at")

# What somebody comes with, as against what we plan ourselves.
BROUGHT = (Ticket.Kind.INCIDENT.value, Ticket.Kind.REQUEST.value)
BROUGHT_IN = Source(
    key="contacts",
    rows=lambda: Ticket.objects.filter(kind__in=BROUGHT).exclude(channel=Channel.ALERT),
    moment="opened_at",
)
INCIDENTS = Source(
    key="incidents opened",
    rows=lambda: Ticket.objects.filter(kind=Ticket.Kind.INCIDENT),
    moment="opened_at",
)

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
contacts = _count(
    "contacts",
    _("Contacts"),
    _("Incidents and requests that colleagues brought to us; what monitoring opened is not one."),
    "count of incidents and requests by opened_at, not by monitoring",
    BROUGHT_IN,
)
incidents_opened = _count(
    "incidents_opened",
    _("Incidents opened"),
    _("What was broken, whoever noticed."),
    "count of incidents by opened_at",
    INCIDENTS,
)
register(opened, resolved, closed, contacts, incidents_opened)


def backlog(chosen: Filter, moments: Sequence[datetime]) -> list[int]:
    """Open at each moment: opened at or before it, and not ended at or before it. Where each is the end of a day, it is read
    from days, and what happened in its very microsecond is of the next day."""
    if not moments:
        return []
    ends = [at.astimezone(timezone.get_default_timezone()) for at in moments]
    if all(end.time() == time.min for end in ends):
        told = left_on([end.date() for end in ends], chosen, came=OPENED, went=ENDED)
        if told is not None:
            return told
    rows = Ticket.objects.alias(ended_at=END).filter(chosen.tickets(), opened_at__lte=max(moments))
    counts = {
        f"at_{n}": Count("pk", filter=Q(opened_at__lte=at) & (Q(ended_at__gt=at) | Q(ended_at=None)))
        for n, at in enumerate(moments)
    }
    found = rows.filter(Q(ended_at__gt=min(moments)) | Q(ended_at=None)).aggregate(**counts)
    return [found[f"at_{n}"] for n in range(len(moments))]
