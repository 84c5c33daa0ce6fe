"""What an administrator does first about services and hours."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from itsm.frame.first_steps import FirstStep, add
from itsm.people.models import Person
from itsm.people.roles import ADMINISTRATOR
from itsm.services.models import Service, SupportCalendar


def offered(_person: Person) -> QuerySet[Any]:
    return Service.objects.active().filter(team__isnull=False)


def own_calendar(_person: Person) -> QuerySet[Any]:
    """One with public holidays, or a second one: nobody keeps the first as it comes."""
    first = SupportCalendar.objects.order_by("pk").values("pk")[:1]
    return SupportCalendar.objects.exclude(country="") | SupportCalendar.objects.exclude(pk__in=first)


def add_to_house() -> None:
    roles = frozenset({ADMINISTRATOR})
    add(
        FirstStep(
            key="services", label=_("Say what your services are"), url_name="services:list", roles=roles, order=20, done=offered,
            says=_("What colleagues use, in their words, and the team that looks after each."),
        ),
        FirstStep(
            key="hours", label=_("Say when you are there"), url_name="services:policy", roles=roles, order=21, done=own_calendar,
            says=_("Clocks run in your hours only, and never on your public holidays."),
        ),
    )  # fmt: skip
