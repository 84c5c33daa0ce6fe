"""What communication adds to a request by API. Its page gets the same through the registry of panels."""

from catalog import api
from comms.mail_in.original_api import Originals


class RequestViewSet(Originals, api.RequestViewSet):
    """A colleague asked for something that the catalogue offers."""
