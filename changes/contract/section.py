"""The contract on the page of a change: each line, when it falls due, what is proven, what is missing."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.contract.standing import standings
from changes.models import Change
from changes.sections import Section, register_section
from itsm.people.models import Person


def context(change: Change, person: Person) -> dict[str, Any]:
    """As it stood when it started, once it has."""
    found = standings(change, now=change.started_at or timezone.now())
    return {"standings": found, "began": change.started_at}


def add_to_registry() -> None:
    register_section(
        Section(
            "contract",
            _("Who must know"),
            "changes/contract/section.html",
            context,
            order=42,
            edits="contract",
        )
    )
