from itsm.tickets.models.act import Act, record
from itsm.tickets.models.attachment import Attachment
from itsm.tickets.models.baton import Handover, Hold, Holder
from itsm.tickets.models.clock import Clock, Clocks
from itsm.tickets.models.conversation import BY_PEOPLE, SPOKEN, Channel
from itsm.tickets.models.desk import Draft, Macro, SavedView
from itsm.tickets.models.ending import Ending, register_follow_up
from itsm.tickets.models.event import HUMAN_WORDS, Event
from itsm.tickets.models.kinds import register_kind
from itsm.tickets.models.links import Link
from itsm.tickets.models.outbox import Outbox
from itsm.tickets.models.people import Participant
from itsm.tickets.models.queries import TicketQuerySet
from itsm.tickets.models.read import Read
from itsm.tickets.models.ticket import Ticket
from itsm.tickets.models.usual import UsualTime
from itsm.tickets.models.waiting import Waiting

__all__ = [
    "HUMAN_WORDS",
    "BY_PEOPLE",
    "SPOKEN",
    "Act",
    "Attachment",
    "Channel",
    "Clock",
    "Clocks",
    "Draft",
    "Ending",
    "Event",
    "Handover",
    "Hold",
    "Holder",
    "Link",
    "Macro",
    "Outbox",
    "Participant",
    "Read",
    "SavedView",
    "Ticket",
    "TicketQuerySet",
    "UsualTime",
    "Waiting",
    "record",
    "register_follow_up",
    "register_kind",
]
