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
_shown_elsewhere: set[Gate] = set()


class Obstructed(Refused):
    """All that stands in the way, not only the first of it."""

    def __init__(self, found: list[Obstacle]) -> None:
        self.obstacles = found
        super().__init__(" ".join(obstacle.words for obstacle in found))


def register_gate(verb: str, gate: Gate, *, has_section: bool = False) -> None:
    """Asked inside the verb's act, so that nothing moves between the question and the deed. It looks at the plan, never
    at the status: that is the flow's. `has_section`: what it finds stands in a section of the page already."""
    if gate not in _gates[verb]:
        _gates[verb].append(gate)
    if has_section:
        _shown_elsewhere.add(gate)


def obstacles(
    change: "Change", verb: str, now: datetime, *, without_sections: bool = False
) -> list[Obstacle]:
    """`without_sections`: only what no section of the page says."""
    left_out = _shown_elsewhere if without_sections else set()
    asked = [gate for gate in _gates[verb] if gate not in left_out]
    return [obstacle for gate in asked for obstacle in gate(change, now)]


def refuse(change: "Change", verb: str, now: datetime) -> None:
    if found := obstacles(change, verb, now):
        raise Obstructed(found)
