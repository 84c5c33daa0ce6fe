"""A change that runs into a freeze, for the walk through the calendar's addresses."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from changes.calendar import addresses
from changes.models import Change, Collision, Occasion

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("calendar:", "api:change-calendar", "api:occasions", "api:collisions", "api:calendar-address")


def objects(world: "World") -> dict[str, Any]:
    """Written down, not found: a freeze would stand in the way of every other change of this walk."""
    agent: Any = world.people["agent"]
    starts, now = timezone.now() + timedelta(days=40), timezone.now()
    window = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    world.moving = Change.propose(by=agent, title="New switches", service=world.service, **window)
    freeze = Occasion.objects.create(kind="freeze", title="Quarter end", by=agent, **window)
    collision = Collision.objects.create(change=world.moving, occasion=freeze, kind="freeze", because="A freeze", found_at=now)  # fmt: skip
    return {
        "calendar:occasion": freeze,
        "api:occasions": freeze,
        "calendar:": collision,
        "api:collisions": collision,
    }


def meaning(world: "World", route: str) -> dict[str, Any]:
    """The feed's address is the agent's own: whoever has it reads what the agent may."""
    if not route.startswith(ROUTES):
        return {}
    key = addresses.address_of(world.people["agent"]).split("/")[-2]  # type: ignore[arg-type]
    return {"number": world.moving.number, "key": key}
