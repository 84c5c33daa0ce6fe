"""A known error that is published, told to the colleague on a ticket of theirs, and not answered yet."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from comms.known_errors import links
from itsm.tickets.models import Link
from problems.models import KnownError, Problem
from tests import factories

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("known_errors:", "known:", "api:known-errors")


def make(world: "World") -> KnownError:
    agent = world.people["agent"]
    problem = Problem.raise_(by=agent, title="Mail stops every night", team=world.team)
    told = factories.incident(by=world.people["colleague"], team=world.team)
    told.link(problem, Link.Kind.CAUSED_BY, by=agent)
    made = KnownError.write(
        by=agent,
        title="Mail stops at night",
        symptom="No mail arrives.",
        workaround="Wait until six.",
        problem=problem,
    )
    made.publish(by=agent)
    made.offer(told, by=agent)
    return made


def meaning(world: "World", route: str) -> dict[str, Any]:
    if route == "comms:answer_workaround":
        return {"token": links.token(world.known_error.trials.get(), now=timezone.now())}
    if not route.startswith(ROUTES):
        return {}
    return {"number": world.known_error.number, "ticket": world.ticket.number}
