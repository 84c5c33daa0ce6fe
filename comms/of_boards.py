"""Who is told of what a board has before it, of a review that nobody wrote, and of a start although somebody does not know."""

from collections.abc import Collection, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from changes.models import AgendaItem
from comms.models import Reason
from comms.recipients import Told, people
from itsm.people.models import Person
from itsm.people.roles import CHANGE_MANAGER
from itsm.tickets.models import Event

ABOUT_MEETINGS = ("ticket.put_on_agenda", "ticket.take_off_agenda")


def who_may_vote(event: Event) -> Iterator[Told]:
    """By name, as the Event has them: whose own change it is has no vote on it."""
    yield from (Told(person, Reason.AGREES) for person in people(event.details.get("people", [])))


def address_of(event: Event) -> dict[str, str]:
    """A mail about a meeting leads there, where members of a board come in who do not work the desk; one about a vote, to it."""
    meeting, item = event.details.get("meeting"), event.details.get("item")
    if event.verb not in ABOUT_MEETINGS or meeting is None:
        return {}
    path = reverse("board:item", args=[meeting, item]) if item else reverse("board:meeting", args=[meeting])
    return {"url": settings.BASE_URL + path}


def items_of(person: Person, tickets: Collection[int | None]) -> dict[int, AgendaItem]:
    """Change → where it stands before a board of this person: the door for whoever has no other one."""
    if not tickets or person.works_the_desk:
        return {}
    rows = AgendaItem.objects.visible_to(person).filter(change__in=tickets).order_by("pk")
    return {item.change_id: item for item in rows}


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
