"""What the portal's one box answers: the best of all that Baton knows, and which answer was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from itsm.knowledge.models import Asked
from itsm.knowledge.sources import Found, Hit, Source, best_of
from itsm.people.models import Person

SAME_SEARCH = timedelta(minutes=10)  # the same words again within this time are one search


@dataclass(frozen=True)
class Answer:
    """A hit as a line. Its link passes by `help:open`, so that we know what helped."""

    source: Source
    hit: Hit
    words: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hit, name)

    @property
    def href(self) -> str:
        return f"{reverse('help:open')}?{urlencode({'q': self.words, 'to': self.hit.url})}"


def answers(found: Iterable[Found], words: str, *, limit: int) -> list[Answer]:
    """All kinds in one list, the best first: on a phone nobody reads five lists."""
    known = list(found)
    of_kind = {each.source.kind: each.source for each in known}
    return [Answer(of_kind[hit.kind], hit, words) for hit in best_of(known, limit)]


def note(words: str, *, by: Person, now: datetime, hits: int = 1, opened: str = "") -> None:
    """A search somebody finished: they pressed Enter, or opened an answer."""
    lately = Asked.objects.filter(by=by, place=Asked.Place.PORTAL, words=words, at__gte=now - SAME_SEARCH)
    row = lately.order_by("-at").first()
    if row is None:
        Asked.objects.create(
            words=words, place=Asked.Place.PORTAL, by=by, at=now, hits=min(hits, 32_767), opened=opened[:200]
        )
    elif opened:
        Asked.objects.filter(pk=row.pk).update(opened=opened[:200])
