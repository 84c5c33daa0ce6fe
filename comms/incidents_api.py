"""What communication adds to an incident by API. Its page gets the same through the registries of panels and verbs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from changes import for_others
from comms.knowing import cause
from comms.knowing.api import KnowingOfTicket
from comms.mail_in.original_api import Originals
from comms.promises.api import PromiseReads
from incidents import api
from incidents.models import Incident
from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import Words
from itsm.tickets.api.shapes import TicketDetail
from itsm.tickets.models import Event, Ticket
from problems.models import Problem


class CauseBody(serializers.Serializer):
    words: Any = Words(help_text="What the cause is. Only the desk reads it.")


@verb(CauseBody, says=True)
def find_cause(ticket: Incident, *, by: Person, words: str) -> Event:
    """The cause is found. Whoever speaks for the major incident is told, and from now on the gap to the others counts."""
    return cause.find_cause(ticket, words, by=by)


class RaiseProblemBody(serializers.Serializer):
    title = serializers.CharField(max_length=200, help_text="The cause you suspect, or what keeps happening.")


@extend_schema(responses={201: TicketDetail})
@verb(RaiseProblemBody)
def raise_problem(ticket: Incident, *, by: Person, title: str) -> Ticket:
    """A cause is suspected behind it: a problem, to which this incident belongs. Answers with the problem."""
    return Problem.raise_from(ticket, title=title, by=by)


class ProposeChangeForBody(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    type = serializers.ChoiceField(for_others.TYPES)
    description: Any = Words()
    reason: Any = Words()


@extend_schema(responses={201: TicketDetail})
@verb(ProposeChangeForBody)
def propose_change(ticket: Incident, *, by: Person, **plan: Any) -> Ticket:
    """A change is made for it: of the same service, as restricted. Answers with the change."""
    return for_others.propose_for(ticket, by=by, **plan)


class IncidentViewSet(KnowingOfTicket, PromiseReads, Originals, api.IncidentViewSet):
    """Something is broken for someone."""

    find_cause = find_cause
    raise_problem, propose_change = raise_problem, propose_change
