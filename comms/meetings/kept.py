"""A figure kept as it was on a day, as data, and how it reads afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from itsm.frame.practices import is_here
from itsm.insights.figures import with_unit
from itsm.insights.goals.targets import target_of
from itsm.insights.goals.tensions import exact
from itsm.insights.measures import Figure, Filter, Measure, measures, one
from itsm.insights.measures.period import DAY

Kept = dict[str, Any]
DAYS = 28  # whole weeks, so that no weekend counts twice


def known(key: str) -> Measure | None:
    """None where there is no such figure, or its practice is off."""
    return next((each for each in measures() if each.key == key and is_here(each.source.rows)), None)


def lately(*, now: datetime, days: int = DAYS, **about: Any) -> Filter:
    """The last four weeks in whole days of the organisation's own zone."""
    zone = timezone.get_default_timezone()
    today = timezone.localdate(now, zone)
    return Filter.of_days(today - (days - 1) * DAY, today, zone, **about)


def again(kept: Kept, *, now: datetime) -> Filter:
    """As many days, until today, about the same."""
    first, last = parse_date(kept["since"]), parse_date(kept["until"])
    days = (last - first).days + 1 if first and last else DAYS
    return lately(now=now, days=days, **kept["filter"])


def keep(measure: Measure, chosen: Filter, found: Figure, target: float | None) -> Kept:
    first, after = chosen.days or (chosen.since.date(), chosen.until.date())
    return {
        "key": measure.key, "value": found.value, "n": found.n, "too_few": found.too_few, "target": target,
        "since": first.isoformat(), "until": (after - DAY).isoformat(), "filter": chosen.chosen,
    }  # fmt: skip


def take(key: str, *, now: datetime, **about: Any) -> Kept | None:
    """As it is now."""
    measure = known(key)
    if measure is None:
        return None
    chosen = lately(now=now, **about)
    return keep(measure, chosen, one(measure, chosen), target_of(key, chosen))


@dataclass(frozen=True)
class Snapshot:
    """In words: what it was, of how many, for which days, and what it should have been."""

    name: str
    said: str
    n: int
    target: str
    since: Any
    until: Any
    about: dict[str, Any]
    key: str

    @classmethod
    def of(cls, kept: Kept | None) -> Self | None:
        if not kept:
            return None
        measure = known(kept["key"])
        unit = measure.unit if measure else None
        value, target = Figure(kept["value"], kept["n"], kept.get("too_few", False)), kept.get("target")

        def said(figure: Figure) -> str:
            return (
                with_unit(figure, unit) if unit else f"{figure.value:g}" if figure.value is not None else "–"
            )

        return cls(
            str(measure.name) if measure else kept["key"], said(value), kept["n"],
            exact(target, unit) if target is not None and unit else "",
            parse_date(kept["since"]), parse_date(kept["until"]), kept["filter"], kept["key"],
        )  # fmt: skip

    @property
    def href(self) -> str:
        """The figure as it is today, about the same."""
        page = reverse("insights:figure", args=[self.key])
        return f"{page}?{urlencode(self.about)}" if self.about else page
