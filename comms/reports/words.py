"""A report's schedule in a sentence."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from comms.models import Report


def when(report: Report) -> str:
    """“Every Monday at 07:00, on open days of Porto office”."""
    at = {"hour": f"{report.hour:02d}:00", "weekday": WEEKDAYS[report.weekday], "day": report.day}
    match report.rhythm:
        case Report.Rhythm.WEEKLY:
            said = _("every %(weekday)s at %(hour)s")
        case Report.Rhythm.MONTHLY:
            said = _("every month on day %(day)s at %(hour)s")
        case _daily:
            said = _("every day at %(hour)s")
    days = _(", on open days of %(calendar)s") % {"calendar": report.calendar} if report.calendar else ""
    return f"{said % at}{days}"
