"""What is on a map: boxes, and arrows from what stands to what it stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from itsm.services.impact import ARROWS, footing_of, impact_of
from itsm.services.models import Component, Service

Ident = tuple[str, int]  # "s" or "c", and its id


@dataclass(frozen=True)
class Box:
    """`second` says more in small letters, such as its kind; `is_service` gives it its look."""

    label: str
    second: str
    href: str
    is_service: bool
    kind: str = ""  # of a component


@dataclass(frozen=True)
class Graph:
    boxes: Mapping[Ident, Box]
    arrows: frozenset[tuple[Ident, Ident]]
    middle: Ident | None = None  # what the map is about

    def lowers(self) -> dict[Ident, list[Ident]]:
        found: dict[Ident, list[Ident]] = {ident: [] for ident in self.boxes}
        for upper, lower in sorted(self.arrows):
            found[upper].append(lower)
        return found


def of_services() -> Graph:
    """Services alone, and how they stand on each other."""
    return _joined(_services(Service.objects.active()))


def of_everything() -> Graph:
    return _joined(_services(Service.objects.active()) | _components(Component.objects.all()))


def around(thing: Service | Component) -> Graph:
    """What falls with it, and what it stands on."""
    impact, footing = impact_of(thing), footing_of(thing)
    services = {place.pk for place in (*impact.services, *footing.services)}
    components = {place.pk for place in (*impact.components, *footing.components)}
    boxes = _services(Service.objects.filter(pk__in=services))
    boxes |= _components(Component.objects.filter(pk__in=components))
    return _joined(boxes, middle=("s" if isinstance(thing, Service) else "c", thing.pk))


def _services(rows: Iterable[Service]) -> dict[Ident, Box]:
    return {
        ("s", row.pk): Box(
            row.name,
            row.get_criticality_display(),
            reverse("services:service", args=[row.pk]),
            is_service=True,
        )
        for row in rows
    }


def _components(rows: Iterable[Component]) -> dict[Ident, Box]:
    return {
        ("c", row.pk): Box(
            row.name, row.get_kind_display(), row.get_absolute_url(), is_service=False, kind=row.kind
        )
        for row in rows
    }


def _joined(boxes: dict[Ident, Box], *, middle: Ident | None = None) -> Graph:
    """Only arrows of which both ends are on the map."""
    with connection.cursor() as cursor:
        cursor.execute(ARROWS)
        rows = cursor.fetchall()
    arrows = {((upper, upper_id), (lower, lower_id)) for upper, upper_id, lower, lower_id in rows}
    seen = frozenset(
        (upper, lower) for upper, lower in arrows if upper in boxes and lower in boxes and upper != lower
    )
    return Graph(boxes, seen, middle)
