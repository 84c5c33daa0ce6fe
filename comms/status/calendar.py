"""Maintenance as a calendar (RFC 5545, 5546): a date that moves, moves in calendars; one that is off, disappears.

The UID never changes and SEQUENCE grows with every message, which is how a calendar knows the newer of two. In the
subscribed calendar a maintenance that is off is `STATUS:CANCELLED`; its own file says `METHOD:CANCEL`, for calendars it was
put into by hand.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from comms.letters import domain
from comms.models import Phase
from comms.status.board import Board, Told

LONGEST = 75  # octets of a line
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(board: Board) -> bytes:
    """Everything planned, with what was called off or done in the days of the history."""
    planned = [notice for notice in board.notices if notice.is_planned and notice.starts_at]
    return _calendar(board, planned, method="PUBLISH")


def one(board: Board, notice: Told) -> bytes:
    return _calendar(board, [notice], method="CANCEL" if notice.phase == Phase.CANCELLED else "PUBLISH")


def _calendar(board: Board, notices: Iterable[Told], *, method: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Baton//Status//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        f"X-WR-CALNAME:{_text(board.title or _('Maintenance'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for notice in notices:
        lines += _event(board, notice)
    lines.append("END:VCALENDAR")
    return "".join(folded for line in lines for folded in _folded(line)).encode()


def _event(board: Board, notice: Told) -> list[str]:
    off = notice.phase == Phase.CANCELLED
    names = board.names_of(notice.services)
    words = [notice.newest.what, notice.newest.who, notice.newest.do]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{notice.number}@{domain()}",
        f"DTSTAMP:{_moment(notice.changed_at)}",
        f"LAST-MODIFIED:{_moment(notice.changed_at)}",
        f"SEQUENCE:{len(notice.messages) - 1}",
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{_text(notice.title)}",
        f"DESCRIPTION:{_text(chr(10).join(part for part in words if part))}",
        f"URL:{settings.BASE_URL}/status/#{notice.number}",
    ]
    if notice.starts_at:
        lines.append(f"DTSTART:{_moment(notice.starts_at)}")
    if notice.starts_at and notice.ends_at and notice.ends_at > notice.starts_at:
        lines.append(f"DTEND:{_moment(notice.ends_at)}")
    if names:
        lines.append(f"CATEGORIES:{','.join(_text(name) for name in names)}")
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """At most 75 octets, never in the middle of a letter; what follows begins with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            yield f"{piece}\r\n"
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield f"{piece}\r\n"
