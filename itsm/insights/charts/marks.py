"""What charts are drawn from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format

Axis = Callable[[float], str]  # a value of the axis in words
# What a part or a line is drawn as, in the order in which they are given out. Those of the baton strip keep their meaning.
KINDS = ("ours", "theirs", "others", "info", "scheduled", "nobody")


@dataclass(frozen=True, slots=True)
class Mark:
    """One point, bar or part. `said` is its value in words, with the unit and how many stand behind it.

    `href` opens a list of `n` records. Without a value there is too little to say; the mark stays, for its records do.
    `name` is what stands on the axis and in the table; `tick` the same in short. `tone`: "few" is drawn hollow; "kept",
    "soon" and "broken" say how it went.
    """

    value: float | None
    said: str
    href: str = ""
    n: int | None = None
    name: str = ""
    tick: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line: marks of the same stretches, one after another. `kind` is one of KINDS; left empty, the next that is free."""

    name: str
    marks: Sequence[Mark]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What the marks of every row have in common, in the order of the marks."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a lying chart: its name, its marks, and where the name leads."""

    name: str
    marks: Sequence[Mark]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in a row. `kind` is one of KINDS."""

    since: datetime
    until: datetime
    said: str
    href: str = ""
    n: int | None = None
    kind: str = "ours"


@dataclass(frozen=True, slots=True)
class Level:
    """A value to be reached: a line through the whole chart."""

    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Band:
    """From low to high, behind everything else."""

    low: float
    high: float
    said: str


def plain(value: float) -> str:
    places = next(places for places in range(4) if places == 3 or round(value, places) == value)
    return number_format(value, decimal_pos=places, force_grouping=True)


def kind_of(given: str, place: int) -> str:
    return given or KINDS[place % len(KINDS)]
