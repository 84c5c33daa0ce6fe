"""Where answers come from: each app registers what it knows, and one question goes to all of them.

A source looks up what this reader may see and nothing else. It is asked while people type, so it takes one or two
statements. `itsm.knowledge.closest` finds and ranks the rows of any table with a search column.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from itsm.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One answer. `key` names it among its kind (a number, a slug), `score` runs from 0 to 1 over all kinds.

    `excerpt` is HTML: escaped, with what was found in <mark>. What follows has no meaning for the search itself:
    `state` is for `.badge[data-status]`, `said` its word, `service` and `at` are for the filters.
    """

    kind: str
    key: str
    title: str
    url: str
    excerpt: SafeString
    score: float
    state: str = ""
    said: str = ""
    service: int | None = None
    at: datetime | None = None


Find = Callable[[str, Person, int], Sequence[Hit]]


@dataclass(frozen=True, kw_only=True)
class Source:
    """`find(words, reader, limit)` gives the best first. A smaller `order` stands higher. `icon` is a heroicon."""

    kind: str
    label: str | Promise
    find: Find
    order: int = 50
    icon: str = "document-text"


@dataclass(frozen=True)
class Found:
    """What one source answered."""

    source: Source
    hits: Sequence[Hit]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called in `AppConfig.ready`."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=attrgetter("order"))


def find_everywhere(words: str, reader: Person, limit_each: int, *, kinds: Iterable[str] = ()) -> list[Found]:
    """By source, in their order, those that know something; `kinds` asks only some of them."""
    asked, wanted = words.replace("\x00", " ").strip(), set(kinds)
    if not asked:
        return []
    answers = [
        Found(source, source.find(asked, reader, limit_each))
        for source in sources()
        if not wanted or source.kind in wanted
    ]
    return [found for found in answers if found.hits]


def best_of(answers: Iterable[Found], limit: int) -> list[Hit]:
    """All kinds in one list, the best first; of equals, the source that stands higher."""
    hits = [hit for found in answers for hit in found.hits]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]
