"""Maintenance as a calendar (RFC 5545, 5546): a date that moves, moves in calendars; one that is off, disappears.

The UID never changes and SEQUENCE grows with every message, which is how a calendar knows the newer of two. In the
subscribed calendar a maintenance that is off is `STATUS:CANCELLED`; its own file says `METHOD:CANCEL`, for calendars it was
put into by hand.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from comms.letters import domain
from comms.models import Phase
from comms.status.board import Board, Told

if TYPE_CHECKING:
    from icalendar import Event

HOURLY = timedelta(hours=1)


def calendar(board: Board) -> bytes:
    """Everything planned, with what was called off or done in the days of the history."""
    return _calendar(board, board.notices, method="PUBLISH")


def one(board: Board, notice: Told) -> bytes:
    return _calendar(board, [notice], method="CANCEL" if notice.phase == Phase.CANCELLED else "PUBLISH")


def _calendar(board: Board, notices: Iterable[Told], *, method: str) -> bytes:
    from icalendar import Calendar  # a second's work, for the one page in a thousand that needs it

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Baton//Status//EN")
    made.add("method", method)
    made.add("x-wr-calname", board.title or _("Maintenance"))
    made.add("refresh-interval", HOURLY, parameters={"VALUE": "DURATION"})
    for notice in notices:
        if notice.is_planned and notice.starts_at:
            made.add_component(_event(board, notice))
    text: bytes = made.to_ical()
    return text


def _event(board: Board, notice: Told) -> "Event":
    from icalendar import Event

    event, newest = Event(), notice.newest
    event.add("uid", f"{notice.number}@{domain()}")
    event.add("dtstamp", notice.changed_at)
    event.add("last-modified", notice.changed_at)
    event.add("sequence", len(notice.messages) - 1)
    event.add("status", "CANCELLED" if notice.phase == Phase.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    event.add("summary", notice.title)
    event.add("description", "\n".join(part for part in (newest.what, newest.who, newest.do) if part))
    event.add("url", f"{settings.BASE_URL}/status/#{notice.number}")
    event.add("dtstart", notice.starts_at)
    if notice.starts_at and notice.ends_at and notice.ends_at > notice.starts_at:
        event.add("dtend", notice.ends_at)
    if names := board.names_of(notice.services):
        event.add("categories", names)
    return event
