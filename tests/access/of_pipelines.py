"""A pipeline and one of its runs, on the change in the making, for the walk through every address."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from changes.models import ChangeModel, Deployment, Pipeline
from changes.pipelines.keeping import new_secret

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("changes:pipeline", "api:pipelines")


def objects(world: "World") -> dict[str, Any]:
    agent: Any = world.people["agent"]
    model = ChangeModel.objects.get(key="certificate")
    pipeline = Pipeline(name="Portal", model=model, speaks_for=agent)
    new_secret(pipeline)
    world.deployment = Deployment.objects.create(
        pipeline=pipeline, run="7", change=world.change, began_at=timezone.now()
    )
    return {"api:deployments": world.deployment}


def meaning(world: "World", route: str) -> dict[str, Any]:
    return {"key": "portal"} if route.startswith(ROUTES) else {}
