"""Who is told of what a board has before it, of a review that nobody wrote, and of a start although somebody does not know."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from comms.models import Reason
from comms.recipients import Told, people
from itsm.people.models import Person
from itsm.people.roles import CHANGE_MANAGER
from itsm.tickets.models import Event


def who_may_vote(event: Event) -> Iterator[Told]:
    """By name, as the Event has them: whose own change it is has no vote on it."""
    yield from (Told(person, Reason.AGREES) for person in people(event.details.get("people", [])))


def who_sees_to_it(event: Event) -> Iterator[Told]:
    """Whoever leads the team, and the change managers: the Event names them."""
    about = event.ticket.team.name
    for person in people(event.details.get("people", [])):
        leads = person.pk == event.ticket.team.lead_id
        yield Told(
            person, Reason.LEAD if leads else Reason.TEAM, about if leads else _("the change managers")
        )


def change_managers(event: Event) -> Iterator[Told]:
    """The inbox is enough: nobody mails everybody who may."""
    managers = Person.objects.active().filter(groups__name=CHANGE_MANAGER)
    yield from (Told(person, Reason.TEAM, _("the change managers"), one_of_many=True) for person in managers)
