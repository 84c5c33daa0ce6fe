"""What of the calendar was asked for, all of it in the address: which view, around which day, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self
from urllib.parse import urlencode

from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame import words

DAY = timedelta(days=1)
WEEK = 7 * DAY
TIMELINE = 4 * WEEK
EARLIEST, LATEST = date(2000, 1, 10), date(2199, 12, 1)  # there is always a day before and after


class View(models.TextChoices):
    MONTH = "month", gettext_lazy("Month")
    WEEK = "week", gettext_lazy("Week")
    DAY = "day", gettext_lazy("Day")
    TIMELINE = "timeline", gettext_lazy("Timeline")


class Rows(models.TextChoices):
    SERVICE = "service", gettext_lazy("Services")
    TEAM = "team", gettext_lazy("Teams")


@dataclass(frozen=True, kw_only=True)
class Asked:
    view: View
    on: date
    rows: Rows = Rows.SERVICE
    service: int | None = None
    team: int | None = None
    site: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str], *, today: date) -> Self:
        """Whatever cannot be read is as if it had not been said."""
        return cls(
            view=View(query["view"]) if query.get("view") in View.values else View.MONTH,
            on=_day(query.get("on", ""), today),
            rows=Rows(query["rows"]) if query.get("rows") in Rows.values else Rows.SERVICE,
            **{name: _key(query.get(name, "")) for name in ("service", "team", "site")},
        )

    @property
    def first(self) -> date:
        match self.view:
            case View.MONTH:
                return _monday(self.on.replace(day=1))
            case View.DAY:
                return self.on
        return _monday(self.on)

    @property
    def last(self) -> date:
        """Not included."""
        match self.view:
            case View.MONTH:
                return _monday(_next_month(self.on) - DAY) + WEEK
            case View.DAY:
                return self.on + DAY
            case View.TIMELINE:
                return self.first + TIMELINE
        return self.first + WEEK

    @property
    def days(self) -> list[date]:
        return [self.first + n * DAY for n in range((self.last - self.first).days)]

    def span(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From midnight to midnight by the reader's clock, which may be an hour more or less than so many days."""
        return midnight(self.first, zone), midnight(self.last, zone)

    def title(self, today: date) -> str:
        year = "" if self.view != View.MONTH and self.on.year == today.year else f" {self.on.year}"
        match self.view:
            case View.MONTH:
                return f"{MONTHS[self.on.month]}{year}"
            case View.DAY:
                said = words.current()
                return f"{said.weekdays[self.on.weekday()]} {self.on.day} {said.months[self.on.month]}{year}"
        last = self.last - DAY
        months = words.current().months
        first = f"{self.first.day}" + (
            f" {months[self.first.month]}" if self.first.month != last.month else ""
        )
        return (
            _("%(first)s to %(last)s") % {"first": first, "last": f"{last.day} {months[last.month]}"} + year
        )

    # Addresses --------------------------------------------------------------------------------------------------------

    def address(self) -> str:
        told = {"view": self.view.value, "on": self.on.isoformat(), **self.filters()}
        return "?" + urlencode(told | ({"rows": self.rows.value} if self.rows != Rows.SERVICE else {}))

    def filters(self) -> dict[str, int]:
        named = {"service": self.service, "team": self.team, "site": self.site}
        return {name: key for name, key in named.items() if key}

    def previous(self) -> Self:
        return self._at(_last_month(self.on) if self.view == View.MONTH else self.on - self._length)

    def next(self) -> Self:
        return self._at(_next_month(self.on) if self.view == View.MONTH else self.on + self._length)

    def around(self, day: date) -> Self:
        return self._at(day)

    def seen_as(self, view: View) -> Self:
        return replace(self, view=view)

    def of_day(self, day: date) -> Self:
        return replace(self, view=View.DAY, on=day)

    def with_rows(self, rows: Rows) -> Self:
        return replace(self, rows=rows)

    @property
    def _length(self) -> timedelta:
        return DAY if self.view == View.DAY else WEEK

    def _at(self, day: date) -> Self:
        return replace(self, on=min(max(day, EARLIEST), LATEST))


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _next_month(day: date) -> date:
    return (day.replace(day=1) + 32 * DAY).replace(day=1)


def _last_month(day: date) -> date:
    return (day.replace(day=1) - DAY).replace(day=1)


def _day(text: str, today: date) -> date:
    try:
        return min(max(date.fromisoformat(text), EARLIEST), LATEST)
    except ValueError:
        return today


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
