"""How a story of one ticket is told: by real verbs, each so many minutes before now."""

from datetime import timedelta
from random import Random
from typing import Any

from demo.history import World
from demo.people import FIRST_LINE
from demo.rehearsal import Rehearsed
from itsm.people.models import Person
from itsm.tickets.models import Channel


class Teller:
    """Times are minutes before now (negative: after)."""

    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        self.ivo, self.ana = world.made.demo["agent"], world.made.demo["colleague"]
        self.rng = Random(f"{world.seed}:stories")  # noqa: S311 - made-up people, not secrets
        self.cast = self.rng.sample(world.made.colleagues[1:], 40)
        self.told: list[Rehearsed] = []

    def ago(self, minutes: float) -> Any:
        return self.now - timedelta(minutes=minutes, seconds=self.rng.randrange(0, 40))

    def opens(
        self, service: str, minutes: float, title: str, words: str, *, by: Person | None = None, **fields: Any
    ) -> Rehearsed:
        by = by or self.cast.pop()
        fields.setdefault("team", self.made.teams[FIRST_LINE])
        fields.setdefault("channel", Channel.PORTAL)
        ticket = Rehearsed.begin(
            by=fields.pop("opened_by", by), requester=by, title=title, description=words, policy=self.world.policy,
            now=self.ago(minutes), service=self.world.services[service], status="new", **fields,
        )  # fmt: skip
        self.told.append(ticket)
        return ticket

    def member(self, team: str, n: int = 1) -> Person:
        return self.made.members[team][n]
