"""What stands in the way of a verb. Whoever knows of something registers a gate; the page shows the same list before anybody tries."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from itsm.tickets.errors import Refused

if TYPE_CHECKING:
    from changes.models import Change


@dataclass(frozen=True)
class Obstacle:
    """`key` names it for programs, `words` say what to do about it."""

    key: str
    words: str


Gate = Callable[["Change", datetime], Iterable[Obstacle]]
_gates: dict[str, list[Gate]] = defaultdict(list)


class Obstructed(Refused):
    """All that stands in the way, not only the first of it."""

    def __init__(self, found: list[Obstacle]) -> None:
        self.obstacles = found
        super().__init__(" ".join(obstacle.words for obstacle in found))


def register_gate(verb: str, gate: Gate) -> None:
    """Asked inside the verb's act, so that nothing moves between the question and the deed. It looks at the plan, never
    at the status: that is the flow's."""
    if gate not in _gates[verb]:
        _gates[verb].append(gate)


def obstacles(change: "Change", verb: str, now: datetime) -> list[Obstacle]:
    return [obstacle for gate in _gates[verb] for obstacle in gate(change, now)]


def refuse(change: "Change", verb: str, now: datetime) -> None:
    if found := obstacles(change, verb, now):
        raise Obstructed(found)
