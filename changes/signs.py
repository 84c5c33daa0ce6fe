"""What speaks for changes with a plan: incidents that began with one."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import ngettext

from incidents.models import Incident
from itsm.frame.practices import Sign

AFTER = r"\m(after|since|following)\M.*\m(update|upgrade|change|migration|release|patch|maintenance|switch)"


def after_a_change(since: datetime, until: datetime) -> int:
    opened = Incident.objects.filter(opened_at__gte=since, opened_at__lt=until, merged_into=None).order_by()
    return opened.filter(Q(title__iregex=AFTER) | Q(description__iregex=AFTER)).count()


def says(n: int) -> str:
    return ngettext(
        "%(n)d incident of the last 30 days began after an update or a change.",
        "%(n)d incidents of the last 30 days began after an update or a change.",
        n,
    ) % {"n": n}


SIGN = Sign(count=after_a_change, says=says, enough=5)
