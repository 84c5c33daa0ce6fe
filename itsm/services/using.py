"""How many services live by what was agreed."""

from django.utils.translation import ngettext

from itsm.frame.using import tell
from itsm.services.models import Component, Service, SupportCalendar


def add_to_house() -> None:
    tell(
        "services:list", lambda: Service.objects.filter(is_active=True).values("pk"),
        lambda n: ngettext("%(n)d service is offered.", "%(n)d services are offered.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "services:policy",
        lambda: SupportCalendar.objects.filter(agreements__isnull=False).values("pk").distinct(),
        lambda n: ngettext("%(n)d calendar is in use.", "%(n)d calendars are in use.", n) % {"n": n},
    )
    tell(
        "services:components", lambda: Component.objects.values("pk"),
        lambda n: ngettext("%(n)d is written down.", "%(n)d are written down.", n) % {"n": n},
    )  # fmt: skip
