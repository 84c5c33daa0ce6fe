"""Measures that are made of others: rows of one kind set against rows of another, or against what is no row at all.

Their parts are asked with everything else; what they are made of them is worked out here, stretch by stretch.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from itsm.insights.measures.period import Filter
from itsm.insights.measures.shape import NOTHING, By, Figure, Measure, Stretches

Answers = dict[str, dict[Any, Figure]]  # measure's key → group → figure
LONGEST_MONTH = timedelta(days=31)


def with_parts(wanted: Iterable[Measure]) -> list[Measure]:
    """What the database is asked for: each once, a combined measure by its parts."""
    parts = [part for one in wanted for part in (one.of or (one,))]
    return list({part.key: part for part in parts}.values())


def add_combined(
    wanted: Iterable[Measure], ways: Sequence[tuple[Filter, By]], answers: Sequence[Answers]
) -> None:
    """Put the combined ones beside their parts, which are in `answers` already."""
    prepared: dict[Any, Any] = {}
    for one in wanted:
        if one.combine is None:
            continue
        for way, ((chosen, by), found) in enumerate(zip(ways, answers, strict=True)):
            if one.prepare and (one.prepare, way) not in prepared:
                prepared[one.prepare, way] = one.prepare(chosen)
            reading = one.combine(prepared.get((one.prepare, way), chosen), by)
            groups = {group for part in one.of for group in found[part.key]}.union(reading.groups)
            found[one.key] = {
                group: reading.figure(
                    [found[part.key].get(group, NOTHING) for part in one.of], group, *span(chosen, by, group)
                )
                for group in groups
            }


def moments(chosen: Filter, by: By) -> list[datetime]:
    """The ends of all groups, for what has to be known at each of them."""
    match by:
        case Stretches(length=length, count=count):
            return [chosen.until - length * n for n in range(count, -1, -1)]
        case "month":
            return [chosen.since, *months_within(chosen), chosen.until]
    return [chosen.since, chosen.until]


def months_within(chosen: Filter) -> Iterator[datetime]:
    """When a month begins within the period, in its zone."""
    day = following_month(chosen.since.astimezone(chosen.zone).date())
    while (begins := datetime.combine(day, time.min, chosen.zone)) < chosen.until:
        yield begins
        day = following_month(day)


def following_month(day: date) -> date:
    return (day.replace(day=1) + LONGEST_MONTH).replace(day=1)


def span(chosen: Filter, by: By, group: Any) -> tuple[datetime, datetime]:
    """From when to when a group is about."""
    match by:
        case Stretches(length=length, count=count):
            since = chosen.until - length * (count - group + 1)
            return since, since + length
        case "month":
            following = datetime.combine(following_month(group.date()), time.min, group.tzinfo)
            return max(group, chosen.since), min(following, chosen.until)
    return chosen.since, chosen.until


__all__ = ["Answers", "By", "add_combined", "following_month", "moments", "span", "with_parts"]
