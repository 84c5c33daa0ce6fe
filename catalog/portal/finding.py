"""What the portal's one box answers: the best of all that Baton knows, and which answer was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from itsm.knowledge.sources import Found, Hit, Source, best_of


@dataclass(frozen=True)
class Answer:
    """A hit as a line. Its link passes by `help:open`, so that we know what helped."""

    source: Source
    hit: Hit
    words: str
    among: int  # so many answers

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hit, name)

    @property
    def href(self) -> str:
        return f"{reverse('help:open')}?{urlencode({'q': self.words, 'n': self.among, 'to': self.hit.url})}"


def answers(found: Iterable[Found], words: str, *, limit: int) -> list[Answer]:
    """All kinds in one list, the best first: on a phone nobody reads five lists."""
    known = list(found)
    of_kind = {each.source.kind: each.source for each in known}
    best = best_of(known, limit)
    return [Answer(of_kind[hit.kind], hit, words, len(best)) for hit in best]
