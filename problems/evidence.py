"""What problems answer when an auditor asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from itsm.insights.evidence.registry import Line, Rows, of_ticket, register
from problems.models import KnownError, Problem, ProblemAction


def problems() -> Rows:
    return Problem.objects.all()


def known_errors() -> Rows:
    return KnownError.objects.filter(published_at__isnull=False)


def actions() -> Rows:
    return ProblemAction.objects.filter(done_at__isnull=False)


def action_name(row: ProblemAction) -> str:
    return f"{row.problem.number} {row.what}"


def action_page(row: ProblemAction) -> str:
    return row.problem.get_absolute_url()


def add_to_house() -> None:
    ours: dict[str, Any] = {"clause": "8.6.3", "page": "problems:list"}
    register(
        Line(key="problems-opened", says=_("Problems recorded"), rows=problems, moment="opened_at", ticket="", name=of_ticket, order=70, **ours),
        Line(key="problems-resolved", says=_("Problems resolved"), rows=problems, moment="resolved_at", ticket="", name=of_ticket, order=71, **ours),
        Line(key="known-errors", clause="8.6.3", says=_("Known errors published with a way round"), rows=known_errors, moment="published_at", ticket="problem", name=of_ticket, page="known_errors:list", order=72),
        Line(key="problem-actions", says=_("Actions against causes, done"), rows=actions, moment="done_at", ticket="problem", name=action_name, href=action_page, related=("problem",), order=73, **ours),
    )  # fmt: skip
