"""A word in a room, said now, to see whether it arrives."""

from django.utils.translation import gettext as _

from comms.chat import servers
from comms.models import Room
from itsm.frame import outbound
from itsm.frame.secrets import Unreadable


def why_not(room: Room) -> str:
    """Why it did not arrive; empty if it did."""
    try:
        servers.post(room, _("Baton says hello. From now on it tells here what happens."))
    except (servers.SaidNo, outbound.Refused, outbound.Unanswered) as error:
        return _("It did not arrive: %(why)s") % {"why": error}
    except Unreadable:
        return _("The kept token cannot be read any more. Type it anew.")
    return ""
