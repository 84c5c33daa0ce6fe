"""What a rehearsal was worth: how much of the cadence was kept, and how much of what must be said was said. Pure arithmetic
over the messages, so the score of a run is the same whenever it is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from comms.models import Audience, Text
from comms.promises.cadence import Cadence

# Of a hundred points: keeping time, and having words for everyone.
TIME, WORDS = 70, 30
# What stands in every message to every audience; the last message promises nothing more, which is said, too.
NEEDED = ("what", "who", "do", "we", "next")


@dataclass(frozen=True)
class Covered:
    """Slots with words, of the slots there are, for one audience."""

    audience: str
    name: str
    filled: int
    slots: int
    own: int  # messages in this audience's own words
    messages: int

    @property
    def share(self) -> float:
        return self.filled / self.slots if self.slots else 0.0


@dataclass(frozen=True)
class Score:
    cadence: Cadence
    covered: list[Covered]

    @property
    def time(self) -> int:
        return round(TIME * self.cadence.kept / self.cadence.over) if self.cadence.over else 0

    @property
    def words(self) -> int:
        slots = sum(each.slots for each in self.covered)
        return round(WORDS * sum(each.filled for each in self.covered) / slots) if slots else 0

    @property
    def points(self) -> int:
        return self.time + self.words


def coverage(texts: Iterable[Text]) -> list[Covered]:
    """By audience. Words count as an audience's own where they differ from the colleagues' of the same message."""
    by_message: dict[int, dict[str, Text]] = {}
    for text in texts:
        by_message.setdefault(text.update_id, {})[text.audience] = text
    return [_covered(audience, list(by_message.values())) for audience in Audience]


def _covered(audience: Audience, messages: list[dict[str, Text]]) -> Covered:
    filled = own = 0
    for texts in messages:
        text, common = texts.get(audience), texts.get(Audience.COLLEAGUES)
        if text is None:
            continue
        filled += sum(bool(getattr(text, slot).strip()) for slot in NEEDED)
        own += audience == Audience.COLLEAGUES or (common is not None and text.what != common.what)
    return Covered(audience, str(audience.label), filled, len(NEEDED) * len(messages), own, len(messages))
