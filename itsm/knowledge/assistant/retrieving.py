"""From a question to the passages that answer it, best first; none if nothing is good enough.

How good is measured, not ranked: of what the words of the question weigh (rare ones most), how much stands in the text.
The best of many bad hits is still no answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from itsm.knowledge.assistant import own
from itsm.knowledge.assistant.meaning import Meant, Wish
from itsm.knowledge.assistant.passages import Passage, cut
from itsm.knowledge.assistant.weighing import Has, has_the_point, share, weigh
from itsm.knowledge.question import Question
from itsm.knowledge.sources import Found, Hit, Whole, find_everywhere
from itsm.people.models import Person

EACH = 5  # hits of each source are read
TITLE, HEADING, TEXT, ELSEWHERE = 1.0, 0.8, 0.55, 0.5  # what a word of the question is worth there
ENOUGH = 0.55  # of the question must be there
SURE = 0.6  # if none of its rarest words is there
BESIDE = 0.85  # of the best answer's score, for another one to stand beside it
MOST = 3  # sources of an answer
FIRST = 0.05  # what a text's beginning gains: it says the main thing
# By what is wanted: which kinds come first, by how much. What is running is said before how it is repaired.
LEANS: Mapping[Wish, Mapping[str, float]] = {
    Wish.WANTS: {"offering": 0.25, "ticket": -0.2},
    Wish.BROKEN: {"notice": 0.5, "major": 0.5, "known_error": 0.3, "offering": -0.15, "ticket": -0.15},
    Wish.WHERE: {"ticket": 0.5},
    Wish.ASKS: {"ticket": -0.15},
}


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A passage and where it stands."""

    kind: str
    key: str
    title: str
    url: str
    passage: str
    heading: str = ""
    state: str = ""
    trusted: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Candidate:
    hit: Hit
    score: float
    cited: Cited
    enough: float = ENOUGH

    def leaning(self, wish: Wish) -> float:
        return self.score + LEANS[wish].get(self.hit.kind, 0)

    def stands_beside(self, best: "Candidate", wish: Wish) -> bool:
        """About as good, and about as much of what is wanted."""
        return self.score >= BESIDE * best.score and self.leaning(wish) >= BESIDE * best.leaning(wish)


def answers_to(meant: Meant, reader: Person) -> list[Cited]:
    question = Question.of(meant.words)
    if not question.parts:
        return my_things(reader) if meant.wish == Wish.WHERE else []
    found = candidates(question, read(known(question, meant.wish, reader), reader))
    good = sorted((one for one in found if one.score >= one.enough), key=lambda one: -one.leaning(meant.wish))
    return [one.cited for one in good if one.stands_beside(good[0], meant.wish)][:MOST]


def known(question: Question, wish: Wish, reader: Person) -> list[Found]:
    """Where something is broken that no notice tells of, a major incident may."""
    found = find_everywhere(question, reader, EACH)
    if wish == Wish.BROKEN and not any(one.source.kind == "notice" for one in found):
        found.append(Found(own.MAJORS, own.running(question, reader, EACH)))
    return found


def my_things(reader: Person) -> list[Cited]:
    hits = own.standing(reader)
    told = own.read([hit.key for hit in hits], reader)
    return [
        cited_from(hit, told[hit.key], Passage("", told[hit.key].text)) for hit in hits if hit.key in told
    ]


def read(found: Sequence[Found], reader: Person) -> Iterator[tuple[Hit, Whole]]:
    for answers in found:
        if answers.source.read is not None:
            whole = answers.source.read([hit.key for hit in answers.hits], reader)
            yield from ((hit, whole[hit.key]) for hit in answers.hits if hit.key in whole)


def candidates(question: Question, pages: Iterator[tuple[Hit, Whole]]) -> Iterator[Candidate]:
    """Each page's best passage, with how much of the question the page has."""
    cuts = [(hit, whole, cut(whole.text, trusted=whole.trusted)) for hit, whole in pages]
    texts = [text for hit, whole, passages in cuts for text in texts_of(hit, whole, passages)]
    weighed = iter(weigh(question, texts))
    for hit, whole, passages in cuts:
        about = next(weighed)
        has = [(next(weighed), next(weighed)) for _passage in passages]
        if passages:
            yield best(question, hit, whole, passages, about, has)


def texts_of(hit: Hit, whole: Whole, passages: Sequence[Passage]) -> list[str]:
    """As they are weighed: what it is called, then each heading and its text."""
    return [f"{hit.title}. {whole.about}", *(text for one in passages for text in (one.heading, one.text))]


def best(
    question: Question,
    hit: Hit,
    whole: Whole,
    passages: Sequence[Passage],
    about: Has,
    has: Sequence[tuple[Has, Has]],
) -> Candidate:
    places = [place for heading, text in has for place in ((heading, HEADING), (text, TEXT))]
    score = share(question, (about, TITLE), *places)
    shares = [
        share(question, (heading, HEADING), (text, TEXT), (about, ELSEWHERE)) + (0 if number else FIRST)
        for number, (heading, text) in enumerate(has)
    ]
    chosen = passages[shares.index(max(shares))]
    point = has_the_point(question, about, *(has for has, _worth in places))
    return Candidate(hit, score, cited_from(hit, whole, chosen), ENOUGH if point else SURE)


def cited_from(hit: Hit, whole: Whole, passage: Passage) -> Cited:
    return Cited(
        kind=hit.kind, key=hit.key, title=hit.title, url=hit.url, passage=passage.text, heading=passage.heading,
        state=hit.state, trusted=whole.trusted,
    )  # fmt: skip
