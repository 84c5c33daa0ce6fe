"""A request with one step for a person and one for another system, for the walk through every address."""

from typing import TYPE_CHECKING, Any

from catalog.models import Category, Hook, Offering, OfferingEdition, ServiceRequest
from catalog.tasks import wire

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    hook = Hook(name="Directory", url="http://127.0.0.1:1/")
    wire.new_secret(hook)
    hook.save()
    agent: Any = world.people["agent"]
    shelf, _made = Category.objects.get_or_create(name="Equipment")
    offering = Offering.objects.create(
        key="docking-station",
        title="Docking station",
        state="published",
        category=shelf,
        owner=agent,
        team=world.team,
    )
    plan = [
        {"key": "order", "title": "Order it", "team": world.team.pk, "checklist": ["Price"]},
        {"key": "account", "title": "Make an account", "team": world.team.pk, "hook": hook.pk},
    ]
    about = {"number": 1, "state": "published", "by": agent, "title": offering.title}
    offering.edition = OfferingEdition.objects.create(offering=offering, plan=plan, **about)
    offering.save()
    colleague: Any = world.people["colleague"]
    request = ServiceRequest.ask(offering.edition, {}, by=colleague)
    task = request.tasks.get(key="order")
    return {"tasks:": task, "api:tasks": task, "hooks:": hook, "api:hooks": hook}
