"""A major incident that nobody has told of yet is an outage of its service all the same, from its report to its resolution."""

from django.utils.translation import gettext as _

from incidents.models import Incident
from itsm.services.models import Service
from itsm.services.outages import keeping
from itsm.services.outages.keeping import Told
from itsm.tickets.models import Event

CONSUMER = "downtime"
AGAIN = "incident.reopen"
STAND_DOWN = "ticket.stand_down_major"
TELLING = ("ticket.promote_major", "incident.resolve", "incident.cancel", STAND_DOWN, "ticket.edit", AGAIN)


def is_major(event: Event) -> bool:
    """Also the one that stops being one with this event."""
    ticket = event.ticket
    return ticket.kind == Incident.KIND and (ticket.major or event.verb == STAND_DOWN)


def follow(event: Event) -> None:
    """By what it is now, so that events that come twice or late do no harm."""
    incident = Incident.objects.select_related("service").get(pk=event.ticket_id)
    told = Told(
        source=incident.number, url=incident.get_absolute_url(), ticket=incident.number,
        words=_("Restricted") if incident.restricted else incident.title,
    )  # fmt: skip
    if not (incident.open and incident.major):
        keeping.up(told, now=event.at)
    elif not keeping.is_told_of(incident.number):
        keeping.down(
            told, services(incident), since=incident.opened_at, now=event.at, again=event.verb == AGAIN
        )


def services(incident: Incident) -> list[Service]:
    return [incident.service] if incident.service else []
