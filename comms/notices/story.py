"""A notice as one reader reads it: its messages in their words, what was asked and answered, and what they did about it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from comms.models import Addressee, Audience, Notice, Question, Text, Update
from itsm.people.models import Person

QUESTIONS_SHOWN = 50


@dataclass(frozen=True)
class Said:
    """One message, and the text of it that this reader's audience reads."""

    update: Update
    text: Text


@dataclass
class Reader:
    """A person before a notice. `addressed` is missing where somebody of the desk looks at what went to others."""

    notice: Notice
    person: Person
    addressed: Addressee | None
    key: str = ""  # of the personal link by which they came, unless they are signed in

    @classmethod
    def of(cls, notice: Notice, person: Person, *, key: str = "") -> "Reader":
        row = Addressee.objects.filter(notice=notice, person=person).first()
        return cls(notice, person, row, key)

    @property
    def here(self) -> str:
        return self.address("notice")

    def address(self, name: str) -> str:
        """Of this page or one of its acts, as this reader may open it."""
        address = reverse(f"notices:{name}", args=[self.notice.number])
        return f"{address}?{urlencode({'key': self.key})}" if self.key else address

    @property
    def unseen(self) -> bool:
        """By their own link, and nothing says yet that it was they who followed it."""
        return bool(self.key and self.addressed and not self.addressed.seen_at)

    @property
    def acts(self) -> dict[str, str]:
        return {
            name: self.address(name) for name in ("see", "acknowledge", "answer", "clear", "me_too", "ask")
        }

    @property
    def audience(self) -> str:
        return self.addressed.audience if self.addressed else Audience.COLLEAGUES

    @cached_property
    def story(self) -> list[Said]:
        return story(self.notice, self.audience)

    @property
    def latest(self) -> Said | None:
        return self.story[0] if self.story else None

    @property
    def earlier(self) -> list[Said]:
        return self.story[1:]

    @property
    def answered_right(self) -> bool | None:
        return self.addressed.understood if self.addressed else None

    @property
    def right_answer(self) -> str:
        """Told to whoever has answered; before that it would be the answer to the question."""
        known = self.notice.right is not None and self.answered_right is not None
        return self.notice.answers[self.notice.right] if known else ""

    @cached_property
    def questions(self) -> list[Question]:
        return list(questions_for(self.notice, self.person)[:QUESTIONS_SHOWN])


def is_late(notice: Notice, *, now: datetime) -> bool:
    """We promised a word, and its time has passed."""
    return bool(notice.open and notice.next_update_at and notice.next_update_at < now)


def story(notice: Notice, audience: str) -> list[Said]:
    """Newest first. Whoever has no words of their own reads those for all colleagues; what says nothing is left out."""
    found: dict[int, Said] = {}
    texts = Text.objects.filter(update__notice=notice, audience__in={audience, Audience.COLLEAGUES})
    for text in texts.select_related("update__by").order_by("-update"):
        if text.update_id not in found or text.audience == audience:
            found[text.update_id] = Said(text.update, text)
    return list(found.values())


def questions_for(notice: Notice, person: Person) -> QuerySet[Question]:
    """What was answered, for all to read, and what they asked themselves; the newest answers first."""
    mine = Q(by=person)
    topics = Question.objects.filter(notice=notice).filter(mine | Q(topic=None, answered_at__isnull=False))
    return topics.select_related("topic", "answered_by").order_by("-pk")
