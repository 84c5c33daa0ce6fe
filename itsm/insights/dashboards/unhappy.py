"""Tickets that were green for IT and not for the colleague: resolved in the agreed time, and yet something shows they suffered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import is_here
from itsm.insights.measures import Better, Measure, Source, Unit, register
from itsm.insights.measures.restoring import RESOLVED_IN_PERIOD
from itsm.insights.measures.volume import EVERY, RESOLVED
from itsm.tickets.models import Clock, Handover, Hold, Ticket

Outcome = Clock.Outcome


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What shows on a ticket that its colleague was not well served. `name` ends the sentence “It …”."""

    key: str
    name: str | Promise
    shows: Callable[[], Q]

    @property
    def column(self) -> str:
        return f"sign_{self.key}"


_signs: dict[str, Sign] = {}


def register_sign(sign: Sign) -> None:
    """Called by whoever knows another sign, such as a low rating, when its app is ready."""
    _signs[sign.key] = sign


def signs() -> list[Sign]:
    return [sign for sign in _signs.values() if is_here(sign.shows)]


def _clock(kind: str, *conditions: Q) -> Exists:
    return Exists(Clock.objects.filter(*conditions, ticket=OuterRef("pk"), kind=kind))


def promise_broke() -> Q:
    broke = Q(breached_at__isnull=False) & ~Q(outcome=Outcome.VOID) | Q(outcome=Outcome.MISSED)
    return Q(_clock(Clock.Kind.NEXT_UPDATE, broke))


def came_back() -> Q:
    return Q(reopen_count__gt=0)


def went_to_and_fro() -> Q:
    """As the measure `ping_pong` counts it: returned, or handed on as often as there were teams."""
    holds = Hold.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    teams = Subquery(holds.annotate(n=Count("team", distinct=True)).values("n"), output_field=IntegerField())
    returned = Handover.objects.filter(ticket=OuterRef("pk"), state=Handover.State.RETURNED)
    again = Q(handover_count__gt=1, handover_count__gte=teams)
    return Q(handover_count__gt=0) & (Q(Exists(returned)) | again)


register_sign(Sign(key="reopened", name=_("came back"), shows=came_back))
register_sign(Sign(key="to_and_fro", name=_("went back to a team that had had it"), shows=went_to_and_fro))
register_sign(Sign(key="silence", name=_("was left without the word that was promised"), shows=promise_broke))


def any_sign() -> Q:
    return reduce(or_, (sign.shows() for sign in signs()))


def with_signs(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each sign as a column of its own, so that a list can say which."""
    shown = {sign.column: ExpressionWrapper(sign.shows(), output_field=BooleanField()) for sign in signs()}
    return rows.annotate(**shown)


def said(ticket: Any) -> list[str]:
    return [str(sign.name) for sign in signs() if getattr(ticket, sign.column)]


def in_time() -> Q:
    return Q(_clock(Clock.Kind.RESOLUTION, Q(outcome=Outcome.MET)))


def unhappy() -> QuerySet[Any]:
    return Ticket.objects.filter(any_sign())


def green_and_unhappy() -> QuerySet[Any]:
    return unhappy().filter(in_time())


UNHAPPY = Source(key="unhappy tickets", rows=unhappy, moment="resolved_at")
GREEN = Source(key="green and unhappy tickets", rows=green_and_unhappy, moment="resolved_at")
SIGNS = _(
    "A sign is: it came back, it went back to a team that had had it, a promised word did not come, a low rating. Without cancelled tickets and duplicates."
)

unhappy_tickets = Measure(
    key="unhappy_tickets",
    name=_("Colleagues were not well served"),
    sentence=_("Resolved, but something shows that it was not good for the colleague."),
    formula="count of tickets by resolved_at with at least one sign",
    population=SIGNS,
    unit=Unit.COUNT,
    better=Better.LOWER,
    source=UNHAPPY,
    n=EVERY,
    value=EVERY,
)
green_unhappy = Measure(
    key="green_unhappy",
    name=_("Green and unhappy"),
    sentence=_("Resolved within the agreed time, and yet it was not good for the colleague."),
    formula="count of tickets by resolved_at with the service level met and at least one sign",
    population=SIGNS,
    unit=Unit.COUNT,
    better=Better.LOWER,
    source=GREEN,
    n=EVERY,
    value=EVERY,
)
left_in_silence = Measure(
    key="left_in_silence",
    name=_("Left in silence"),
    sentence=_("A word was promised, its time came, and nobody had said anything."),
    formula="resolved with at least one broken promise ÷ resolved × 100",
    population=RESOLVED_IN_PERIOD,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=RESOLVED,
    n=EVERY,
    value=Count("pk", filter=promise_broke()),
    over=EVERY,
)
register(unhappy_tickets, green_unhappy, left_in_silence)
