"""An offering for everyone with an edition in the making, and a request for it, for the walk through every address."""

from typing import TYPE_CHECKING, Any

from catalog.models import Category
from tests.catalog import kit

if TYPE_CHECKING:
    from tests.access.world import World

OURS = ("catalog:", "asking:", "api:offerings")


def objects(world: "World") -> dict[str, Any]:
    manager, colleague = world.people["manager"], world.people["colleague"]
    offering = kit.offering(by=manager, team=world.team)  # type: ignore[arg-type]
    edition = offering.take_up(by=world.people["agent"])  # type: ignore[arg-type]
    edition.propose(by=world.people["agent"])  # type: ignore[arg-type]
    world.request = kit.request(offering, by=colleague)  # type: ignore[arg-type]
    empty = Category.objects.create(name="Rooms")
    return {"catalog:": empty, "api:shelves": empty}


def meaning(world: "World", route: str) -> dict[str, Any]:
    if route.startswith("api:requests"):
        return {"number": world.request.number, "event": world.request.last_event}
    if route.startswith(OURS):
        return {"key": "new-laptop", "slug": "words", "number": 1}
    return {}
