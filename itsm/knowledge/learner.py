"""Which of a few labels a text most likely has, learned from texts that people labelled: category, service, team.

An averaged passive-aggressive classifier over words (Crammer et al., Online Passive-Aggressive Algorithms, JMLR 2006, PA-I;
averaging after Collins, 2002). One pass over 30,000 tickets takes two seconds and reads as a table: so much does each word
speak for each label. So a guess can say why.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

BOLDNESS = 0.3  # the most that one text may teach (C of the paper)
SEED = 1  # the same texts teach the same
WORD = re.compile(r"[^\W\d_]{2,}")
LONGEST = 4000  # characters that are read of a text
REASONS = 3


def words_of(text: str) -> Counter[str]:
    return Counter(WORD.findall(text[:LONGEST].lower()))


@dataclass(frozen=True, slots=True)
class Guess:
    label: str
    lead: float  # over the next best label; the share that is right at a lead is measured, see `Lesson`
    because: tuple[str, ...]  # the words that spoke for it, the strongest first


@dataclass(frozen=True)
class Learner:
    """What was learned. `rarity`: how much a word counts; `speaks`: for each word, how much for each label."""

    labels: list[str]
    rarity: dict[str, float]
    speaks: dict[str, list[float]]

    @classmethod
    def taught(cls, texts: Sequence[str], labels: Sequence[str]) -> Self:
        counted = [words_of(text) for text in texts]
        held = Counter(word for words in counted for word in words)
        rarity = {word: math.log((len(texts) + 1) / many) for word, many in held.items() if many > 1}
        known = sorted(set(labels))
        place = {label: number for number, label in enumerate(known)}
        lessons = [
            (weighed(words, rarity), place[label]) for words, label in zip(counted, labels, strict=True)
        ]
        random.Random(SEED).shuffle(lessons)  # noqa: S311 - an order, not a secret
        speaks = teach(lessons, len(known))
        # A word that never changed anything says nothing, so it is not kept.
        return cls(known, {word: rarity[word] for word in speaks}, speaks)

    def scores(self, text: str) -> tuple[list[float], dict[str, float]]:
        words = weighed(words_of(text), self.rarity)
        return add_up(words, self.speaks, len(self.labels)), words

    def guess(self, text: str) -> Guess | None:
        """The likeliest label; None if no word of the text is known, or there is nothing to choose from."""
        scores, words = self.scores(text)
        if len(self.labels) < 2 or not words:
            return None
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        best, next_best = order[:2]
        said = {
            word: weight * self.speaks[word][best] for word, weight in words.items() if word in self.speaks
        }
        because = sorted((word for word in said if said[word] > 0), key=said.__getitem__, reverse=True)
        return Guess(self.labels[best], scores[best] - scores[next_best], tuple(because[:REASONS]))


def weighed(words: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    """As a direction: long and short texts speak equally loud."""
    found = {word: (1 + math.log(many)) * rarity[word] for word, many in words.items() if word in rarity}
    length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {word: weight / length for word, weight in found.items()}


def add_up(words: dict[str, float], speaks: dict[str, list[float]], labels: int) -> list[float]:
    scores = [0.0] * labels
    for word, weight in words.items():
        for number, voice in enumerate(speaks.get(word, ())):
            scores[number] += weight * voice
    return scores


def teach(lessons: Iterable[tuple[dict[str, float], int]], labels: int) -> dict[str, list[float]]:
    """One pass. `past` sums what each step changed times when, which gives the average of all steps for free."""
    speaks: dict[str, list[float]] = {}
    past: dict[str, list[float]] = {}
    step = 1
    for words, right in lessons:
        scores = add_up(words, speaks, labels)
        wrong = max(
            (number for number in range(labels) if number != right), key=scores.__getitem__, default=right
        )
        loss = 1 - scores[right] + scores[wrong]
        if loss > 0 and wrong != right:
            change = min(BOLDNESS, loss / 2)
            for word, weight in words.items():
                row, sums = speaks.setdefault(word, [0.0] * labels), past.setdefault(word, [0.0] * labels)
                for number, sign in ((right, 1), (wrong, -1)):
                    row[number] += sign * change * weight
                    sums[number] += sign * change * weight * step
        step += 1
    return {
        word: [now - gone / step for now, gone in zip(row, past[word], strict=True)]
        for word, row in speaks.items()
    }
