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
class Sign:
    """What an organisation's own figures say about a practice: how many of what it is there for.

    `count(since, until)`; `says(n)` is a sentence about 30 days. From `enough` on the practice is suggested, and once it is on,
    the same count from before and now shows what it changed.
    """

    count: Callable[[datetime, datetime], int]
    says: Callable[[int], str]
    enough: int


@dataclass(frozen=True, kw_only=True)
class Practice:
    """`name` is the package that brings it, also one inside another, as in "comms.surveys". `addresses`: namespaces of its
    URLs, or single names of them; those of the API by their basename, as in "api:requests". `kinds`: its kinds of tickets.

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
    sign: Sign | None = None
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
    """A practice as whoever switches it sees it. `people` used it in the last 30 days, where that is known. `signs`: what its
    sign counted in the last 30 days, and `before` in the 30 before it was switched on, if it has been on as long.
    """

    practice: Practice
    on: bool
    people: int | None
    last: Switch | None
    signs: int | None = None
    before: int | None = None

    @property
    def weight(self) -> float:
        """How much speaks for switching it on; 1 is enough."""
        sign = self.practice.sign
        return 0.0 if self.on or sign is None or not self.signs else self.signs / sign.enough

    @property
    def said(self) -> str:
        """What the figures say: why it is suggested, or how it is now that it is on."""
        sign = self.practice.sign
        tells = self.weight >= 1 or (self.on and self.before is not None)
        return sign.says(self.signs or 0) if sign and tells else ""


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
    return [_line(one, _is_on(one.name, switched), switched.get(one.name), now) for one in practices()]


def _line(one: Practice, on: bool, last: Switch | None, now: datetime) -> Line:  # noqa: FBT001 - a row
    since = now - LATELY
    signs = one.sign.count(since, now) if one.sign else None
    long_on = on and last is not None and last.on and last.at <= since
    # Nothing before says that nobody had written anything down yet, not that all was well.
    before = (one.sign.count(last.at - LATELY, last.at) or None) if one.sign and last and long_on else None
    return Line(one, on, one.in_use(since) if one.in_use else None, last, signs, before)


def suggested(found: Iterable[Line]) -> Line | None:
    """The next step: what the organisation's own figures speak for most."""
    speaking = [line for line in found if line.weight >= 1]
    return max(speaking, key=attrgetter("weight"), default=None)


def is_here(thing: Any) -> bool:
    """Does this function or class belong to no practice, or to one that is on? Its package says which."""
    state = _state()
    if not state.off:
        return True
    module: str = getattr(thing, "func", thing).__module__  # of a partial, what it calls
    return not _is_within(module, state.packages) or _is_within(module, state.shared)


def _is_within(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def has_address(name: str) -> bool:
    """The same of a URL's name, with its namespace."""
    closed = _state().addresses
    return name not in closed and name.partition(":")[0] not in closed


def names_on() -> tuple[str, ...]:
    """The practices that are on: what is remembered and hangs on them is remembered by this."""
    return tuple(one.name for one in practices() if one.is_on)


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
