"""When a way round works less often than it did: the rule that takes a known error back to its writers.

The last ten answers are held against what was usual before them. The usual share is that of the earlier answers of the same
edition with one “works” and one “does not work” added, so it begins at a half and grows certain as answers come. If so few
of the last ten would say “works” less than once in fifty times by chance alone, the share has fallen. No answer counts
that says “not needed any more”.
"""

from dataclasses import dataclass
from math import comb

RECENT = 10  # answers that are looked at
CHANCE = 0.02  # a run this unlikely is no bad luck


@dataclass(frozen=True)
class Count:
    works: int = 0
    fails: int = 0

    @property
    def total(self) -> int:
        return self.works + self.fails

    @property
    def share(self) -> float | None:
        return self.works / self.total if self.total else None


def usual_share(earlier: Count) -> float:
    return (earlier.works + 1) / (earlier.total + 2)


def chance_of(recent: Count, usual: float) -> float:
    """How likely so few or fewer of the recent answers are, if it still worked as often as usual."""
    n = recent.total
    return sum(comb(n, k) * usual**k * (1 - usual) ** (n - k) for k in range(recent.works + 1))


def has_fallen(recent: Count, earlier: Count) -> bool:
    """`recent`: the last ten answers, or all there are; `earlier`: those before them."""
    return recent.fails > 0 and chance_of(recent, usual_share(earlier)) < CHANCE
