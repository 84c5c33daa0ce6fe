"""What a measure is made of: its words, its unit, its rows, and how a figure is read from them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Expression, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.period import Filter

TOO_FEW = 20  # a share or a median of fewer says more about chance than about the work


class Unit(StrEnum):
    COUNT = "count"
    HOURS = "hours"  # 24 × 7
    WORKING_HOURS = "working hours"
    PERCENT = "percent"
    POINTS = "points"  # a share less another, from −100 to 100
    EACH = "each"  # per ticket
    MINUTES = "minutes"  # 24 × 7
    PEOPLE = "people"
    A_WEEK = "a week"  # per person and week
    A_MONTH = "a month"  # per person and month
    A_QUARTER = "a quarter of an hour"
    OF_TIME = "percent of the agreed time"
    OUTAGES = "outages"
    MONEY = "money"  # in whatever the organisation counts its money


COUNTED = frozenset({Unit.COUNT, Unit.PEOPLE, Unit.OUTAGES})
# Which hours count in a length of time; what is no length of time has no calendar.
DAY_AND_NIGHT = _("Day and night, every day of the week.")
WORKING_HOURS = _("Only the working hours of the calendar agreed for each ticket.")
CALENDARS = {Unit.HOURS: DAY_AND_NIGHT, Unit.MINUTES: DAY_AND_NIGHT, Unit.WORKING_HOURS: WORKING_HOURS}
WEEK = timedelta(weeks=1)
MONTH = timedelta(days=365.25 / 12)


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and how many rows stand behind it; no value where there is nothing or too little."""

    value: float | None
    n: int
    too_few: bool = False


NOTHING = Figure(None, 0)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows that can be counted: which, when each happened, how each leads to its ticket.

    `about` says instead which rows a filter means, where a row may be about no ticket at all. `quiet`: its rows change without
    an Event on their ticket, so that the table itself has to say which tickets' days are stale.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    moment: str
    path: str = ""
    about: Callable[[Filter], Q] | None = None
    quiet: bool = False

    def among(self, chosen: Filter) -> QuerySet[Any]:
        meant = self.about(chosen) if self.about else chosen.tickets(self.path)
        return self.rows().filter(meant, chosen.within(self.moment))


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line of the list behind a figure. `tone`: kept, soon or broken. `n`: records that `href` lists."""

    name: str
    said: str
    href: str = ""
    tone: str = ""
    n: int | None = None


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """Equal stretches of time, the last of them ending with the period."""

    length: timedelta
    count: int


Records = Callable[["Measure", Filter, Any], list[Record]]  # for the person who looks
# How a question is split up: a field of the ticket or "month", stretches of time, or not at all.
By = str | Stretches | None
# The figures it is made of, the group they are about, and from when to when → its figure.
Read = Callable[[Sequence[Figure], Any, datetime, datetime], Figure]


@dataclass(frozen=True)
class Reading:
    """How figures become another one, and of which groups it knows that its parts know nothing of."""

    figure: Read
    groups: Collection[Any] = ()


# Prepared once for a question, whatever the number of its groups; from its filter, or what the measure's `prepare` made of that.
Combine = Callable[[Any, By], Reading]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`name` and `sentence` are for the reader, `formula` is exact, `population` says which rows count.

    `over` divides: the part by the whole of a share, or the sum by the number of a mean. `calendar` says in words which
    hours count; left empty it is what the unit means. A measure `of` others is made of their figures: see `combined`; what it has
    to read besides it `prepare`s, once for all that are prepared alike.
    `rolls`: may be kept by day; not where a day's figure changes by itself, as time goes by. `sample`: of fewer than 20 it says
    nothing; not so where it is the whole record of what was.
    """

    key: str
    name: str | Promise
    sentence: str | Promise
    formula: str
    population: str | Promise
    unit: Unit
    better: Better
    source: Source
    n: Expression | Any
    value: Expression | Any
    over: Expression | Any = None
    records: Records | None = None
    calendar: str | Promise = ""
    of: "tuple[Measure, ...]" = ()
    combine: "Combine | None" = None
    prepare: "Callable[[Filter], Any] | None" = None
    behind: "Callable[[Filter], QuerySet[Any]] | None" = (
        None  # the rows that such a one counts, if it counts rows
    )
    rolls: bool = True
    sample: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", self.calendar or CALENDARS.get(self.unit, ""))

    @property
    def needs_many(self) -> bool:
        return self.sample and self.unit not in COUNTED

    @property
    def aggregates(self) -> dict[str, Any]:
        named = {"n": self.n, "value": self.value, **({"over": self.over} if self.over is not None else {})}
        return {f"{self.key}_{name}": expression for name, expression in named.items()}

    def read(self, row: Mapping[str, Any]) -> Figure:
        n, value = row[f"{self.key}_n"] or 0, row[f"{self.key}_value"]
        if self.unit in COUNTED:
            return Figure(float(value or 0), n)
        if n < TOO_FEW:
            return Figure(None, n, too_few=True)
        if self.over is not None:
            over = row[f"{self.key}_over"]
            value = self.times * value / over if over and value is not None else None
        return Figure(None if value is None else float(value), n)

    @property
    def counted(self) -> Any:
        """What its list holds: of a number the rows that make it up, of anything else those it was taken from."""
        return self.value if self._counts_its_value else self.n

    @property
    def _counts_its_value(self) -> bool:
        return self.unit in COUNTED and _of_rows(self.value)

    @property
    def counts_rows(self) -> bool:
        """Could a list of rows say the same number?"""
        return (not self.of or self.behind is not None) and _of_rows(self.counted)

    @property
    def splits(self) -> bool:
        """Do its rows, or those it is made of, lead to tickets, which have a service and a team?"""
        return all(part.source.about is None for part in self.of or (self,))

    @property
    def counts_tickets(self) -> bool:
        """Is each of its rows a ticket, and not only about one?"""
        return self.source.about is None and not self.source.path

    def listed(self, figure: Figure) -> int | None:
        """How many records its list has; None where a list could not say it."""
        if not self.counts_rows:
            return None
        return round(figure.value or 0) if self._counts_its_value else figure.n

    @property
    def times(self) -> int:
        return 100 if self.unit in {Unit.PERCENT, Unit.POINTS} else 1


def _of_rows(aggregate: Any) -> bool:
    return isinstance(aggregate, Count) and not aggregate.distinct  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A figure of this moment, which has no past. Those that share a `count` are counted in one go.

    `row` says where on the overview it stands; empty: only where it is asked for.
    """

    key: str
    name: str | Promise
    sentence: str | Promise
    formula: str
    population: str | Promise
    unit: Unit
    better: Better
    count: Callable[[Filter, datetime], Mapping[str, Figure]]
    calendar: str | Promise = ""
    row: str = "promises"

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", self.calendar or CALENDARS.get(self.unit, ""))
