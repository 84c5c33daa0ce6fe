"""What a manager does first with figures."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from itsm.frame.first_steps import FirstStep, add
from itsm.insights.models import FigureTarget, OwnDashboard
from itsm.people.models import Person
from itsm.people.roles import MANAGER


def targets(person: Person) -> QuerySet[Any]:
    return FigureTarget.objects.filter(set_by=person)


def dashboards(person: Person) -> QuerySet[Any]:
    return OwnDashboard.objects.filter(owner=person)


def add_to_house() -> None:
    roles = frozenset({MANAGER})
    add(
        FirstStep(
            key="target", label=_("Say what a figure should be"), url_name="targets:list", roles=roles, order=41, done=targets,
            says=_("Every figure says what it means and opens its records. A target is the line it is held against."),
        ),
        FirstStep(
            key="dashboard", label=_("Put your own dashboard together"), url_name="insights:own_list", roles=roles, order=42, done=dashboards,
            says=_("Choose figures, put them in your order, and share the page by its address."),
        ),
    )  # fmt: skip
