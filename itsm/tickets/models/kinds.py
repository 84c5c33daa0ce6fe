"""The kinds of tickets there are. Each practice registers its own when it is ready."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from itsm.tickets.models.ticket import Ticket

# Where the tickets of a kind live.
PATHS = {"incident": "incidents", "request": "catalog", "problem": "problems", "change": "changes"}
# Filled by each practice when it is ready, so that mixed lists can name a state and find a child by its kind.
KINDS: "dict[str, type[Ticket]]" = {}
STATUS_LABELS: dict[tuple[str, str], Any] = {}


def register_kind(model: "type[Ticket]", statuses: type[models.TextChoices]) -> None:
    KINDS[model.KIND] = model
    STATUS_LABELS.update({(model.KIND, status.value): status.label for status in statuses})
