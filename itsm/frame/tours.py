"""A short way round for each role, on the real pages: each stop points at one thing. Begun from the first steps or the menu of
oneself, never by itself. Each app adds the stops on its own pages when it is ready.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from itsm.frame import practices

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person

    from itsm.frame.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Stop:
    """`at` is what it points at on the page called `url_name`: a CSS selector of one element, without descendants."""

    tour: str
    order: int
    url_name: str
    at: str
    label: str | Promise
    says: str | Promise
    args: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return reverse(self.url_name, args=self.args)


@dataclass(frozen=True, kw_only=True)
class Tour:
    """For people with `role`. Practices that are off have no stops."""

    key: str
    role: str
    label: str | Promise
    order: int

    @property
    def stops(self) -> list[Stop]:
        here = (stop for stop in _stops if stop.tour == self.key and practices.has_address(stop.url_name))
        return sorted(here, key=attrgetter("order"))

    @property
    def href(self) -> str:
        return self.href_of(1)

    def href_of(self, place: int) -> str:
        return f"{self.stops[place - 1].path}?{urlencode({'tour': self.key, 'stop': place})}"


@dataclass(frozen=True)
class Standing:
    """Where somebody is on a tour."""

    tour: Tour
    stop: Stop
    place: int
    length: int

    @property
    def before(self) -> str:
        return self.tour.href_of(self.place - 1) if self.place > 1 else ""

    @property
    def after(self) -> str:
        return self.tour.href_of(self.place + 1) if self.place < self.length else ""


_tours: dict[str, Tour] = {}
_stops: list[Stop] = []


def register(*tours: Tour) -> None:
    _tours.update({tour.key: tour for tour in tours})


def add(stops: Iterable[Stop]) -> None:
    _stops.extend(stops)


def tours_for(person: "Person") -> list[Tour]:
    theirs = (tour for tour in _tours.values() if tour.role in person.roles and tour.stops)
    return sorted(theirs, key=attrgetter("order"))


def standing(request: "HttpRequest") -> Standing | None:
    """The stop that the address names, if it is one of this page and of a tour of theirs."""
    tour, asked = _tours.get(request.GET.get("tour", "")), request.GET.get("stop", "")
    if tour is None or tour.role not in request.user.roles or not asked.isdecimal():
        return None
    stops, place = tour.stops, int(asked[:3])
    found = dict(enumerate(stops, start=1)).get(place)
    if found is None or found.path != request.path:
        return None
    return Standing(tour, found, place, len(stops))
