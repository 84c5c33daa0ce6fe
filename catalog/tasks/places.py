"""Where plans and tasks stand in the house: registered when the app is ready."""

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Call, ServiceRequest
from catalog.models.parts import register_plan
from catalog.offerings.sections import Section, register_section
from catalog.tasks import acts, measures, plan, stage, tasks
from catalog.tasks.section import PlanForm
from itsm.frame import setup
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.people.roles import ADMINISTRATOR, DESK, grant
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel


def add_to_house() -> None:
    register_plan(plan)
    register_panel(ServiceRequest.KIND, Panel("catalog/tasks/panel.html", of_the_desk))
    register_panel("portal", Panel("catalog/tasks/stage.html", of_the_colleague))
    register_section(
        Section(slug="plan", label=_("Plan"), form=PlanForm, template="catalog/tasks/section.html", order=40)
    )
    post_save.connect(tasks.wake, Call, dispatch_uid="catalog.tasks.wake")
    grant(ADMINISTRATOR, "catalog.change_hook")
    measures.add_to_overview()
    add(
        Entry(
            label=_("Tasks"),
            url_name="tasks:list",
            icon="clipboard-document-check",
            roles=DESK,
            order=10,
            key="w",
            under="desk:home",
        )
    )
    setup.add(
        setup.Line(
            label=_("Other systems"), url_name="hooks:list", icon="arrows-right-left", group=setup.Group.SERVICES,
            permission="catalog.change_hook", says=_("Systems that do a step of a request by themselves."),
        )
    )  # fmt: skip


def of_the_desk(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    found = list(ticket.tasks.select_related("team", "assignee", "hook").order_by("place"))
    if not found:
        return None
    for task in found:
        task.ticket = ticket
    shown = [(task, acts.offered(task, request.user) if task.is_in_hand else []) for task in found]
    return {"tasks": shown, "stage": stage.stage_of(found), "now": timezone.now()}


def of_the_colleague(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """While it is being prepared; before and after, the steps above say it all."""
    if ticket.kind != ServiceRequest.KIND or not ticket.open:
        return None
    found = stage.stage_of(list(ticket.tasks.all()))
    return {"stage": found, "words": stage.in_words(ticket, found)} if found.total else None
