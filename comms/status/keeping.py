"""The board, gathered at most once every few seconds however many ask, and kept for when the database is away.

It is kept in this process's memory and, because a process may be started while the database is down, in a file under
MEDIA_ROOT. Valkey has no part in it: the page must outlive both. One thread gathers; the others are given what there is.
"""

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from comms.models import Aim, Notice, ServiceOnStatus, StatusPage, Text, Update
from comms.status.board import Board
from comms.status.freezing import freeze, thaw
from comms.status.gathering import gather
from itsm.services.models import Service

logger = logging.getLogger(__name__)
DATABASE_AWAY = (DatabaseError, InterfaceError)
FRESH = 3.0  # seconds a board is good for
PAUSE = 2.0  # seconds before a database that did not answer is asked again
WRITE_EVERY = 30.0  # seconds between two files that differ in nothing but their time
DRAWN = 64  # drawings kept of one board: languages, zones, and who sees which notices
drawing = threading.RLock()


class NothingKept(Exception):
    """The database is away, and there is no board from before."""


@dataclass(slots=True)
class Kept:
    """`from_before`: the database is away, and the board says how things were then."""

    board: Board
    from_before: bool
    drawn: dict[Any, Any]

    def draw(self, key: Any, how: Callable[[], Any]) -> Any:
        """What was drawn of this very board for this key, or is drawn now: by one, while the others wait for it."""
        if (found := self.drawn.get(key)) is not None:
            return found
        with drawing:
            if key not in self.drawn:
                if len(self.drawn) >= DRAWN:
                    self.drawn.clear()
                self.drawn[key] = how()
            return self.drawn[key]


class Keeper:
    def __init__(self) -> None:
        self._gathering = threading.Lock()
        self.empty()

    def empty(self) -> None:
        """As in a new process."""
        self._kept: Kept | None = None
        self._fresh_until = self._asleep_until = self._written_at = 0.0
        self._written = ""

    def forget(self) -> None:
        """Somebody said something: the next who asks gathers anew."""
        self._fresh_until = 0.0

    def now(self) -> Kept:
        kept = self._kept
        if kept is not None and time.monotonic() < self._fresh_until:
            return kept
        # Who comes while another gathers takes what there is; only who finds nothing waits.
        if not self._gathering.acquire(blocking=kept is None):
            return kept or self.now()
        try:
            return self._renew()
        finally:
            self._gathering.release()

    def _renew(self) -> Kept:
        if self._kept is not None and time.monotonic() < self._fresh_until:
            return self._kept  # another did it while we waited for the lock
        if time.monotonic() < self._asleep_until:
            return self._from_before()
        try:
            board = gather(now=timezone.now())
        except DATABASE_AWAY as error:
            self.database_is_away(error)
            return self._from_before()
        # Drawings outlive the gathering as long as it found nothing new.
        drawn = self._kept.drawn if self._kept and _same(self._kept, board) else {}
        self._kept = Kept(board, from_before=False, drawn=drawn)
        self._fresh_until = time.monotonic() + FRESH
        self._write(board)
        return self._kept

    def database_is_away(self, error: Exception) -> None:
        """Nobody asks it for a moment: a database that does not answer at all would hold up each of them."""
        if time.monotonic() >= self._asleep_until:
            logger.warning("The status page shows what it kept: %s", str(error).strip().splitlines()[:1])
        self._asleep_until, self._fresh_until = time.monotonic() + PAUSE, 0.0
        if not connection.in_atomic_block:
            connection.close()

    @property
    def asleep(self) -> bool:
        return time.monotonic() < self._asleep_until

    def _from_before(self) -> Kept:
        if self._kept is None or not self._kept.from_before:
            board = self._kept.board if self._kept else _read()
            self._kept = Kept(board, from_before=True, drawn={})
        self._fresh_until = self._asleep_until
        return self._kept

    def _write(self, board: Board) -> None:
        text = freeze(replace(board, at=datetime.min))
        if text == self._written and time.monotonic() - self._written_at < WRITE_EVERY:
            return
        self._written, self._written_at = text, time.monotonic()
        try:
            write(freeze(board))
        except OSError as error:  # a full disk takes the safety net away, not the page
            logger.warning("The status page could not be kept: %s", error)


def _same(kept: Kept, board: Board) -> bool:
    """States change with time only where a span begins in the future, which none does; so equal facts are equal pictures."""
    return (
        not kept.from_before and replace(kept.board, at=board.at) == board and _same_minute(kept.board, board)
    )


def _same_minute(one: Board, other: Board) -> bool:
    return one.at.replace(second=0, microsecond=0) == other.at.replace(second=0, microsecond=0)


def place() -> Path:
    return Path(settings.MEDIA_ROOT) / "status" / "board.json"


def write(text: str) -> None:
    """Whole or not at all, and for us alone: it holds what not everyone may read."""
    place().parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place().parent, prefix=".board-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(place())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _read() -> Board:
    try:
        return thaw(Board, place().read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NothingKept from error


keeper = Keeper()
SHOWN = {Notice, Update, Text, Aim, Service, ServiceOnStatus, StatusPage, Notice.services.through}


def forget(sender: type[Model], **_: Any) -> None:
    """Within this process a message stands on the page at once; elsewhere within seconds."""
    if sender in SHOWN:
        keeper.forget()
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(keeper.forget)


def listen() -> None:
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(forget, dispatch_uid="comms.status.forget")
