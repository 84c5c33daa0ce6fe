"""The verbs of an incident, by API."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.api import shapes
from incidents.models import Incident, MajorIncident
from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import ReasonBody
from itsm.tickets.errors import Refused
from itsm.tickets.models import Link


@verb(shapes.ResolveBody, bulk=True)
def resolve(ticket: Incident, *, by: Person, resolution: str, words: str, seen: int | None = None) -> None:
    """Service is back; the words tell the colleague what was done."""
    ticket.resolve(resolution=resolution, words=words, seen=seen, by=by)


@verb(ReasonBody)
def cancel(ticket: Incident, *, by: Person, reason: str) -> None:
    """It was no incident, or the colleague withdraws it. The reason is theirs to read."""
    ticket.cancel(reason=reason, by=by)


@verb(shapes.ChildBody, bulk=True)
def child(ticket: Incident, *, by: Person, parent: Incident) -> None:
    """Make it a child: it hears every public update of its parent and ends with it."""
    ticket.link(parent, Link.Kind.CHILD_OF, by=by)


@verb(shapes.ProposeBody)
def propose_major(ticket: Incident, *, by: Person, impact: str) -> None:
    """This is bigger than it looks."""
    MajorIncident.propose(ticket, impact=impact, by=by)


@verb(shapes.PromoteBody)
def promote_major(ticket: Incident, *, by: Person, **roles: Any) -> None:
    """From now on one person leads, one speaks, and a word is due every few minutes."""
    major_of(ticket).promote(by=by, **roles)


@verb(ReasonBody)
def decline_major(ticket: Incident, *, by: Person, reason: str) -> None:
    """It is not a major incident, and why."""
    major_of(ticket).decline(reason=reason, by=by)


@verb(shapes.MajorRolesBody, like="stand-down-major")
def change_major_roles(ticket: Incident, *, by: Person, **roles: Any) -> None:
    """Somebody else leads, speaks or writes down."""
    major_of(ticket).change_roles(by=by, **roles)


@verb()
def stand_down_major(ticket: Incident, *, by: Person) -> None:
    """Service is back for everyone."""
    major_of(ticket).stand_down(by=by)


def major_of(ticket: Incident) -> MajorIncident:
    if ticket.major_incident is None:
        raise Refused(_("Nobody has proposed %(number)s as a major incident.") % {"number": ticket.number})
    return ticket.major_incident
