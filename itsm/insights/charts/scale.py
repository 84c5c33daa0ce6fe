"""From values to places: round numbers below the lowest and above the highest, with a few lines in between."""

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
LINES = 4
NARROW = 1 / 3  # of the highest: values that lie within so little, far from nought, would be one flat line


def ticks(values: Iterable[float | None], *, whole: bool = False, near: bool = False) -> list[float]:
    """Round numbers from nought (or below, where values are) to the highest; `whole` where half a thing is none.

    `near`: of what is no length but a place, as in a line. Where all lie close together they begin below the lowest.
    """
    known = [value for value in values if value is not None]
    if not known:
        return [0.0, 1.0]
    top, lowest = max(known), min(known)
    apart = near and 0 < top - lowest < top * NARROW
    bottom = lowest if apart else min(lowest, 0.0)
    top = max(top, 0.0) if bottom < 0 else top or 1.0
    step = _step((top - bottom) / LINES, whole=whole)
    first, last = floor(bottom / step), ceil(top / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def _step(least: float, *, whole: bool) -> float:
    size = 10.0 ** floor(log10(least)) if least > 0 else 1.0
    steps = [size * each for each in STEPS if size * each >= least * (1 - 1e-9)]
    return next((step for step in steps if step.is_integer()), 1.0) if whole else steps[0]


class Scale:
    """`length` is what there is room for: pixels upright, percent lying."""

    def __init__(self, marks: Sequence[float], length: float) -> None:
        self.marks, self.length = marks, length
        self.low, self.span = marks[0], marks[-1] - marks[0]

    def __call__(self, value: float) -> float:
        return round((value - self.low) / self.span * self.length, 2)


def chosen(count: int, most: int) -> set[int]:
    """At most `most` of so many places, evenly: the last always, and backwards from it."""
    apart = max(1, ceil((count - 1) / max(most - 1, 1)))
    return set(range(count - 1, -1, -apart))
