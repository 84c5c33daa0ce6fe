"""The lines that need no practice: services, agreements, goals, times that were missed, targets of figures."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.insights.dashboards.actions import Tab, register_tab
from itsm.insights.evidence.registry import Line, Rows, of_ticket, register
from itsm.insights.goals.models import FigureTarget
from itsm.services.models import Agreement, Goal, Service
from itsm.tickets.models import Ticket


def services() -> Rows:
    return Service.objects.filter(is_active=True)


def agreements() -> Rows:
    return Agreement.objects.all()


def goals() -> Rows:
    return Goal.objects.filter(is_active=True)


def missed() -> Rows:
    return Ticket.objects.filter(breached=True)


def targets() -> Rows:
    return FigureTarget.objects.filter(value__isnull=False)


def target_page(row: FigureTarget) -> str:
    return reverse("targets:list")


def add_to_house() -> None:
    # Whoever may say what the desk costs reads figures: managers and administrators.
    register_tab(
        Tab(
            key="evidence",
            label=_("Evidence"),
            url_name="insights:evidence",
            permission="insights.change_deskcost",
        )
    )
    register(
        Line(key="services", clause="8.2.4", says=_("Services that are offered"), rows=services, page="services:list", order=20),
        Line(key="agreements", clause="8.3.3", says=_("Agreements with their targets"), rows=agreements, page="services:policy", order=40),
        Line(key="goals", clause="8.3.3", says=_("Business goals that are pursued"), rows=goals, page="goals:list", order=41),
        Line(
            key="missed-times", clause="8.3.3", says=_("Tickets that missed an agreed time"), rows=missed, moment="opened_at",
            ticket="", name=of_ticket, page="desk:home", order=42,
        ),
        Line(key="figure-targets", clause="9.1", says=_("Targets of figures"), rows=targets, href=target_page, page="targets:list", order=90),
    )  # fmt: skip
