"""Questions that only incidents are asked."""

from datetime import datetime
from typing import Self

from itsm.tickets.models.queries import TicketManager, TicketQuerySet

RESOLVED, ON_HOLD = "resolved", "on_hold"


class IncidentQuerySet(TicketQuerySet):
    """Adds what only incidents are asked."""

    def with_people(self) -> Self:
        return super().with_people().select_related("category", "major_record")

    def awaiting_confirmation(self) -> Self:
        return self.filter(status=RESOLVED)

    def to_close(self, *, now: datetime) -> Self:
        """Resolved long enough without a word from the colleague."""
        return self.awaiting_confirmation().filter(closes_at__lte=now)

    def to_wake(self, *, now: datetime) -> Self:
        """Planned for a moment that has come."""
        return self.filter(status=ON_HOLD, wakes_at__lte=now)


class IncidentManager(TicketManager.from_queryset(IncidentQuerySet)):  # type: ignore[misc]
    pass
