"""A talk with the assistant that a person takes over: an incident whose first message is the whole conversation."""

from incidents.models import Incident
from itsm.knowledge.models import Talk
from itsm.tickets import personal
from itsm.tickets.models import Channel


def take_over(talk: Talk, *, about: str, phone: str = "") -> Incident:
    """With a number they are called, and the promise is that of a call."""
    made = Incident.report(by=talk.person, title=about, description=talk.transcript(), channel=Channel.PORTAL)
    if phone:
        personal.call_me(made, phone=phone, by=talk.person)
    return made
