"""The practices an organisation has switched on. A fresh install has none of them: it shows incidents and notices.

A practice registers itself when its app is ready. While it is off nothing of it is there: its addresses answer 404, its
kinds of tickets do not exist, and what its package brought to other pages (panels, cards, sources, verbs, measures) is
left out by the registry that keeps it, which asks `is_here`.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.core import checks
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext

from itsm.frame.models import Switch

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person

Kind = TypeVar("Kind", bound=str)
EVERY = "all"  # in the setting PRACTICES
LATELY = timedelta(days=30)
KEPT = 5.0  # seconds until every process knows what was switched in another


class StillInHand(Exception):
    """A practice is not switched off while somebody waits for something of it."""


@dataclass(frozen=True, kw_only=True)
class Practice:
    """`name` is the package that brings it. `addresses`: namespaces of its URLs, or single names of them; those of the
    API by their basename, as in "api:requests". `kinds`: its kinds of tickets.

    `shares` are packages of other practices that it needs, and `addresses` may name theirs: these are there as long as one
    of those that use them is on. `in_hand` counts what must end before it can be switched off, `in_use` how many people
    used it since a moment.
    """

    name: str
    label: str | Promise
    says: str | Promise
    icon: str
    addresses: frozenset[str]
    kinds: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    in_hand: Callable[[], int] = lambda: 0
    in_use: Callable[[datetime], int] | None = None
    order: int = 50

    @property
    def is_on(self) -> bool:
        return self not in _state().off

    def switch_on(self, *, by: "Person | None", now: datetime | None = None) -> None:
        self._switch(on=True, by=by, now=now)

    def switch_off(self, *, by: "Person | None", now: datetime | None = None) -> None:
        """Refused while something is in hand: whoever waits for it would hear nothing more."""
        if left := self.in_hand():
            raise StillInHand(
                ngettext(
                    "%(n)d ticket of it is still open. It ends first, then the practice can be switched off.",
                    "%(n)d tickets of it are still open. They end first, then the practice can be switched off.",
                    left,
                )
                % {"n": left}
            )
        self._switch(on=False, by=by, now=now)

    def _switch(self, *, on: bool, by: "Person | None", now: datetime | None) -> None:
        """One row for each time; who switches on what is on already changes nothing."""
        with transaction.atomic():
            if _is_on(self.name, Switch.objects.newest()) != on:
                Switch.objects.create(practice=self.name, on=on, by=by, at=now or timezone.now())
        forget()


@dataclass(frozen=True)
class State:
    """What is not there at the moment."""

    off: frozenset[Practice] = frozenset()
    packages: frozenset[str] = frozenset()
    shared: frozenset[str] = (
        frozenset()
    )  # packages of practices that are off, but others that are on need them
    addresses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, off: Iterable[Practice], on: Iterable[Practice]) -> Self:
        gone, there = frozenset(off), frozenset(on)
        return cls(
            off=gone,
            packages=frozenset(one.name for one in gone),
            shared=_union(one.shares for one in there),
            addresses=_union(one.addresses for one in gone) - _union(one.addresses for one in there),
            kinds=_union(one.kinds for one in gone),
        )


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


@dataclass(frozen=True)
class Line:
    """A practice as whoever switches it sees it. `people` used it in the last 30 days, where that is known."""

    practice: Practice
    on: bool
    people: int | None
    last: Switch | None


_practices: dict[str, Practice] = {}
_kept: tuple[float, State] = (0.0, State())


def register(practice: Practice) -> None:
    """Called in `AppConfig.ready`."""
    _practices[practice.name] = practice


def practices() -> list[Practice]:
    return sorted(_practices.values(), key=attrgetter("order"))


def find(name: str) -> Practice | None:
    return _practices.get(name)


def named(name: str) -> Practice:
    """For an address that names it."""
    if found := find(name):
        return found
    raise Http404


def lines(*, now: datetime) -> list[Line]:
    switched = Switch.objects.newest()
    return [
        Line(
            one,
            on=_is_on(one.name, switched),
            people=one.in_use(now - LATELY) if one.in_use else None,
            last=switched.get(one.name),
        )
        for one in practices()
    ]


def is_here(thing: Any) -> bool:
    """Does this function or class belong to no practice, or to one that is on? Its package says which."""
    state = _state()
    if not state.off:
        return True
    module: str = getattr(thing, "func", thing).__module__  # of a partial, what it calls
    return module.partition(".")[0] not in state.packages or _is_within(module, state.shared)


def _is_within(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def has_address(name: str) -> bool:
    """The same of a URL's name, with its namespace."""
    closed = _state().addresses
    return name not in closed and name.partition(":")[0] not in closed


def kinds_off() -> frozenset[str]:
    """Kinds of tickets that do not exist at the moment."""
    return _state().kinds


def kinds_here(kinds: Iterable[Kind]) -> list[Kind]:
    off = kinds_off()
    return [kind for kind in kinds if kind not in off]


def forget() -> None:
    """Ask the rows again."""
    global _kept
    _kept = (0.0, State())


def _state() -> State:
    """Every page asks, often more than once, so the answer is kept in the process for a moment."""
    global _kept
    until, state = _kept
    if time.monotonic() >= until:
        switched = Switch.objects.newest()
        on = {one for one in _practices.values() if _is_on(one.name, switched)}
        state = State.of(off=set(_practices.values()) - on, on=on)
        _kept = (time.monotonic() + KEPT, state)
    return state


def _is_on(name: str, switched: dict[str, Switch]) -> bool:
    """What nobody has switched yet is as the setting says."""
    if name in switched:
        return switched[name].on
    return name in settings.PRACTICES or EVERY in settings.PRACTICES


def setting_names_practices(**_: Any) -> list[checks.CheckMessage]:
    """A slip in the setting stops the start."""
    wrong = ", ".join(sorted(set(settings.PRACTICES) - {EVERY, *_practices}))
    said = f"PRACTICES names {wrong}. Set it to {EVERY}, or to some of: {', '.join(_practices)}."
    return [checks.Error(said, id="frame.E001")] if wrong else []
