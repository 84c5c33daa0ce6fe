"""The way ahead: goals by the quarter in which they should be reached, and the practices that are switched on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.frame import practices as frame
from itsm.frame.models import Switch
from itsm.services.goals import figures
from itsm.services.goals.figures import Stand
from itsm.services.models import Goal


@dataclass(frozen=True)
class Quarter:
    """`goals`: each with how it stands. Without a name: nobody has said until when."""

    name: str
    goals: list[tuple[Goal, Stand | None]]
    is_past: bool = False
    is_now: bool = False


def quarters(*, now: datetime) -> list[Quarter]:
    today = timezone.localdate(now)
    goals = list(Goal.objects.pursued().for_list().order_by("reached_by", "name"))
    stands = figures.stands(goals, now=now)
    found: dict[tuple[int, int] | None, list[tuple[Goal, Stand | None]]] = defaultdict(list)
    for goal in goals:
        found[quarter_of(goal.reached_by)].append((goal, stands.get(goal.pk)))
    this = quarter_of(today)
    dated = sorted(key for key in found if key)
    roads = [
        Quarter(
            _("Quarter %(number)s of %(year)s") % {"number": key[1], "year": key[0]},
            found[key],
            key < this,
            key == this,
        )
        for key in dated
        if this
    ]
    return [*roads, Quarter(_("No day yet"), found[None])] if found.get(None) else roads


def quarter_of(day: date | None) -> tuple[int, int] | None:
    return (day.year, (day.month + 2) // 3) if day else None


def practices(*, now: datetime) -> list[tuple[frame.Practice, Switch | None]]:
    """Those that are on first, each with when it was switched; then what could come next, in its order."""
    switched = Switch.objects.newest()
    found = sorted(frame.practices(), key=lambda one: (not one.is_on, one.order))
    return [(one, switched.get(one.name)) for one in found]
