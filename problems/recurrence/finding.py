"""The finder: from a moment it looks back over one window of one service. It reads and writes nothing by itself."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from problems.models import Problem, Recurrence, Threshold
from problems.recurrence.likeness import Direction, Rarity, clusters, cosine, direction, middle
from problems.recurrence.reading import NEWEST, Said
from problems.recurrence.rhythm import Rhythm, rhythms

BEFORE = timedelta(weeks=4)  # to know what is usual
QUIET = timedelta(days=90)  # so long nothing like what was dismissed is proposed
SHORTEST, ENOUGH = 3, 3  # letters of a word that is shown, words that are enough
WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What was found before: a proposal, or a problem with its incidents. Nothing is proposed twice."""

    incidents: Sequence[Said]
    at: datetime
    recurrence: Recurrence | None = None
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """Incidents of one service that say the same, the one that says it best first."""

    service: int
    incidents: Sequence[Said]
    likeness: float
    usual: float  # so many in a window of the weeks before
    words: Sequence[str]
    at: datetime
    again: Matter | None = None  # the same was found before

    @property
    def title(self) -> str:
        return self.incidents[0].title

    @property
    def ids(self) -> list[int]:
        return [said.pk for said in self.incidents]

    @property
    def first_at(self) -> datetime:
        return min(said.at for said in self.incidents)


@dataclass(frozen=True, kw_only=True)
class Look:
    """One service at one moment: what it heard in the window, what in the weeks before, and what it is known for."""

    service: int
    at: datetime
    window: Sequence[Said]  # without those that were proposed before, or whose problem is known
    before: Sequence[Said]
    matters: Sequence[Matter] = ()


def look_back(
    heard: Sequence[Said],
    *,
    service: int,
    at: datetime,
    days: int,
    known: Set[int],
    matters: Sequence[Matter],
) -> Look:
    """`heard`: oldest first."""
    since = at - timedelta(days=days)
    ends = [bisect_right(heard, moment, key=attrgetter("at")) for moment in (since - BEFORE, since, at)]
    window = [said for said in heard[ends[1] : ends[2]] if said.pk not in known][-NEWEST:]
    return Look(service=service, at=at, window=window, before=heard[ends[0] : ends[1]], matters=matters)


def found_of(
    heard: Sequence[Said],
    *,
    service: int,
    at: datetime,
    threshold: Threshold,
    quiet: bool,
    known: Set[int],
    matters: Sequence[Matter],
    common: Mapping[str, float],
) -> Iterator[Found]:
    """Of one service, in each of its rhythms. What one found is known to the next. `heard`: oldest first."""
    told: list[Matter] = []
    for rhythm in rhythms(threshold, quiet=quiet):
        look = look_back(
            heard, service=service, at=at, days=rhythm.days, known=known, matters=[*matters, *told]
        )
        for found in found_in(look, rhythm=rhythm, likeness=threshold.likeness, common=common):
            known = {*known, *found.ids}
            if not any(found.again is one for one in told):
                told.append(Matter(incidents=found.incidents, at=at))
                yield found


def found_in(look: Look, *, rhythm: Rhythm, likeness: float, common: Mapping[str, float]) -> Iterator[Found]:
    if len(look.window) < rhythm.at_least:
        return
    rarity = Rarity.of(look.before, common)
    directions = [direction(said, rarity) for said in look.window]
    earlier: list[Direction] = []  # only where there is something to compare with
    for cluster in clusters(directions, likeness=likeness, at_least=rhythm.at_least):
        first, members = directions[cluster.first], [look.window[place] for place in cluster.members]
        earlier = earlier or [direction(said, rarity) for said in look.before]
        alike = how_many(first, (directions[place] for place in cluster.members), likeness=likeness)
        before = how_many(first, earlier, likeness=likeness)
        again = known_as(first, look.matters, rarity=rarity, likeness=likeness)
        # What belongs to a matter that there is belongs to it at whatever rate it comes.
        piled = again or rhythm.is_more_than_usual(alike, before=before, of=BEFORE)
        if piled and rhythm.came_back([said.at for said in members]):
            yield Found(
                service=look.service, incidents=members, likeness=cluster.likeness, usual=before * rhythm.span / BEFORE,
                words=spelled(cluster.words, members), at=look.at, again=again,
            )  # fmt: skip


def how_many(first: Direction, others: Iterable[Direction], *, likeness: float) -> int:
    return sum(cosine(first, each) >= likeness for each in others)


def known_as(
    first: Direction, matters: Iterable[Matter], *, rarity: Rarity, likeness: float
) -> Matter | None:
    """The matter that it is most like, if it is like one."""
    shares = [
        (cosine(first, middle([direction(said, rarity) for said in one.incidents])), one) for one in matters
    ]
    share, matter = max(shares, key=lambda each: each[0], default=(0.0, None))
    return matter if share >= likeness else None


def spelled(stems: Sequence[str], members: Iterable[Said]) -> list[str]:
    """As their writers spell them in titles; stems where the titles have too few."""
    written = [word for said in members for word in WORD.findall(said.title.lower())]
    found = {stem: next((word for word in written if word.startswith(stem)), "") for stem in stems}
    shown = [word for word in dict.fromkeys(found.values()) if len(word) >= SHORTEST]
    return shown if len(shown) >= ENOUGH else shown + [stem for stem in stems if not found[stem]]
