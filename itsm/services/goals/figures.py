"""How goals stand. The floor of figures fills this in when it is ready; services know goals, and no figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from itsm.people.models import Person
from itsm.services.models import Goal


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something that pulls against a goal: what, where it stands, and why they do. `sharp`: both cannot be had.

    `is_goal`: everybody who works the desk may look at it; targets are for who reads figures.
    """

    other: str
    href: str
    because: str
    sharp: bool
    is_goal: bool = True


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A goal's figure in words. `state`: reached, on_course, behind, few or none; `share` of the way, in percent."""

    figure: str
    baseline: str
    target: str
    now: str
    due: str  # where it should be today
    state: str
    said: str
    share: int = 0
    value: float | None = None
    n: int = 0
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`choices`: which figures a goal may name. `stands`: by a goal's key. `course`: drawn, for who looks."""

    choices: Callable[[], list[tuple[str, str]]]
    stands: Callable[[Iterable[Goal], datetime], dict[int, Stand]]
    course: Callable[[Goal, datetime, Person], SafeString]


_known: list[Figures] = []


def register(figures: Figures) -> None:
    """Called once, in `AppConfig.ready`."""
    _known[:] = [figures]


def choices() -> list[tuple[str, str]]:
    return _known[0].choices() if _known else []


def stands(goals: Iterable[Goal], *, now: datetime) -> dict[int, Stand]:
    return _known[0].stands(goals, now) if _known else {}


def course(goal: Goal, *, now: datetime, person: Person) -> SafeString:
    return _known[0].course(goal, now, person) if _known and goal.is_measured else SafeString()
