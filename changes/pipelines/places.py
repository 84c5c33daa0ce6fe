"""Where deployments stand in the house: a line under Set up, and a part of the page of their change."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import Change, Deployment, Type
from changes.pipelines.pages import SET_UP
from changes.sections import Section, register_section
from itsm.frame import setup
from itsm.people.models import Person
from itsm.people.roles import ADMINISTRATOR, grant


def add_to_house() -> None:
    grant(ADMINISTRATOR, SET_UP)
    register_section(
        Section("deployment", _("Deployment"), "changes/sections/deployment.html", of_change, order=15)
    )
    setup.add(
        setup.Line(
            label=_("Pipelines"), url_name="changes:pipelines", icon="rocket-launch", group=setup.Group.SERVICES,
            permission=SET_UP, says=_("What deploys by itself: each run opens a standard change and closes it."),
        )
    )  # fmt: skip


def of_change(change: Change, person: Person) -> dict[str, Any] | None:
    """Only a standard change can have one: other pages do not ask."""
    if change.type != Type.STANDARD:
        return None
    found = Deployment.objects.filter(change=change).select_related("pipeline").first()
    return {"deployment": found} if found else None
