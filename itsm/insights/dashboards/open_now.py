"""What is open at the moment: how old, and in whose hands since when. Counted in one statement each, over open tickets only."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures import Filter
from itsm.insights.measures.backlog import MIDDLE, YOUNG
from itsm.tickets.models import Holder, Ticket

Steps = dict[str, tuple[str | Promise, Callable[[datetime], Q]]]


def between(field: str, least: timedelta | None, less_than: timedelta | None) -> Callable[[datetime], Q]:
    """So long ago: at least, and less than."""

    def condition(now: datetime) -> Q:
        old = Q(**{f"{field}__lte": now - least}) if least else Q()
        return old & Q(**{f"{field}__gt": now - less_than}) if less_than else old

    return condition


DAY = timedelta(days=1)
AGES: Steps = {
    "young": (_("Up to 10 days"), between("opened_at", None, YOUNG)),
    "middle": (_("11 to 30 days"), between("opened_at", YOUNG, MIDDLE)),
    "old": (_("Over 30 days"), between("opened_at", MIDDLE, None)),
}
HELD: Steps = {
    "day": (_("Less than a day"), between("held_since", None, DAY)),
    "days": (_("1 to 3 days"), between("held_since", DAY, 3 * DAY)),
    "week": (_("3 to 10 days"), between("held_since", 3 * DAY, 10 * DAY)),
    "long": (_("10 days or more"), between("held_since", 10 * DAY, None)),
}
HOLDERS: dict[str, str | Promise] = {
    Holder.TEAM: _("In a team’s queue"),
    Holder.AGENT: _("With an agent"),
    Holder.COLLEAGUE: _("With the colleague"),
    Holder.APPROVER: _("With an approver"),
    Holder.SUPPLIER: _("With a supplier"),
    Holder.SCHEDULED: _("For a planned moment"),
    Holder.SYSTEM: _("With another system"),
}


def open_tickets(chosen: Filter) -> QuerySet[Any]:
    return Ticket.objects.open().filter(chosen.tickets()).order_by()


def counts(chosen: Filter, by: str, steps: Steps, *, now: datetime) -> Counter[tuple[Any, str]]:
    """(group, step) → how many. `by` is a field of the ticket."""
    whens = [When(condition(now), then=Value(key)) for key, (_name, condition) in steps.items()]
    step = Case(*whens, output_field=CharField())
    rows = open_tickets(chosen).values(by).annotate(step=step, n=Count("pk")).values_list(by, "step", "n")
    return Counter({(group, key): n for group, key, n in rows})


def among(chosen: Filter, steps: Steps, key: str, *, now: datetime) -> QuerySet[Any]:
    return open_tickets(chosen).filter(steps[key][1](now))
