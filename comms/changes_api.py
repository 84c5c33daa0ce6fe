"""What carrying out and communication add to a change by API."""

from changes import api
from changes.doing.api import DoingOfChange
from comms.knowing.api import KnowingOfTicket
from comms.mail_in.original_api import Originals


class ChangeViewSet(DoingOfChange, KnowingOfTicket, Originals, api.ChangeViewSet):
    """Something is added, altered or removed that could affect a service."""
