"""What changes answer when an auditor asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.models import Change, ChangeModel, ContractLine
from changes.models.course import WENT_WRONG
from itsm.insights.evidence.registry import Line, Rows, of_ticket, register


def models() -> Rows:
    return ChangeModel.objects.filter(authorised_at__isnull=False)


def changes() -> Rows:
    return Change.objects.all()


def reviewed() -> Rows:
    return Change.objects.exclude(outcome="").filter(resolved_at__isnull=False)


def went_wrong() -> Rows:
    return reviewed().filter(outcome__in=WENT_WRONG)


def told() -> Rows:
    return ContractLine.objects.filter(kept=True)


def contract_name(row: ContractLine) -> str:
    return f"{row.change.number} {row.label}"


def contract_page(row: ContractLine) -> str:
    return row.change.get_absolute_url()


def add_to_house() -> None:
    ours: dict[str, Any] = {"clause": "8.5.1", "ticket": "", "name": of_ticket, "page": "changes:list"}
    register(
        Line(
            key="contracts-kept", clause="7.4", says=_("Told before a change began, as agreed"), rows=told, moment="change__started_at",
            ticket="change", name=contract_name, href=contract_page, related=("change",), page="changes:list", order=12,
        ),
        Line(key="change-models", clause="8.5.1", says=_("Models of changes that are authorised"), rows=models, page="changes:library", order=50),
        Line(key="changes-opened", says=_("Changes recorded"), rows=changes, moment="opened_at", order=51, **ours),
        Line(key="changes-authorised", says=_("Changes authorised"), rows=changes, moment="authorised_at", order=52, **ours),
        Line(key="changes-reviewed", says=_("Changes looked back on, with an outcome"), rows=reviewed, moment="resolved_at", order=53, **ours),
        Line(key="changes-wrong", says=_("Of them failed or backed out"), rows=went_wrong, moment="resolved_at", order=54, **ours),
    )  # fmt: skip
