"""What the manager looks at each Monday, shared with whoever reads figures, and how they came to weigh experience."""

from datetime import timedelta

from demo.history import World
from itsm.insights.models import OwnDashboard, Weighing

FIGURES = [
    ["happiness", "course"], ["lost_time", "service"], ["promises_kept", "course"], ["reopened", "service"],
    ["sla_met", "team"], ["opened", "card"],
]  # fmt: skip


def look_on_mondays(world: World) -> None:
    manager = world.made.demo["manager"]
    OwnDashboard.objects.create(
        slug="monday", title="Monday morning", owner=manager, shared=True, figures=FIGURES
    )
    weights = {"happiness": 4, "reopened": 3, "ping_pong": 2, "silence": 2, "lost_time": 2}
    Weighing.decide(weights, by=manager, now=world.now - timedelta(days=40))
