"""An answer as a page shows it: the words, each source with its passage, and what can be done next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from itsm.frame.markdown import to_html
from itsm.knowledge import sources
from itsm.knowledge.assistant.meaning import Wish, wish_of
from itsm.knowledge.assistant.own import MAJORS
from itsm.knowledge.models import Talk, Turn

KEY = re.compile(r"\[(\d{1,2})\]")
ME_TOO = {"major": "portal:me_too", "notice": "notices:me_too"}


@dataclass(frozen=True)
class SaidSource:
    """One source of an answer, as it was cited then."""

    place: int
    cited: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.cited.get(name, "")

    @property
    def label(self) -> str:
        return str(_registered(self.kind).label) if _registered(self.kind) else ""

    @property
    def icon(self) -> str:
        return _registered(self.kind).icon if _registered(self.kind) else "document-text"

    @property
    def html(self) -> SafeString:
        """What the desk wrote is Markdown; what anybody may have written is just words."""
        return to_html(self.passage) if self.trusted else mark_safe(linebreaks(escape(self.passage)))  # noqa: S308 - escaped

    @property
    def me_too(self) -> str:
        """Where “me too” goes; nothing where there is nothing to join."""
        broken = self.kind == "major" or self.kind == "notice" and self.state == "outage"
        return reverse(ME_TOO[self.kind], args=[self.key]) if broken else ""


def _registered(kind: str) -> Any:
    return next((source for source in (*sources.sources(), MAJORS) if source.kind == kind), None)


@dataclass(frozen=True)
class Said:
    """One turn; of an answer, with the question before it."""

    turn: Turn
    asked: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.turn, name)

    @property
    def is_answer(self) -> bool:
        return self.turn.side == Turn.Side.ASSISTANT

    @property
    def by_model(self) -> bool:
        return self.turn.wording == Turn.Wording.MODEL

    @property
    def is_small_talk(self) -> bool:
        return self.turn.wording == Turn.Wording.MANNERS

    @property
    def cited(self) -> list[SaidSource]:
        return [SaidSource(place, one) for place, one in enumerate(self.turn.sources, 1)]

    @property
    def html(self) -> SafeString:
        """Each key leads to its source below."""
        lead = rf'<a class="key" href="#s{self.turn.pk}-\1">[\1]</a>'
        return mark_safe(KEY.sub(lead, linebreaks(escape(self.turn.words))))  # noqa: S308 - escaped first

    @property
    def report(self) -> str:
        """Something is broken for them, or nobody knows: a report with their words in it."""
        offered = (
            self.is_answer
            and not self.is_small_talk
            and (wish_of(self.asked) == Wish.BROKEN or not self.turn.knows)
        )
        return f"{reverse('incidents:report')}?{urlencode({'words': self.asked[:200]})}" if offered else ""


def as_said(turns: Iterable[Turn]) -> list[Said]:
    found, asked = list[Said](), ""
    for turn in turns:
        if turn.side == Turn.Side.COLLEAGUE:
            asked = turn.words
        found.append(Said(turn, asked))
    return found


def conversation(talk: Talk) -> list[Said]:
    return as_said(talk.turns.all())
