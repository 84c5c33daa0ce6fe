"""Change managers, boards and owners, as steps of approval speak of them; and whose own a change is.

Where nobody is left somebody stands in: for a board the change managers, for an owner the lead of the service's team. The last
resort is that of all approvals: the administrators. Never nobody, never oneself.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from catalog.approvals.whom import barred, register_own, register_who
from catalog.models import ApprovalStep
from changes.models import Board, Change
from itsm.people.models import Person
from itsm.people.roles import CHANGE_MANAGER
from itsm.services.models import Service
from itsm.tickets.models import Ticket


def of_role(step: ApprovalStep, ticket: Ticket) -> list[Person]:
    return others(with_role(step.who.get("role", CHANGE_MANAGER)), ticket)


def of_board(step: ApprovalStep, ticket: Ticket) -> list[Person]:
    """Its members; where there is no such board, or none of it may decide, the change managers."""
    members = Person.objects.active().filter(boards__in=boards(step)).distinct()
    free = list(members.exclude(pk__in=barred(ticket)).order_by("pk"))
    enough = len(free) >= (step.needed or 1)
    return free if enough else list(dict.fromkeys([*free, *others(with_role(CHANGE_MANAGER), ticket)]))


def boards(step: ApprovalStep) -> "QuerySet[Board]":
    named, emergency = step.who.get("board"), bool(step.who.get("emergency"))
    return Board.objects.filter(pk=named) if named else Board.objects.filter(emergency=emergency)


def of_services(step: ApprovalStep, ticket: Ticket) -> list[Person]:
    """The owner of each affected service; of one without, the lead of its team."""
    touched = Service.objects.filter(pk__in=ticket.specific.affected_ids).select_related(
        "owner", "team__lead"
    )
    found = (service.owner or (service.team and service.team.lead) for service in touched.order_by("pk"))
    people = dict.fromkeys(person for person in found if person)
    free = [person for person in people if person.pk not in barred(ticket)]
    return free or list(people)


def with_role(role: str) -> "QuerySet[Person]":
    return Person.objects.active().filter(groups__name=role)


def others(people: "QuerySet[Person]", ticket: Ticket) -> list[Person]:
    """Not the one whose change it is; only if it is nobody else, the line above them is asked."""
    free = people.exclude(pk__in=barred(ticket)).order_by("pk")
    return list(free) or list(people.order_by("pk"))


def own(ticket: Ticket) -> Iterable[int]:
    """Who carries a change out does not authorise it: its assignee, and whoever does one of its steps."""
    yield from (step.owner_id for step in ticket.specific.steps.all() if step.owner_id)
    if ticket.assignee_id:
        yield ticket.assignee_id


def add_to_approvals() -> None:
    register_who("role", of_role)
    register_who("board", of_board)
    register_who("owners", of_services)
    register_own(Change.KIND, own)
