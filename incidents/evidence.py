"""What incidents answer when an auditor asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, MajorIncident, Review, ReviewAction
from itsm.insights.evidence.registry import Line, Rows, of_ticket, register


def incidents() -> Rows:
    return Incident.objects.all()


def escalated() -> Rows:
    return Incident.objects.filter(escalation__gt=0)


def major() -> Rows:
    return MajorIncident.objects.filter(declared_at__isnull=False)


def reviews() -> Rows:
    return Review.objects.filter(published_at__isnull=False)


def actions() -> Rows:
    return ReviewAction.objects.filter(done_at__isnull=False)


def its_name(row: MajorIncident | Review) -> str:
    return of_ticket(row.incident)


def its_page(row: MajorIncident) -> str:
    return f"{row.incident.get_absolute_url()}major/"


def review_page(row: Review) -> str:
    return f"{row.incident.get_absolute_url()}review/"


def action_name(row: ReviewAction) -> str:
    return f"{row.review.incident.number} {row.what}"


def action_page(row: ReviewAction) -> str:
    return review_page(row.review)


def add_to_house() -> None:
    of_incident: dict[str, Any] = {
        "ticket": "incident",
        "name": its_name,
        "related": ("incident",),
        "page": "incidents:list",
    }
    of_review: dict[str, Any] = {
        "ticket": "review__incident",
        "related": ("review__incident",),
        "page": "incidents:list",
    }
    ours: dict[str, Any] = {"clause": "8.6.1", "ticket": "", "name": of_ticket, "page": "incidents:list"}
    register(
        Line(key="incidents-opened", says=_("Incidents recorded and ranked"), rows=incidents, moment="opened_at", order=60, **ours),
        Line(key="incidents-resolved", says=_("Incidents resolved"), rows=incidents, moment="resolved_at", order=61, **ours),
        Line(key="incidents-escalated", says=_("Incidents escalated"), rows=escalated, moment="opened_at", order=62, **ours),
        Line(key="major-incidents", clause="8.6.1", says=_("Major incidents declared"), rows=major, moment="declared_at", href=its_page, order=63, **of_incident),
        Line(key="major-reviews", clause="8.7.1", says=_("Reviews of outages, published"), rows=reviews, moment="published_at", href=review_page, order=81, **of_incident),
        Line(key="review-actions", clause="8.7.1", says=_("Actions of reviews, done"), rows=actions, moment="done_at", name=action_name, href=action_page, order=82, **of_review),
    )  # fmt: skip
