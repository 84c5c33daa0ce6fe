"""A report's schedule in a sentence, and the next time of it."""

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comms.models import Report
from itsm.frame import words
from itsm.frame.templatetags.frame import when as as_time


def when(report: Report) -> str:
    """“Every Monday at 07:00, on open days of Porto office”; for a reader in another zone “at 07:00 (Europe/Lisbon)”."""
    zone = f" ({timezone.get_default_timezone_name()})" if is_elsewhere(report) else ""
    at = {"hour": f"{report.hour:02d}:00{zone}", "weekday": WEEKDAYS[report.weekday], "day": report.day}
    match report.rhythm:
        case Report.Rhythm.WEEKLY:
            said = _("every %(weekday)s at %(hour)s")
        case Report.Rhythm.MONTHLY:
            said = _("every month on day %(day)s at %(hour)s")
        case _daily:
            said = _("every day at %(hour)s")
    days = _(", on open days of %(calendar)s") % {"calendar": report.calendar} if report.calendar else ""
    return f"{said % at}{days}"


def next_time(report: Report) -> SafeString | str:
    """By the clock that the sentence goes by; where the reader's shows something else, that beside it."""
    with timezone.override(timezone.get_default_timezone()):
        said = as_time(report.next_at, "at")
    if not is_elsewhere(report):
        return said
    return format_html(
        _("{} ({}), {} with you"), said, timezone.get_default_timezone_name(), words.at(report.next_at)
    )


def is_elsewhere(report: Report) -> bool:
    """The reader's clock is another one then than the organisation's, by which reports go."""
    there = report.next_at.astimezone(timezone.get_default_timezone())
    return there.utcoffset() != timezone.localtime(report.next_at).utcoffset()
