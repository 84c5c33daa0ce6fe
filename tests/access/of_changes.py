"""A change in the making, with a step."""

from typing import TYPE_CHECKING, Any

from changes.models import Change

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("changes:", "api:changes")


def objects(world: "World") -> dict[str, Any]:
    agent = world.people["agent"]
    steps = [{"what": "Put it in", "minutes": 5}]
    world.change = Change.propose(by=agent, title="New certificate", service=world.service, steps=steps)
    return {"changes:": world.change.steps.get()}


def meaning(world: "World", route: str) -> dict[str, Any]:
    if not route.startswith(ROUTES):
        return {}
    return {"number": world.change.number, "slug": "why", "incident": world.ticket.number}
