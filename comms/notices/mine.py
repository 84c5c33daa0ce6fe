"""What a colleague was told and still stands: for the portal's home, the page of their notices, and the line on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from comms.models import Addressee, Notice, Phase, Text, Update
from comms.notices.story import is_late
from itsm.knowledge.closest import ENOUGH, Score
from itsm.knowledge.question import Question
from itsm.people.models import Person
from itsm.tickets import hints
from itsm.tickets.models import Ticket

PAST = timedelta(days=90)
SICK = (Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.MONITORING, Phase.IN_PROGRESS)
MOST_ON_TOP = 2
BROKEN, STANDING = "notices_broken", "notices_standing"
NOT_NEWS = ("remind", "answer")  # messages that repeat or answer; they say nothing new to all


def address(notice: Notice) -> str:
    return reverse("notices:notice", args=[notice.number])


def _addressed(person: Person) -> QuerySet[Addressee]:
    """With the notice and its latest message. Rehearsals reach nobody, and what was restricted since is gone."""
    seen = Notice.objects.visible_to(person).published().real()
    return _told(person).filter(notice__in=seen.values("pk"))


def _told(person: Person) -> QuerySet[Addressee]:
    latest = Update.objects.filter(notice=OuterRef("notice")).exclude(verb__in=NOT_NEWS).order_by("-pk")
    mine = Addressee.objects.filter(person=person)
    words = Text.objects.filter(update=OuterRef("latest"), audience=OuterRef("audience"))
    rows = mine.select_related("notice__ticket").annotate(latest=Subquery(latest.values("pk")[:1]))
    return rows.annotate(subject=Subquery(words.values("subject")[:1]))


@dataclass(frozen=True)
class Standing:
    """A notice that still stands, before one reader."""

    row: Addressee
    late: bool
    tone: str

    @property
    def notice(self) -> Notice:
        return self.row.notice

    @classmethod
    def of(cls, row: Addressee, *, now: datetime) -> "Standing":
        notice = row.notice
        planned = "soon" if notice.phase == Phase.PLANNED else "info"
        tone = "broken" if notice.phase in SICK else planned
        return cls(row, is_late(notice, now=now), tone)


def current(person: Person, *, now: datetime) -> list[Standing]:
    """What is broken first, then what comes, then what to know."""
    rows = sorted(_addressed(person).filter(notice__open=True), key=_rank)
    return [Standing.of(row, now=now) for row in rows]


def _rank(row: Addressee) -> tuple[int, float]:
    notice = row.notice
    newest_first = -(notice.published_at or notice.opened_at).timestamp()
    if notice.phase in SICK:
        return 0, newest_first
    if notice.phase == Phase.PLANNED and notice.starts_at:
        return 1, notice.starts_at.timestamp()
    return 2, newest_first


def about(person: Person, question: Question, *, now: datetime, limit: int) -> list[Standing]:
    """What stands and is about this, the closest first: each row has its `score`.

    Mostly nothing stands, and that is remembered: no search pays for it.
    """
    if not hints.remembered(STANDING, Notice.objects.filter(open=True).exists, seconds=15):
        return []
    words = Text.objects.filter(update=OuterRef("latest"), audience=OuterRef("audience"))
    rows = _addressed(person).filter(notice__open=True).annotate(what=Subquery(words.values("what")[:1]))
    search: Any = SearchVector("notice__title", config="english", weight="A")
    search += SearchVector("subject", config="english", weight="B")
    search += SearchVector("what", config="english", weight="C")
    scored: QuerySet[Any] = rows.annotate(search=search).annotate(score=Score(question))
    fitting = (row for row in scored if row.score >= ENOUGH)  # a handful: asking for it twice takes longer
    best = sorted(fitting, key=lambda row: (-row.score, _rank(row)))[:limit]
    return [Standing.of(row, now=now) for row in best]


def latest_words(person: Person, numbers: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """Of each notice that was addressed to them: its number, its title, and what its latest message says, slot by slot."""
    words = Text.objects.filter(update=OuterRef("latest"), audience=OuterRef("audience"))
    slots = {f"words_{slot}": Subquery(words.values(slot)[:1]) for slot in Text.SLOTS}
    rows = _addressed(person).filter(notice__number__in=numbers).annotate(**slots)
    return [
        (row.notice.number, row.notice.title, [getattr(row, name) or "" for name in slots]) for row in rows
    ]


def past(person: Person, *, now: datetime) -> QuerySet[Addressee]:
    return _addressed(person).filter(notice__open=False, notice__published_at__gte=now - PAST)


def forget_broken(**_: Any) -> None:
    """A notice was written: every page looks again."""
    for name in (BROKEN, STANDING):
        hints.forget(name)
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(partial(hints.forget, name))


def on_top(person: Person, *, now: datetime) -> list[Standing]:
    """What is broken and whose latest message they have not put away: for the line on every page.

    Mostly nothing is, and that is remembered: no page pays for it.
    """
    if not hints.remembered(BROKEN, _is_anything_broken, seconds=15):
        return []
    broken = _told(person).filter(notice__open=True, notice__drill=False, notice__phase__in=SICK)
    fresh: QuerySet[Addressee] = broken.filter(Q(latest__gt=F("put_away"))).order_by("-notice")
    # As `_addressed`, whose statement takes longer to build than to run: hardly a notice is on a restricted ticket.
    rows = (row for row in fresh if not _is_hidden(row.notice.ticket, person))
    return [Standing.of(row, now=now) for row in islice(rows, MOST_ON_TOP)]


def _is_anything_broken() -> bool:
    return Notice.objects.real().filter(open=True, phase__in=SICK).exists()


def _is_hidden(ticket: Ticket | None, person: Person) -> bool:
    return ticket is not None and ticket.restricted and not ticket.is_visible_to(person)
