"""Where approvals stand in the house: registered when the app is ready."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.approvals import asking, measures, of_requests
from catalog.approvals.section import StepsForm
from catalog.approvals.subject import is_agreed_to, register_subject
from catalog.models import Approval, ApprovalStep, ServiceRequest
from catalog.models.parts import register_approvals
from catalog.offerings.sections import Section, register_section
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK, EVERYONE
from itsm.tickets.cards import Card, register_card
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel

FEW = 3  # on the portal's home; the page has all
COUNT = "approvals-count"


def steps(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """Whoever sees the ticket sees who must agree. Nobody decides here: who is asked has a page of their own."""
    found = ApprovalStep.objects.of(ticket) if is_agreed_to(ticket.kind) else []
    return {"steps": found} if found else None


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    mine = Approval.objects.of(request.user).waiting().with_subject()
    rows = list(mine.order_by("step__asked_at", "pk")[: FEW + 1])
    return {"waiting": rows[:FEW], "more": len(rows) > FEW} if rows else None


def add_to_house() -> None:
    register_approvals(asking)
    register_subject(ServiceRequest.KIND, of_requests.describe)
    for page in (ServiceRequest.KIND, "portal"):
        register_panel(page, Panel("catalog/approvals/panel.html", steps))
    register_card(Card(name="approvals", template="catalog/approvals/card.html", context=waiting, order=20))
    measures.add_to_overview()
    template = "catalog/approvals/section.html"
    register_section(
        Section(slug="approvals", label=_("Approvals"), form=StepsForm, template=template, order=30)
    )
    entry = Entry(
        label=_("Approvals"), url_name="approvals:waiting", icon="check-badge", roles=EVERYONE, order=20, counts=COUNT
    )  # fmt: skip
    add(entry, "portal")
    add(replace(entry, roles=DESK, key="a", under="desk:home"))
