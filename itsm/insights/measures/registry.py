"""Measures by name, and the one layer that asks the database for them.

A measure is a few aggregates over a source, and how to read a figure from them. Measures over the same source are asked
together, and all sources in one statement, however many figures and stretches of time are wanted.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import blake2b

from django.core.cache import cache

from itsm.insights.measures.asking import ask_rows
from itsm.insights.measures.combined import Answers, add_combined, with_parts
from itsm.insights.measures.period import Filter
from itsm.insights.measures.shape import (
    NOTHING,
    TOO_FEW,
    Better,
    By,
    Combine,
    Figure,
    Measure,
    Read,
    Reading,
    Record,
    Records,
    Source,
    Standing,
    Stretches,
    Unit,
)
from itsm.insights.rollups.plan import plan_for
from itsm.insights.rollups.reading import left
from itsm.insights.rollups.reading import read as read_days

_measures: dict[str, Measure] = {}
_standing: dict[str, Standing] = {}


def register(*measures: Measure) -> None:
    """Called by whoever brings measures, once, when its app is ready."""
    for measure in measures:
        if _measures.setdefault(measure.key, measure) != measure:
            raise ValueError(f"Two measures are called {measure.key}")


def register_standing(*figures: Standing) -> None:
    for figure in figures:
        if _standing.setdefault(figure.key, figure) != figure:
            raise ValueError(f"Two figures are called {figure.key}")


def standing() -> list[Standing]:
    return list(_standing.values())


def ask_now(wanted: Iterable[Standing], chosen: Filter, *, now: datetime) -> dict[str, Figure]:
    """Key → figure, each way of counting once."""
    counts = {figure.count: None for figure in wanted}
    return {key: figure for count in counts for key, figure in count(chosen, now).items()}


def measure(key: str) -> Measure:
    return _measures[key]


def measures() -> list[Measure]:
    return list(_measures.values())


def ask(wanted: Iterable[Measure], chosen: Filter, *, by: By = None) -> Answers:
    """`by`: "month", a field of the ticket such as "priority", stretches of time, or nothing (one group, None)."""
    return ask_each(wanted, [(chosen, by)])[0]


def ask_each(
    wanted: Iterable[Measure], ways: Sequence[tuple[Filter, By]], *, kept_for: timedelta | None = None
) -> list[Answers]:
    """The same measures asked in several ways: read from the days that were rolled up, where days can tell; what they cannot
    tell is asked of the rows, in one statement, however many sources, figures, ways and groups. With `kept_for` it is asked
    at most so often, whoever asks the same."""
    wanted = list(wanted)
    asked = with_parts(wanted)
    plan = plan_for(measures())
    kept = [one for one in asked if one.key in plan.kept and measure(one.key) is one]
    read = read_days(plan, kept, ways)
    known = {one.key for one in kept} if read else set()
    rest = [one for one in asked if one.key not in known]
    of_rows = [one for one in wanted if one.combine and known.isdisjoint(part.key for part in one.of)]
    ask_them = partial(_ask_rows, rest, of_rows, ways)
    answers = _seldom([*rest, *of_rows], ways, ask_them, kept_for) if kept_for else ask_them()
    for answer, more in zip(answers, read or (), strict=False):
        answer.update(more)
    made = {one.key for one in of_rows}
    add_combined([one for one in wanted if one.key not in made], ways, answers)
    return answers


def _ask_rows(
    wanted: Sequence[Measure], combined: Sequence[Measure], ways: Sequence[tuple[Filter, By]]
) -> list[Answers]:
    """With what is made of nothing but these: it may ask for more, so it is made as seldom as they are asked."""
    answers = ask_rows(wanted, ways)
    add_combined(combined, ways, answers)
    return answers


def left_on(days: Sequence[date], chosen: Filter, *, came: Source, went: Source) -> list[int] | None:
    """How many had come and not gone when each day began; None where it has to be counted otherwise."""
    plan = plan_for(measures())
    known = {came.key, went.key} <= plan.parts.keys()
    return left(plan, chosen, days, came=came, went=went) if known and days else None


def _seldom(
    wanted: Sequence[Measure],
    ways: Sequence[tuple[Filter, By]],
    ask_them: Callable[[], list[Answers]],
    kept_for: timedelta,
) -> list[Answers]:
    asked = blake2b(f"{[one.key for one in wanted]} {ways!r}".encode()).hexdigest()
    return cache.get_or_set(f"figures:{asked}", ask_them, kept_for.total_seconds())  # type: ignore[return-value]


def one(wanted: Measure, chosen: Filter) -> Figure:
    return ask([wanted], chosen)[wanted.key].get(None, NOTHING)


__all__ = [
    "NOTHING",
    "TOO_FEW",
    "Better",
    "By",
    "Combine",
    "Figure",
    "Measure",
    "Read",
    "Reading",
    "Record",
    "Records",
    "Source",
    "Standing",
    "Stretches",
    "Unit",
    "ask",
    "ask_each",
    "ask_now",
    "measure",
    "measures",
    "one",
    "register",
    "register_standing",
    "standing",
]
