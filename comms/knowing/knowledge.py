"""Who knew what, when: facts, the messages that say them, and from which moment an audience was told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comms.models import Phase


class About(StrEnum):
    DETECTED = "detected"
    DECLARED = "declared"
    CAUSE = "cause"
    RESOLVED = "resolved"
    PLANNED = "planned"
    BEGUN = "begun"
    OVER = "over"


EVERY_PHASE = frozenset(Phase)
# Which phases of a message say the fact. That something is broken every message says.
SAYS = {
    About.DETECTED: EVERY_PHASE,
    About.DECLARED: EVERY_PHASE,
    About.CAUSE: frozenset({Phase.IDENTIFIED, Phase.MONITORING, Phase.RESOLVED}),
    About.RESOLVED: frozenset({Phase.RESOLVED, Phase.DONE, Phase.WITHDRAWN}),
    About.PLANNED: EVERY_PHASE,
    About.BEGUN: EVERY_PHASE,  # whoever knew when it would begin knew that it had
    About.OVER: frozenset({Phase.DONE, Phase.CANCELLED, Phase.RESOLVED, Phase.WITHDRAWN}),
}


@dataclass(frozen=True)
class Fact:
    about: About
    at: datetime


@dataclass(frozen=True)
class Telling:
    """One message, as one audience got it."""

    at: datetime
    phase: str


@dataclass(frozen=True)
class Known:
    """A fact before one audience at one moment. `told` is None while nobody has told them."""

    fact: Fact
    told: datetime | None

    @property
    def gap(self) -> timedelta | None:
        """How long they did not know what was known; nothing where they were told before it was a fact."""
        return None if self.told is None else max(self.told - self.fact.at, timedelta(0))


def told_at(fact: Fact, tellings: Iterable[Telling]) -> datetime | None:
    """The first message that says it and was not taken back before it became a fact: resolved, broken again, resolved."""
    said: datetime | None = None
    for telling in sorted(tellings, key=lambda each: each.at):
        if telling.phase in SAYS[fact.about]:
            said = said or telling.at
        elif telling.at < fact.at:
            said = None
    return said


def known_at(moment: datetime, facts: Sequence[Fact], tellings: Sequence[Telling]) -> list[Known | None]:
    """For every fact, in order: what an audience knew of it then. None: it was no fact yet, and nobody had said it."""
    heard = [telling for telling in tellings if telling.at <= moment]
    out: list[Known | None] = []
    for fact in facts:
        told = told_at(fact, heard)
        out.append(Known(fact, told) if told is not None or fact.at <= moment else None)
    return out


def gaps(facts: Sequence[Fact], tellings: Sequence[Telling]) -> list[Known]:
    """In the end: every fact with when they were told."""
    return [Known(fact, told_at(fact, tellings)) for fact in facts]
