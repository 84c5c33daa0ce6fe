"""What can be proposed. Each kind is registered by whoever knows it; a kind knows how to find and what taking it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.utils.functional import Promise

from itsm.frame.practices import is_here
from itsm.knowledge.models import Suggestion
from itsm.people.models import Person
from itsm.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`value` names it among its kind, `score` runs from 0 to 1, `because` are the words that spoke for it."""

    value: str
    label: str
    score: float
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`find` says what fits a ticket, for the whole desk: so nothing restricted. `take` does what the button says and
    may answer with an address where the rest is done. `visible` leaves out what this reader may not see."""

    what: str
    label: str | Promise
    verb: str | Promise  # on the button
    icon: str
    find: Callable[[Ticket], Iterable[Proposal]]
    take: Callable[[Ticket, str, Person], str]
    address: Callable[[str], str] | None = None
    visible: Callable[[Iterable[str], Person], set[str]] | None = None
    order: int = 50


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called in `AppConfig.ready`."""
    _kinds[kind.what] = kind


def kinds() -> list[Kind]:
    return sorted((kind for kind in _kinds.values() if is_here(kind.find)), key=attrgetter("order"))


def kind_of(suggestion: Suggestion) -> Kind | None:
    kind = _kinds.get(suggestion.what)
    return kind if kind and is_here(kind.find) else None
