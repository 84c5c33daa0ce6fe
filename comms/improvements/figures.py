"""The figure of an improvement, kept as it was: before it starts and when it is looked at again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from comms.models import Improvement
from itsm.frame.practices import is_here
from itsm.insights import figures
from itsm.insights.measures import Better, Figure, Filter, Measure, measures, one
from itsm.insights.measures.period import DAY

Kept = dict[str, Any]


def offered() -> list[Measure]:
    """Figures of the practices that are on, by name."""
    return sorted((each for each in measures() if is_here(each.source.rows)), key=lambda each: str(each.name))


def measure_of(improvement: Improvement) -> Measure | None:
    """None where none was named, or whose practice is off."""
    return next((each for each in offered() if each.key == improvement.measure), None)


def period(improvement: Improvement, *, now: datetime) -> Filter:
    """So many whole days, the last of them today."""
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    first = today - (improvement.days - 1) * DAY
    chosen = {"team": improvement.team_id, "service": improvement.service_id}
    return Filter.of_days(first, today, zone, **chosen)


def keep(improvement: Improvement, *, now: datetime) -> Kept | None:
    """The figure as it is now, as data."""
    measure = measure_of(improvement)
    if measure is None:
        return None
    chosen = period(improvement, now=now)
    figure = one(measure, chosen)
    first, after = chosen.days or (chosen.since.date(), chosen.until.date())
    return {
        "value": figure.value, "n": figure.n, "since": first.isoformat(), "until": (after - DAY).isoformat(),
    }  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """One of the two, in words."""

    value: float | None
    n: int
    since: Any
    until: Any
    said: str

    @classmethod
    def of(cls, kept: Kept | None, measure: Measure | None) -> Self | None:
        if kept is None or measure is None:
            return None
        figure = Figure(kept["value"], kept["n"], too_few=kept["value"] is None)
        return cls(
            kept["value"], kept["n"], parse_date(kept["since"]), parse_date(kept["until"]),
            f"{figures.shown(figure, measure.unit)} {figures.unit_of(figure, measure.unit)}",
        )  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """Before and after side by side. `tone`: kept where it went the way it should."""

    measure: Measure
    before: Snapshot | None
    after: Snapshot | None
    change: str = ""
    tone: str = ""

    @classmethod
    def of(cls, improvement: Improvement) -> Self | None:
        measure = measure_of(improvement)
        if measure is None:
            return None
        before, after = (Snapshot.of(kept, measure) for kept in (improvement.before, improvement.after))
        if before is None or after is None or before.value is None or after.value is None:
            return cls(measure, before, after)
        difference = after.value - before.value
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        unit = _("points") if measure.unit in figures.SHARES else figures.word(measure.unit)
        said = f"{sign}{figures.number(abs(difference), measure.unit)} {unit}".strip()
        return cls(measure, before, after, said, tone(difference, measure.better))


def tone(difference: float, better: Better) -> str:
    if not difference or better == Better.NEITHER:
        return ""
    return "kept" if (difference > 0) == (better == Better.HIGHER) else "broken"
