"""Plain words before a notice leaves: the five slots, jargon, length, how hard it is to read. Advice for its writer, never a hurdle."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comms.models import Audience, Text
from comms.notices import jargon
from comms.notices.syllables import syllables
from itsm.services.models import Service

LONGEST_SUBJECT = 70  # characters; phones cut what is longer
LONGEST_SENTENCE, LONGEST_SLOT = 25, 60  # words
HARDEST = 9.0  # years of school
FEWEST_WORDS = 10  # fewer say nothing about how hard a text is
CLEAR = 70  # a text with this score or more is clear

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE = re.compile(r"[.!?…]+(?:\s|$)|\n+")
MACHINE = re.compile(r"(?<![\w-])(?!(?:INC|REQ|PRB|CHG|NTC)-)[A-Za-z]{2,}[-_]?\d{2,}(?![\w-])")
NUMBERS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b0x[0-9a-f]+\b|\bv?\d+\.\d+\.\d+\b|\bHTTP ?\d{3}\b|\b[45]\d\d\b(?= error)",
    re.I,
)
CAPITALS = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
VAGUE = re.compile(
    r"\b(some (?:users|customers|people|systems?|services?)|certain|various|an? (?:issue|incident|problem)|issues|may experience|might experience|"
    r"as soon as possible|in due course|shortly|(?<!as )soon|as necessary|where applicable|unforeseen|technical (?:difficulties|problems|reasons))\b",
    re.I,
)
WHEN = re.compile(
    r"\d{1,2}[:.]\d{2}|\b\d{1,2} ?(?:am|pm|o.clock)\b|\b(?:minutes?|hours?|today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|noon|"
    r"morning|evening|last message|something changes|before|again)\b",
    re.I,
)
NOTHING = re.compile(r"^\W*(?:n/?a|none|tbd|tbc|nothing|unknown|see above|\W*)\W*$", re.I)
SHOUTING = re.compile(r"!{2,}|(?:\b[A-Z]{3,}\b\W+){2}\b[A-Z]{3,}\b")
COST = {"empty": 14, "vague": 9, "jargon": 8, "machine": 12, "long": 8, "hard": 12, "when": 9, "shouting": 8}


@dataclass(frozen=True)
class Advice:
    """What could be plainer, where, and why; `instead` is what to say, if Baton knows it."""

    slot: str
    what: str
    why: str
    kind: str
    instead: str = ""
    word: str = ""  # as it stands in the text


def look_at(texts: Mapping[str, str], *, audience: str = Audience.COLLEAGUES) -> list[Advice]:
    """Everything worth saying about one audience's words. IT teams may read IT's words."""
    words = Terms() if audience != Audience.IT else None
    found: list[Advice] = []
    for slot in ("subject", *Text.SLOTS):
        text = str(texts.get(slot) or "").strip()
        found += look_at_slot(slot, text, words)
    hard = grade(texts)
    if hard is not None and hard > HARDEST and words:
        years = _("It takes about %(years)d years of school to read this.") % {"years": round(hard)}
        found.append(Advice("what", years, _("Shorter words and sentences reach more people."), "hard"))
    return found


def look_at_slot(slot: str, text: str, words: "Terms | None") -> Iterator[Advice]:
    if slot == "subject":
        if len(text) > LONGEST_SUBJECT:
            yield Advice(
                slot,
                _("The subject is long."),
                _("Phones cut it off. Say the one thing that matters."),
                "long",
            )
    elif not text or (slot != "do" and NOTHING.match(text)):
        yield Advice(slot, _("This is empty."), EMPTY[slot](), "empty")
        return
    yield from long_ones(slot, text)
    yield from vague_ones(slot, text)
    if words:
        yield from words.found_in(slot, text)
    if SHOUTING.search(text):
        yield Advice(slot, _("This shouts."), _("Calm words are believed."), "shouting")


EMPTY = {
    "what": lambda: _("Say what people cannot do."),
    "who": lambda: _("Say who it hits, so that the others can go on."),
    "do": lambda: _("Say what to do, even if it is nothing."),
    "we": lambda: _("Say what you do about it."),
    "next": lambda: _("Say when people hear from you next."),
}


def long_ones(slot: str, text: str) -> Iterator[Advice]:
    if max((len(WORD.findall(sentence)) for sentence in SENTENCE.split(text)), default=0) > LONGEST_SENTENCE:
        yield Advice(slot, _("A sentence is long."), _("Make two of it."), "long")
    if len(WORD.findall(text)) > LONGEST_SLOT:
        yield Advice(slot, _("This is long."), _("People read the first two lines."), "long")


def vague_ones(slot: str, text: str) -> Iterator[Advice]:
    for match in {match.group().lower() for match in VAGUE.finditer(text)}:
        yield Advice(
            slot, _("“%(words)s” says little.") % {"words": match}, _("Say which, who or when."), "vague"
        )
    if slot == "next" and not WHEN.search(text):
        yield Advice(slot, _("This names no time."), EMPTY["next"](), "when")


class Terms:
    """The words to avoid, as they stand now; the names of our services are known to those who use them."""

    def __init__(self) -> None:
        self.plain = jargon.terms()
        self.pattern = jargon.pattern(self.plain)
        names = Service.objects.active().values_list("name", flat=True)
        self.names = frozenset(names)
        self.known = jargon.allowed() | {word.upper() for name in names for word in WORD.findall(name)}

    def found_in(self, slot: str, text: str) -> Iterator[Advice]:
        for name in self.names:
            text = text.replace(name, " ")
        seen: set[str] = set()
        for match in self.pattern.finditer(text):
            word = match.group()
            if word.lower() not in seen:
                seen.add(word.lower())
                yield self.of_word(slot, word, self.plain[word.lower()])
        yield from self.machines(slot, text)
        for word in sorted(set(CAPITALS.findall(text)) - self.known):
            if word.lower() not in self.plain:
                yield self.of_word(slot, word, "")

    def of_word(self, slot: str, word: str, instead: str) -> Advice:
        why = (
            _("Say “%(plain)s”.") % {"plain": instead}
            if instead
            else _("Say it in words that everyone knows, or leave it out.")
        )
        return Advice(
            slot, _("Not everyone knows “%(word)s”.") % {"word": word}, why, "jargon", instead, word
        )

    def machines(self, slot: str, text: str) -> Iterator[Advice]:
        for name in sorted({*MACHINE.findall(text), *NUMBERS.findall(text)}):
            why = _("Name what people use, not the machine behind it.")
            yield Advice(slot, _("“%(name)s” means nothing to most.") % {"name": name}, why, "machine")


def grade(texts: Mapping[str, str], *, language: str | None = None) -> float | None:
    """Years of school it takes to read this (Flesch–Kincaid); None where there is too little to tell."""
    whole = "\n".join(str(texts.get(slot) or "") for slot in Text.SLOTS)
    words = WORD.findall(whole)
    sentences = [each for each in SENTENCE.split(whole) if WORD.search(each)]
    if len(words) < FEWEST_WORDS:
        return None
    total = sum(syllables(word, language or get_language() or "en") for word in words)
    return round(max(0.0, 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59), 1)


def score(advice: Iterable[Advice]) -> int:
    """100 is plain; every piece of advice costs."""
    return max(0, 100 - sum(COST[one.kind] for one in advice))


def is_clear(texts: Mapping[str, str], *, audience: str = Audience.COLLEAGUES) -> bool:
    return score(look_at(texts, audience=audience)) >= CLEAR
