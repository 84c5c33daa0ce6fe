"""The API of tickets of any kind. A practice's viewset adds its own flow to TicketViewSet."""

from itsm.tickets.api.refusals import refused, stale
from itsm.tickets.api.verbs import verb
from itsm.tickets.api.viewsets import TicketViewSet

__all__ = ["TicketViewSet", "refused", "stale", "verb"]
