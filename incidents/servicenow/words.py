"""ServiceNow's words and ours. A word that stands in none of these tables is reported, never guessed at."""

from dataclasses import dataclass

from incidents.models import Incident
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Ticket

Status = Incident.Status


@dataclass(frozen=True, slots=True)
class State:
    status: Status
    reason: str = ""

    @property
    def done(self) -> bool:
        return self.status in {Status.RESOLVED, Status.CLOSED}


NEW = State(Status.NEW)
# Evidence is asked of whoever reported the trouble, so it waits for the colleague like any other question.
STATES = {
    "new": NEW,
    "active": State(Status.IN_PROGRESS),
    "in progress": State(Status.IN_PROGRESS),
    "work in progress": State(Status.IN_PROGRESS),
    "awaiting user info": State(Status.ON_HOLD, HoldReason.COLLEAGUE),
    "awaiting caller": State(Status.ON_HOLD, HoldReason.COLLEAGUE),
    "awaiting evidence": State(Status.ON_HOLD, HoldReason.COLLEAGUE),
    "awaiting vendor": State(Status.ON_HOLD, HoldReason.SUPPLIER),
    "awaiting problem": State(Status.ON_HOLD, HoldReason.PROBLEM),
    "awaiting change": State(Status.ON_HOLD, HoldReason.CHANGE),
    "resolved": State(Status.RESOLVED),
    "closed": State(Status.CLOSED),
    "canceled": State(Status.CANCELLED),
    "cancelled": State(Status.CANCELLED),
}
CHANNELS = {
    "phone": Channel.PHONE,
    "ivr": Channel.PHONE,
    "self service": Channel.PORTAL,
    "self-service": Channel.PORTAL,
    "email": Channel.MAIL,
    "chat": Channel.CHAT,
    "walk-in": Channel.WALK_UP,
    "direct opening": Channel.DESK,
}
# "2 - Medium": the figure decides, whatever the word. Baton's urgency has one more at the top.
IMPACTS = {"1": Ticket.Impact.MANY, "2": Ticket.Impact.GROUP, "3": Ticket.Impact.ONE}
URGENCIES = {"1": Ticket.Urgency.HIGH, "2": Ticket.Urgency.MEDIUM, "3": Ticket.Urgency.LOW}
PRIORITIES = {
    "1": Ticket.Priority.CRITICAL,
    "2": Ticket.Priority.HIGH,
    "3": Ticket.Priority.NORMAL,
    "4": Ticket.Priority.LOW,
    "5": Ticket.Priority.LOW,
}


def figure(text: str) -> str:
    """The "2" of "2 - Medium"."""
    return text.split("-")[0].strip()
