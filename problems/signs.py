"""What speaks for looking for causes: the same happens again and again."""

from datetime import datetime

from django.db.models import Count, Sum
from django.db.models.functions import Lower
from django.utils.translation import ngettext

from incidents.models import Incident
from itsm.frame.practices import Sign

ALIKE = 5  # of one service and one title within the time


def alike(since: datetime, until: datetime) -> int:
    """Incidents that were not the only one of their title. The finder of recurrences knows more; this asks one statement."""
    opened = Incident.objects.filter(opened_at__gte=since, opened_at__lt=until, merged_into=None).order_by()
    piles = opened.values("service", words=Lower("title")).annotate(n=Count("pk")).filter(n__gte=ALIKE)
    return piles.aggregate(total=Sum("n"))["total"] or 0


def says(n: int) -> str:
    return ngettext(
        "%(n)d incident of the last 30 days was like others before it.",
        "%(n)d incidents of the last 30 days were alike.",
        n,
    ) % {"n": n}


SIGN = Sign(count=alike, says=says, enough=12)
