"""What speaks for a catalogue: people write an incident to ask for something."""

from datetime import datetime

from django.utils.translation import ngettext

from itsm.frame.practices import Sign
from itsm.services.models import Kind
from itsm.tickets.models import Ticket

ASKING = (
    r"^\s*(new|need|request|please|order|access|permission|can i (get|have)|i (need|want)|install|set up)\M"
)


def asked(since: datetime, until: datetime) -> int:
    opened = Ticket.objects.filter(
        kind=Kind.INCIDENT, opened_at__gte=since, opened_at__lt=until, merged_into=None
    )
    return opened.filter(title__iregex=ASKING).order_by().count()


def says(n: int) -> str:
    return ngettext(
        "%(n)d incident of the last 30 days was no incident: somebody asked for something.",
        "%(n)d incidents of the last 30 days were none: somebody asked for something.",
        n,
    ) % {"n": n}


SIGN = Sign(count=asked, says=says, enough=10)
