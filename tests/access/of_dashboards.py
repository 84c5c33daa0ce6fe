"""A dashboard that the manager put together and shares."""

from typing import TYPE_CHECKING, Any

from itsm.insights.models import OwnDashboard

if TYPE_CHECKING:
    from tests.access.world import World

KEYS = {
    "dashboards": "mirrors",
    "dashboard": "mirrors",
    "wall": "mirrors",
    "records": "opened",
    "tickets": "unhappy",
}


def objects(world: "World") -> dict[str, Any]:
    mine: Any = {"owner": world.people["manager"], "title": "Monday", "figures": [["opened", "card"]]}
    OwnDashboard.objects.create(slug="monday", shared=True, **mine)
    return {}


def meaning(world: "World", route: str) -> dict[str, Any]:
    app, _colon, name = route.partition(":")
    if app not in {"insights", "api"}:
        return {}
    if name.startswith("own"):
        return {"slug": "monday"}
    key = KEYS.get(name.partition("-")[0])
    return {"key": key} if key else {}
