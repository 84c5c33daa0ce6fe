"""What the page shows of a board: rows with their bars, what runs, what comes, the history by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from comms.status import bars
from comms.status.bars import Day, Marked
from comms.status.board import DAYS, Board, Offered, Told
from comms.status.sentence import sentence
from comms.status.states import Span, State, worst
from itsm.frame import words

RECENT = 14  # days of history on the page itself
MANY = 24  # services; of more than these, groups in which all is fine are folded


@dataclass(frozen=True, slots=True)
class Row:
    service: Offered
    state: State
    since: datetime | None
    bar: SafeString
    troubled: list[Marked]  # for who does not see the bar
    told: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: list[Row]
    folded: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice in a list, with the names of the services it is about as far as the reader sees them."""

    notice: Told
    names: list[str]
    theirs: bool  # it was addressed to the reader: they may confirm, ask, say "me too"


@dataclass(frozen=True, slots=True)
class OnDay:
    day: Day
    entries: list[Entry]

    @property
    def told(self) -> list[Told]:
        return [entry.notice for entry in self.entries]


def page(board: Board, *, now: datetime, addressed: frozenset[int]) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    days = bars.days_until(now, zone)
    states = [service.state(now) for service in board.services]
    return {
        "sentence": sentence(states),
        "worst": worst(states),
        "groups": _groups(board, days, now),
        "running": _entries(board, board.running, addressed),
        "many_running": len(board.running) > 3,  # then each is a line, or the services would be far below
        "coming": _entries(board, board.coming, addressed),
        "history": history(board, days[-RECENT:], addressed),
        "recent": RECENT,
        "first": days[0].on,
        "days": DAYS,
        "now": now,
    }


def history(board: Board, days: Sequence[Day], addressed: frozenset[int]) -> list[OnDay]:
    """Days with something, newest first; what runs and what comes stands elsewhere."""
    over = [notice for notice in board.notices if not (notice.is_running or notice.is_coming)]
    found = []
    for day in reversed(days):
        began = [notice for notice in over if day.begin <= notice.began < day.end]
        if began:
            found.append(OnDay(day, _entries(board, began, addressed)))
    return found


def of_day(board: Board, on: date, *, now: datetime, addressed: frozenset[int]) -> dict[str, Any]:
    """All that was on a day: how each service was, and every message of what touched it."""
    day = bars.day_of(on, timezone.get_current_timezone())
    touched = [notice for notice in board.notices if notice.touches(day.begin, day.end)]
    states = [bars.marks(service.spans, [day], now)[0].state for service in board.services]
    return {
        "day": day,
        "sentence": sentence(states),
        "spans": _spans(board, day),
        "entries": _entries(board, [notice for notice in touched if not notice.is_coming], addressed),
        "now": now,
    }


def _spans(board: Board, day: Day) -> list[tuple[Offered, Span]]:
    return [
        (service, span)
        for service in board.services
        for span in service.spans
        if span.touches(day.begin, day.end)
    ]


def _groups(board: Board, days: Sequence[Day], now: datetime) -> list[Group]:
    groups = []
    for name, services in board.groups:
        rows = [_row(service, days, now) for service in services]
        quiet = not any(row.state for row in rows)
        groups.append(Group(name, rows, folded=quiet and len(board.services) > MANY))
    return groups


def _row(service: Offered, days: Sequence[Day], now: datetime) -> Row:
    row = bars.marks(service.spans, days, now)
    return Row(
        service=service,
        state=service.state(now),
        since=service.since(now),
        bar=bars.draw(row, name=service.name, words=words.current(), now=now),
        troubled=bars.troubled(row),
        told=bars.told(row, service.name),
    )


def _entries(board: Board, notices: Iterable[Told], addressed: frozenset[int]) -> list[Entry]:
    return [Entry(notice, board.names_of(notice.services), notice.pk in addressed) for notice in notices]
