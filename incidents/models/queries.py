"""Questions that only incidents are asked."""

from typing import Self

from itsm.tickets.models.queries import TicketManager, TicketQuerySet


class IncidentQuerySet(TicketQuerySet):
    """Adds what only incidents are asked."""

    def with_people(self) -> Self:
        return super().with_people().select_related("category", "major_record")


class IncidentManager(TicketManager.from_queryset(IncidentQuerySet)):  # type: ignore[misc]
    pass
