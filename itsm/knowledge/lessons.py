"""What newest tickets teach about a new one: category, service, team. Learned by night, measured on tickets not read.

Each lesson keeps how often it was right by how far its best guess led the next; only a lead that was right in `SURE` of
the tickets it had not read is said. A subject is registered by whoever knows it: categories are the incidents' own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from itsm.knowledge.learner import Guess, Learner, words_of
from itsm.knowledge.models import Lesson, Voice

TEXTS = 20_000  # newest labelled tickets that are read
FEWEST = 100  # below this nothing is learned
OFTEN = 5  # a label with fewer tickets is no lesson
HELD_BACK = 5  # one in so many is not read but measured with
LEADS = [step / 20 for step in range(31)]  # 0 to 1.5
SURE, ENOUGH = 0.8, 20  # this share was right, in at least so many tickets
MOST = 0.99  # nobody is surer of a guess
DECIMALS = 4

Example = tuple[str, str]  # a text and its label
Examples = Callable[[int], Iterable[Example]]  # so many newest


@dataclass(frozen=True, kw_only=True)
class Subject:
    what: str
    examples: Examples


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Called in `AppConfig.ready`."""
    _subjects[subject.what] = subject


def learn_all() -> None:
    for subject in _subjects.values():
        learn(subject)


def learn(subject: Subject) -> Lesson | None:
    """Learn it anew; with too little to read nothing is known, and what was known before is forgotten."""
    examples = often_enough(list(islice(subject.examples(TEXTS), TEXTS)))
    if len(examples) < FEWEST or len({label for _text, label in examples}) < 2:
        Lesson.objects.filter(what=subject.what).delete()
        return None
    read = [example for n, example in enumerate(examples) if n % HELD_BACK]
    learner = Learner.taught([text for text, _label in read], [label for _text, label in read])
    return keep(subject.what, learner, measured(learner, examples[::HELD_BACK]), len(read))


def often_enough(examples: Sequence[Example]) -> list[Example]:
    times = Counter(label for _text, label in examples)
    return [(text, label) for text, label in examples if times[label] >= OFTEN]


def measured(learner: Learner, unread: Iterable[Example]) -> list[tuple[float, float, int]]:
    """For each lead: of the guesses that lead so far or farther, the share that was right, and how many there were."""
    guesses = [(guess.lead, guess.label == label) for text, label in unread if (guess := learner.guess(text))]
    found = []
    for least in LEADS:
        led = [right for lead, right in guesses if lead >= least]
        if led:
            found.append((least, sum(led) / len(led), len(led)))
    return found


@transaction.atomic
def keep(what: str, learner: Learner, right: list[tuple[float, float, int]], texts: int) -> Lesson:
    Lesson.objects.filter(what=what).delete()
    lesson = Lesson.objects.create(
        what=what, texts=texts, labels=learner.labels, right=right, learned_at=timezone.now()
    )
    voices = (
        Voice(
            lesson=lesson,
            word=word,
            rarity=learner.rarity[word],
            speaks=[round(voice, DECIMALS) for voice in speaks],
        )
        for word, speaks in learner.speaks.items()
        if len(word) <= Voice._meta.get_field("word").max_length  # type: ignore[operator]
    )
    Voice.objects.bulk_create(voices, batch_size=1000)
    return lesson


def share_right(lesson: Lesson, lead: float) -> float:
    """How often such a lead was right; 0 where too few tickets say so."""
    known = [share for least, share, many in lesson.right if least <= lead and many >= ENOUGH]
    return min(known[-1], MOST) if known else 0.0


def guesses(text: str, subjects: Iterable[str]) -> dict[str, tuple[Guess, float]]:
    """What → the likeliest label with the share that was right at such a lead, where that is sure enough to be said.

    Two statements, whatever was learned: a process keeps none of it in memory.
    """
    words = list(words_of(text))
    lessons = Lesson.objects.in_bulk(list(subjects))
    spoken: dict[str, dict[str, tuple[float, list[float]]]] = {what: {} for what in lessons}
    if not (words and lessons):
        return {}
    voices = Voice.objects.filter(lesson__in=lessons, word__in=words)
    for what, word, rarity, speaks in voices.values_list("lesson_id", "word", "rarity", "speaks"):
        spoken[what][word] = rarity, speaks
    found = {}
    for what, lesson in lessons.items():
        known = spoken[what]
        learner = Learner(
            lesson.labels,
            {word: rarity for word, (rarity, _speaks) in known.items()},
            {word: speaks for word, (_rarity, speaks) in known.items()},
        )
        guess = learner.guess(text)
        if guess and (share := share_right(lesson, guess.lead)) >= SURE:
            found[what] = guess, share
    return found
