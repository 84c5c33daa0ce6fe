"""When the same is too often: many in a few days and more than usual; or, where little comes at all, again and again over months."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from problems.models import Threshold

SELDOM = 2  # incidents a week: of a service with fewer, five in a week never come
CHANCE = 0.01  # a pile this unlikely is no accident of the calendar


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """`burst`: so many times the usual number. 0: it counts how often it came back, on different days, not how many came."""

    days: int
    at_least: int
    burst: float = 0.0

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days)

    def is_quiet(self, incidents: int) -> bool:
        """So few of a service in this time."""
        return incidents < SELDOM * self.days / 7

    def came_back(self, moments: Iterable[datetime]) -> bool:
        """What breaks once and is told by many is one matter, not one that comes back."""
        return bool(self.burst) or len({moment.date() for moment in moments}) >= self.at_least

    def is_more_than_usual(self, many: int, *, before: int, of: timedelta) -> bool:
        """`before` as alike ones came in the time `of` before."""
        enough = many >= self.burst * before * (self.span / of)
        return not self.burst or (enough and chance_of(many, before, self.span / (self.span + of)) < CHANCE)


def often(threshold: Threshold) -> Rhythm:
    return Rhythm(days=threshold.window_days, at_least=threshold.at_least, burst=threshold.burst)


def seldom(threshold: Threshold) -> Rhythm | None:
    """None where somebody switched it off."""
    if not threshold.seldom_at_least:
        return None
    return Rhythm(days=threshold.seldom_days, at_least=threshold.seldom_at_least)


def rhythms(threshold: Threshold, *, quiet: bool) -> Iterator[Rhythm]:
    """Of a service; `quiet`: little comes."""
    yield often(threshold)
    if quiet and (slow := seldom(threshold)):
        yield slow


def chance_of(many: int, before: int, share: float) -> float:
    """How likely so many or more of all of them fall into the last `share` of the time, if they come as they always came.

    The test of two Poisson rates by Przyborowski and Wilenski (1940): the tail of a binomial distribution.
    """
    total, one, other = many + before, math.log(share), math.log1p(-share)
    ways = (
        math.lgamma(total + 1) - math.lgamma(k + 1) - math.lgamma(total - k + 1)
        for k in range(many, total + 1)
    )
    return sum(math.exp(way + k * one + (total - k) * other) for k, way in enumerate(ways, many))
