"""Calendar parts of a mail, in words: what, when, where, and what is asked."""

import datetime as dt
import re
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comms.mail_in.charsets import decode
from comms.mail_in.heads import one_line

MOST_EVENTS = 20
LONGEST = 200  # characters of a title or a place
BIGGEST = 1024 * 1024  # bytes of a calendar that anybody reads
# Several events are sent in one calendar only by exports; the first ones say enough.


def in_words(content: bytes) -> list[str]:
    from icalendar import Calendar

    if len(content) > BIGGEST:
        return []
    try:
        calendar = Calendar.from_ical(decode(content, "utf-8"))
        method = str(calendar.get("method", "")).upper()
        return [_event(event, method) for event in calendar.walk("VEVENT")[:MOST_EVENTS]]
    except Exception:  # the library raises by kind of error; the calendar itself stays among the files
        return []


def _event(event: Any, method: str) -> str:
    title = one_line(str(event.get("summary", "")))[:LONGEST] or _("no title")
    said = _asked(event, method) % {"title": title}
    when, where = _when(event), one_line(str(event.get("location", "")))[:LONGEST]
    who = re.sub("(?i)^mailto:", "", one_line(str(event.get("organizer", ""))))[:LONGEST]
    more = [
        when,
        _("at %(place)s") % {"place": where} if where else "",
        _("by %(person)s") % {"person": who} if who else "",
        _("repeats") if event.get("rrule") else "",
    ]
    return ", ".join([said, *filter(None, more)])


def _asked(event: Any, method: str) -> str:
    if method == "CANCEL" or str(event.get("status", "")).upper() == "CANCELLED":
        return _("Cancelled: %(title)s")
    if method == "REPLY":
        return _answer(event)
    return _("Invitation: %(title)s") if method == "REQUEST" else _("Calendar entry: %(title)s")


def _answer(event: Any) -> str:
    attendees = event.get("attendee", [])
    first = attendees[0] if isinstance(attendees, list) and attendees else attendees
    match str(getattr(first, "params", {}).get("PARTSTAT", "")).upper():
        case "ACCEPTED":
            return _("Accepted: %(title)s")
        case "DECLINED":
            return _("Declined: %(title)s")
        case "TENTATIVE":
            return _("Perhaps: %(title)s")
    return _("Answer to: %(title)s")


def _when(event: Any) -> str:
    """In the zone that the sender named: whoever reads it knows what the sender meant."""
    start, end = (getattr(event.get(name), "dt", None) for name in ("dtstart", "dtend"))
    if not isinstance(start, dt.date):
        return ""
    said = _moment(start)
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        same_day = start.date() == end.date()
        said += f" – {date_format(end, 'TIME_FORMAT') if same_day else _moment(end)}"
        said += f" {start.tzname()}" if start.tzname() else ""
    return said


def _moment(moment: dt.date) -> str:
    return date_format(moment, "DATETIME_FORMAT" if isinstance(moment, dt.datetime) else "DATE_FORMAT")
