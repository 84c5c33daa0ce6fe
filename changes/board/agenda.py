"""What a board has to talk about, and in which order: risk, date and business value, each with its points and its words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.approvals.whom import barred
from catalog.models import ApprovalStep
from changes.models import AgendaItem, Board, Change, Level, Meeting, Status
from itsm.people.models import Person
from itsm.services.models import Goal

RISK = {Level.HIGH: 40, Level.MEDIUM: 20, Level.LOW: 5}
# The sooner it starts, the more it presses: (at most so many days away, points).
SOON = ((1, 30), (3, 20), (7, 10), (14, 5))
CRITICALITY = {1: 20, 2: 10, 3: 5, 4: 0}
FOR_A_GOAL = 10
Reasons = list[tuple[str, int]]
OPEN = (ApprovalStep.State.ASKED, ApprovalStep.State.WAITING)


def steps_before(board: Board) -> "QuerySet[ApprovalStep]":
    """What this board is asked, or will be once those before it have said yes."""
    for_emergencies = Q(who__contains={"emergency": True})
    unnamed = ~Q(who__has_key="board") & (for_emergencies if board.emergency else ~for_emergencies)
    mine = unnamed | Q(who__contains={"board": board.pk})
    return ApprovalStep.objects.filter(
        mine, who__kind="board", state__in=OPEN, ticket__status=Status.AUTHORISE
    )


def due(board: Board) -> "QuerySet[Change]":
    waiting = steps_before(board).values("ticket")
    return Change.objects.filter(pk__in=waiting).select_related("service").prefetch_related("services")


def reasons(change: Change, *, goals: Iterable[Goal], now: datetime) -> Reasons:
    """Why it stands where it stands: words and points, the weightiest first."""
    found = [_of_risk(change), _of_date(change, now), _of_service(change), _of_goals(change, goals)]
    return sorted((one for one in found if one), key=lambda one: -one[1])


def _of_risk(change: Change) -> tuple[str, int] | None:
    if not change.risk_level:
        return None
    return _("Risk: %(level)s") % {"level": change.get_risk_level_display()}, RISK[Level(change.risk_level)]


def _of_date(change: Change, now: datetime) -> tuple[str, int] | None:
    if change.starts_at is None:
        return None
    days = max((change.starts_at - now) // timedelta(days=1), 0)
    points = next((points for most, points in SOON if days <= most), 0)
    words = ngettext("Starts in %(n)s day", "Starts in %(n)s days", days) % {"n": days}
    return (_("Starts within a day") if days == 0 else words, points) if points else None


def _of_service(change: Change) -> tuple[str, int] | None:
    touched = [*change.services.all(), *([change.service] if change.service else [])]
    if not touched:
        return None
    highest = min(touched, key=lambda service: service.criticality)
    points = CRITICALITY[highest.criticality]
    words = f"{highest}: {highest.get_criticality_display()}"
    return (words, points) if points else None


def _of_goals(change: Change, goals: Iterable[Goal]) -> tuple[str, int] | None:
    touched = change.affected_ids
    served = next((goal for goal in goals if touched & {service.pk for service in goal.services.all()}), None)
    return (_("Serves “%(goal)s”") % {"goal": served}, FOR_A_GOAL) if served else None


def build(meeting: Meeting, *, now: datetime) -> None:
    """All that is due, in its order. What was decided, or is not asked any more, keeps its place or goes."""
    goals = list(Goal.objects.filter(is_active=True).prefetch_related("services"))
    changes = {change.pk: change for change in due(meeting.board)}
    found = {pk: reasons(change, goals=goals, now=now) for pk, change in changes.items()}
    kept = meeting.items.exclude(change__in=found)
    kept.filter(decision=AgendaItem.Decision.OPEN).delete()
    order = sorted(found, key=lambda pk: (-sum(points for _words, points in found[pk]), pk))
    for place, pk in enumerate(order, 1):
        fresh = {"place": place, "because": found[pk]}
        item, made = AgendaItem.objects.get_or_create(meeting=meeting, change_id=pk, defaults=fresh)
        if made:
            _tell(item, meeting, changes[pk], now=now)
        elif item.decision == AgendaItem.Decision.OPEN:
            AgendaItem.objects.filter(pk=item.pk).update(**fresh)


def _tell(item: AgendaItem, meeting: Meeting, change: Change, *, now: datetime) -> None:
    """The change says where it will be talked about; whoever has a vote on it hears of it."""
    with change.act("put_on_agenda", by=None, now=now, item=item.pk, **_about(meeting)) as act:
        act.details["people"] = voters(meeting, change)


def take_off(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """The meeting is cancelled. Each of its changes says so; whoever was to vote hears of it once, not for every change."""
    told: set[int] = set()
    for item in meeting.items.filter(decision=AgendaItem.Decision.OPEN).select_related("change"):
        with item.change.act("take_off_agenda", by=by, now=now, **_about(meeting)) as act:
            people = [pk for pk in voters(meeting, item.change) if pk not in told]
            act.details["people"] = people
            told.update(people)


def _about(meeting: Meeting) -> dict[str, Any]:
    return {"board": str(meeting.board), "meeting": meeting.pk, "meets_at": meeting.starts_at}


def voters(meeting: Meeting, change: Change) -> list[int]:
    """Nobody votes on a change of their own, or on one that is closed to them."""
    members = meeting.board.members.active().exclude(pk__in=barred(change)).order_by("pk")
    return [one.pk for one in members if not change.restricted or change.is_visible_to(one)]
