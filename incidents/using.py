"""How many systems of monitoring may speak."""

from django.utils.translation import ngettext

from incidents.models import AlertSource
from itsm.frame.using import tell


def add_to_house() -> None:
    tell(
        "incidents:alert_sources", lambda: AlertSource.objects.filter(is_active=True).values("pk"),
        lambda n: ngettext("%(n)d is in use.", "%(n)d are in use.", n) % {"n": n},
    )  # fmt: skip
