"""How alike incidents are, and which of them belong together.

An incident is a direction (Salton and McGill, Introduction to Modern Information Retrieval, 1983): each of its words counts as
much as it is rare among what the same service heard in the weeks before. Two are as alike as the cosine between them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from problems.recurrence.reading import PSEUDO, Said

SAYS_NOTHING = 0.12  # a word in so large a share of all that is written
FEWEST_WORDS = 2  # one word in common is no common cause,
SAME_WORDS = 0.9  # unless they say nothing else
JOINS = 1.4  # so much nearer to the middle of a group than any two in it: whoever is, belongs to it, too

Direction = Mapping[str, float]


@dataclass(frozen=True)
class Rarity:
    """How much a word says, learned from the incidents before."""

    many: float
    had: Mapping[str, float]
    common: Mapping[str, float]

    @classmethod
    def of(cls, before: Sequence[Said], common: Mapping[str, float]) -> "Rarity":
        had = Counter(word for said in before for word in said.words)
        return cls(len(before) + PSEUDO, had, common)

    def __call__(self, word: str) -> float:
        if self.common.get(word, 0.0) > SAYS_NOTHING:
            return 0.0
        had = self.had.get(word, 0) + PSEUDO * self.common.get(word, 0.0)
        return math.log(1 + (self.many - had + 0.5) / (had + 0.5))


def direction(said: Said, rarity: Callable[[str], float]) -> Direction:
    weighed = {word: weight for word, loud in said.words.items() if (weight := loud * rarity(word))}
    length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {word: weight / length for word, weight in weighed.items()}


def cosine(one: Direction, other: Direction) -> float:
    short, long = sorted((one, other), key=len)
    return sum(weight * long[word] for word, weight in short.items() if word in long)


def middle(directions: Iterable[Direction]) -> Direction:
    """The direction that lies between them."""
    total: dict[str, float] = defaultdict(float)
    for each in directions:
        for word, weight in each.items():
            total[word] += weight
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {word: weight / length for word, weight in total.items()}


@dataclass(frozen=True)
class Cluster:
    """Incidents like the first of them, with how alike each is to it; and the words they share, the loudest first."""

    members: Sequence[int]  # places in the sequence they were found in
    likeness: float
    words: Sequence[str]

    @property
    def first(self) -> int:
        return self.members[0]


def clusters(directions: Sequence[Direction], *, likeness: float, at_least: int) -> list[Cluster]:
    """The largest first; each incident is in one at most."""
    near = neighbours(directions, likeness=likeness)
    left = {place for place in range(len(directions)) if len(near[place]) >= at_least - 1}
    free, found = set(range(len(directions))), []
    while left:
        alike = {place: near[place].keys() & free for place in left}
        first = max(left, key=lambda place: (len(alike[place]), sum(near[place].values()), -place))
        if len(alike[first]) + 1 < at_least:
            break
        together = close(first, alike[first], near)
        left -= {first, *together}
        if len(together) >= at_least:
            together += joining(together, free, directions, likeness=likeness)
            free, left = free - set(together), left - set(together)
            found.append(as_cluster(together, directions))
    return found


def as_cluster(together: Sequence[int], directions: Sequence[Direction]) -> Cluster:
    first, *others = (directions[place] for place in together)
    likeness = sum(cosine(first, other) for other in others) / len(others)
    return Cluster(together, likeness, shared([first, *others]))


def close(first: int, alike: Set[int], near: Sequence[Mapping[int, float]]) -> list[int]:
    """The first, and those that are like it and like half of the others, too: who is like it only is a stray."""
    members = sorted(alike, key=lambda place: -near[first][place])
    return [first, *(place for place in members if 2 * len(near[place].keys() & alike) >= len(alike) - 1)]


def joining(
    together: Sequence[int], free: Set[int], directions: Sequence[Direction], *, likeness: float
) -> list[int]:
    """Others who say the same in fewer words, or in more."""
    core = middle([directions[place] for place in together])
    return [
        place for place in sorted(free - set(together)) if cosine(core, directions[place]) >= likeness * JOINS
    ]


def neighbours(directions: Sequence[Direction], *, likeness: float) -> list[dict[int, float]]:
    """For each place the others that are so alike. By the words: two without a common one are never compared."""
    holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
    near: list[dict[int, float]] = [{} for _each in directions]
    for place, said in enumerate(directions):
        score: dict[int, float] = defaultdict(float)
        words: Counter[int] = Counter()
        for word, weight in said.items():
            for other, its_weight in holding[word]:
                score[other] += weight * its_weight
                words[other] += 1
            holding[word].append((place, weight))
        for other, share in score.items():
            if share >= (likeness if words[other] >= FEWEST_WORDS else max(likeness, SAME_WORDS)):
                near[place][other] = near[other][place] = share
    return near


def shared(directions: Iterable[Direction]) -> list[str]:
    """Words that at least half of them have."""
    together = list(directions)
    weight: dict[str, float] = defaultdict(float)
    times: Counter[str] = Counter()
    for said in together:
        for word, share in said.items():
            weight[word] += share
            times[word] += 1
    often = [word for word in weight if times[word] * 2 >= len(together)]
    return sorted(often, key=lambda word: -weight[word])[:6]
