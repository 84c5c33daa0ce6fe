"""What communication adds to an incident by API. Its page gets the same through the registries of panels and verbs."""

from typing import Any

from rest_framework import serializers

from comms.knowing import cause
from comms.knowing.api import KnowingOfTicket
from comms.mail_in.original_api import Originals
from comms.promises.api import PromiseReads
from incidents import api
from incidents.models import Incident
from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import Words
from itsm.tickets.models import Event


class CauseBody(serializers.Serializer):
    words: Any = Words(help_text="What the cause is. Only the desk reads it.")


@verb(CauseBody, says=True)
def find_cause(ticket: Incident, *, by: Person, words: str) -> Event:
    """The cause is found. Whoever speaks for the major incident is told, and from now on the gap to the others counts."""
    return cause.find_cause(ticket, words, by=by)


class IncidentViewSet(KnowingOfTicket, PromiseReads, Originals, api.IncidentViewSet):
    """Something is broken for someone."""

    find_cause = find_cause
