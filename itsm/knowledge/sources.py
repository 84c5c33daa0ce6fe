"""Where answers come from: each app registers what it knows, and one question goes to all of them.

A source looks up what this reader may see and nothing else. It is asked while people type, so it takes one or two
statements. `itsm.knowledge.closest` finds and ranks the rows of any table with a search column. The words it is given are
a `Question`, which knows synonyms and slips of the keys, and what the reader narrowed the search to (`words.only`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import connection
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from itsm.frame.practices import is_here
from itsm.knowledge.question import Only, Question
from itsm.knowledge.spelling import learn
from itsm.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One answer. `key` names it among its kind (a number, a slug), `score` runs from 0 to 1 over all kinds.

    `excerpt` is HTML: escaped, with what was found in <mark>. What follows has no meaning for the search itself:
    `state` is for `.badge[data-status]`, `said` its word; `open`, `services` and `at` are for the filters.
    """

    kind: str
    key: str
    title: str
    url: str
    excerpt: SafeString
    score: float
    state: str = ""
    said: str = ""
    open: bool | None = None  # None: it is neither open nor ended, as an article
    services: frozenset[int] = frozenset()
    at: datetime | None = None

    def fits(self, only: Only) -> bool:
        return (
            (only.open is None or self.open is only.open)
            and (only.service is None or only.service in self.services)
            and (only.since is None or (self.at is not None and self.at >= only.since))
        )


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What a hit's page says, for passages to be cut from: `text` is Markdown if desk people wrote it, else plain.

    `about` is what else it is called. `trusted`: two people of the desk read it before it was published, so addresses in
    it may be passed on.
    """

    text: str
    about: str = ""
    trusted: bool = False


Find = Callable[[str, Person, int], Sequence[Hit]]
Read = Callable[[Sequence[str], Person], Mapping[str, Whole]]


@dataclass(frozen=True, kw_only=True)
class Source:
    """`find(words, reader, limit)` gives the best first. A smaller `order` stands higher. `icon` is a heroicon.

    `texts` gives what everybody may read of it (titles, other words for it): from these Baton learns how words are
    written. `table`: the few rows it looks among, by their search column; where none of them has a word of the question it is
    not asked at all. `read(keys, reader)` gives the whole of what was found, of what this reader may have told by the assistant.
    """

    kind: str
    label: str | Promise
    find: Find
    order: int = 50
    icon: str = "document-text"
    texts: Callable[[], Iterable[str]] = tuple
    read: Read | None = None
    table: str = ""


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
    here = (source for source in _sources.values() if is_here(source.find))
    return sorted(here, key=attrgetter("order"))


def find_everywhere(words: str, reader: Person, limit_each: int, *, kinds: Iterable[str] = ()) -> list[Found]:
    """By source, in their order, those that know something; `kinds` asks only some of them."""
    asked, wanted = Question.of(words), set(kinds)
    if not asked:
        return []
    answers = [
        Found(source, [hit for hit in source.find(asked, reader, limit_each) if hit.fits(asked.only)])
        for source in with_a_word_of(asked, [one for one in sources() if not wanted or one.kind in wanted])
    ]
    return [found for found in answers if found.hits]


HAS_A_WORD = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0} WHERE search @@ %(words)s::tsquery)"


def with_a_word_of(asked: Question, sources: Sequence[Source]) -> list[Source]:
    """Those that may know something. One statement, for most questions instead of one for each small table."""
    tables = {source.table for source in sources if source.table}
    if asked.is_exact or len(tables) < 2:
        return list(sources)
    looks = (HAS_A_WORD.format(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks), {"words": asked.loose})
        known = {table for (table,) in cursor.fetchall()}
    return [source for source in sources if not source.table or source.table in known]


def best_of(answers: Iterable[Found], limit: int) -> list[Hit]:
    """All kinds in one list, the best first; of equals, the source that stands higher."""
    hits = [hit for found in answers for hit in found.hits]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def learn_words() -> None:
    """From what everybody may read, how words are written."""
    learn(text for source in sources() for text in source.texts())
