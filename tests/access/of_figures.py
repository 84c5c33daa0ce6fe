"""What the addresses of figures and benchmarks name: one published band, and one of our own."""

from typing import TYPE_CHECKING, Any

from itsm.insights.models import OwnBand

if TYPE_CHECKING:
    from tests.access.world import World

PUBLISHED = "fcr-hdi-2015"
NAMED = {
    "insights:figure_file": {"kind": "csv"},
    "api:figures-file": {"kind": "csv"},
    "benchmarks:show": {"name": PUBLISHED},
    "api:benchmarks-detail": {"name": PUBLISHED},
}


def objects(world: "World") -> dict[str, Any]:
    own = OwnBand.enter(
        by=world.people["manager"], measure="reopened", typical=4.0, source="Our sister", year=2026
    )
    return {"benchmarks:": own, "api:own-bands": own}


def meaning(world: "World", route: str) -> dict[str, Any]:
    return NAMED.get(route, {})
