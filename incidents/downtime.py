"""A major incident that nobody has told of yet is an outage of its service all the same, from its report to its resolution."""

from django.utils.translation import gettext as _

from incidents.models import Incident
from itsm.services.models import Service
from itsm.services.outages import keeping
from itsm.services.outages.keeping import Told
from itsm.tickets.models import Event

CONSUMER = "downtime"
PROMOTE, AGAIN, STAND_DOWN = "ticket.promote_major", "incident.reopen", "ticket.stand_down_major"
BEGINNING = (PROMOTE, AGAIN)
ENDING = ("incident.resolve", "incident.cancel", "ticket.merge", STAND_DOWN)
TELLING = (*BEGINNING, *ENDING, "ticket.edit")


def is_major(event: Event) -> bool:
    """Also the one that stops being one with this event."""
    ticket = event.ticket
    return ticket.kind == Incident.KIND and (ticket.major or event.verb == STAND_DOWN)


def follow(event: Event) -> None:
    """Events may come late or in another order: what is over already is written whole, and nothing that began again is ended."""
    incident = Incident.objects.select_related("service").get(pk=event.ticket_id)
    told = Told(
        source=incident.number, url=incident.get_absolute_url(), ticket=incident.number,
        words=_("Restricted") if incident.restricted else incident.title,
    )  # fmt: skip
    begins, ends = (incident.events.filter(verb__in=verbs).order_by("pk") for verbs in (BEGINNING, ENDING))
    if event.verb in BEGINNING and (before := ends.filter(pk__lt=event.pk).last()):
        keeping.up(told, now=before.at)
    if event.verb not in ENDING:
        begin(incident, told, event)
    end = ends.filter(pk__gte=event.pk).first()
    if end and not begins.filter(pk__gt=end.pk).exists():
        keeping.up(told, now=end.at)


def begin(incident: Incident, told: Told, event: Event) -> None:
    broken = event.verb in BEGINNING or (incident.open and incident.major)
    if broken:
        affected = services(incident)
        again = [service.pk for service in affected] if event.verb in BEGINNING else []
        keeping.down(told, affected, since=incident.opened_at, now=event.at, again=again)


def services(incident: Incident) -> list[Service]:
    return [incident.service] if incident.service else []
