"""A change in the making, with a step; a change model that nobody has authorised; a question about risk."""

from typing import TYPE_CHECKING, Any

from changes.models import Change, ChangeModel, RiskQuestion

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("changes:", "api:change", "api:risk")


def objects(world: "World") -> dict[str, Any]:
    agent = world.people["agent"]
    steps = [{"what": "Put it in", "minutes": 5}]
    world.change = Change.propose(by=agent, title="New certificate", service=world.service, steps=steps)
    model = ChangeModel(key="certificate", name="A certificate", says="Often done", owner=agent)
    model.steps, model.back_out = steps, "The old one"
    model.save()
    question = RiskQuestion.objects.first()
    return {
        "changes:": world.change.steps.get(),
        "changes:question": question,
        "api:risk-questions": question,
    }


def meaning(world: "World", route: str) -> dict[str, Any]:
    if not route.startswith(ROUTES):
        return {}
    return {
        "number": world.change.number,
        "slug": "normal-low" if route == "changes:authority" else "why",
        "key": "normal-low" if route.startswith("api:change-authorities") else "certificate",
        "verb": "authorise",
        "incident": world.ticket.number,
    }
