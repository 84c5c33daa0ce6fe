"""A pipeline that publishes the intranet by itself, as its change model allows."""

from contextlib import suppress
from datetime import timedelta

from changes.models import ChangeModel, Pipeline
from changes.pipelines.hearing import Said, hear
from changes.pipelines.keeping import new_secret
from demo.history import World
from itsm.tickets.errors import Refused

RUNS = (  # days ago, the run, its commit, what is new
    (4, "1040", "6b0f2d94c1", "Intranet: the canteen's menu for the week"),
    (1, "1041", "9f2c1e7a50", "Intranet: new pictures of the house in Porto"),
)


def deploy(world: World) -> None:
    """By the door that pipelines have, at the time it happened. On a closing day it is stopped, as everywhere."""
    pipeline = Pipeline(
        name="Intranet", model=ChangeModel.objects.get(key="publish-intranet"),
        speaks_for=world.made.members["Collaboration"][0],
    )  # fmt: skip
    new_secret(pipeline)
    for days, run, commit, title in RUNS:
        at = (world.now - timedelta(days=days)).replace(hour=10, minute=20, second=0)
        url = f"https://ci.halden.example/intranet/{run}"
        begins = Said(run=run, title=title, commit=commit, url=url)
        ends = Said(run=run, result="succeeded", words="Published; the first page is there.")
        with suppress(Refused):
            hear(pipeline, begins, by=pipeline.speaks_for, now=at)
            hear(pipeline, ends, by=pipeline.speaks_for, now=at + timedelta(minutes=6))
