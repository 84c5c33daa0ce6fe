"""Which target holds for a figure, for whom, on a day."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from itsm.insights.goals.models import FigureTarget
from itsm.insights.measures import Filter
from itsm.people.models import Person, Team
from itsm.services.models import Service


def today(now: datetime | None = None) -> date:
    """The organisation's own, as figures are counted: for whoever is a day ahead, too."""
    return timezone.localdate(now, timezone.get_default_timezone())


def last_day(chosen: Filter) -> date:
    """Its end is out."""
    return (chosen.until.astimezone(chosen.zone) - timedelta.resolution).date()


def target_of(measure_key: str, chosen: Filter) -> float | None:
    """What the figure should be where it is about this; None where nobody said."""
    return targets_of([measure_key], chosen).get(measure_key)


def targets_of(keys: Collection[str], chosen: Filter) -> dict[str, float]:
    """The same of many figures, in one statement. The narrower one counts: of the service, of its team, of everything.

    A target is for all priorities, kinds and sites together, so where one of them is chosen there is none.
    """
    if chosen.priority or chosen.kind or getattr(chosen, "site", None):
        return {}
    found = FigureTarget.objects.in_force(last_day(chosen)).filter(
        Q(service=None) | Q(service=chosen.service), Q(team=None) | Q(team=chosen.team), measure__in=keys
    )
    widest_first = sorted(found, key=lambda one: (one.service_id is not None, one.team_id is not None))
    return {one.measure: one.value for one in widest_first if one.value is not None}


def set_target(
    measure: str,
    value: float | None,
    *,
    by: Person | None,
    service: Service | None = None,
    team: Team | None = None,
    since: date | None = None,
) -> FigureTarget:
    """From that day on. What held before stays in the past."""
    of: dict[str, Any] = {
        "measure": measure,
        "service": service,
        "team": team,
        "since": since or today(),
    }
    with transaction.atomic():
        return FigureTarget.objects.update_or_create(**of, defaults={"value": value, "set_by": by})[0]


def standing(day: date) -> list[FigureTarget]:
    """Every target that holds on that day."""
    found = FigureTarget.objects.in_force(day).with_subject()
    return sorted((one for one in found if one.value is not None), key=attrgetter("measure"))
