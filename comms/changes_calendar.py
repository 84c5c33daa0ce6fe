"""Maintenance that colleagues were told of stands in the change calendar beside the changes."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from changes.calendar.sources import Item, ItemKind, Source, Span, register_source
from comms.models import Notice, Phase
from itsm.people.models import Person

PHASES = {
    Phase.PLANNED: "scheduled",
    Phase.IN_PROGRESS: "in_progress",
    Phase.DONE: "done",
}  # as badges know them
COLUMNS = ("pk", "number", "title", "phase", "starts_at", "ends_at", "version", "in_services", "in_sites")


def add_to_calendar() -> None:
    register_source(Source(name="maintenance", find=maintenance, order=20))


def maintenance(span: Span, person: Person) -> Iterator[Item]:
    """What is announced, running or done; what was called off is no longer there, a rehearsal never was."""
    rows = Notice.objects.visible_to(person).real().filter(kind=Notice.Kind.MAINTENANCE, phase__in=PHASES)
    there = rows.filter(starts_at__lt=span[1], ends_at__gt=span[0]).distinct()
    for row in _with_places(there).values(*COLUMNS):
        yield _item(row, works_the_desk=person.works_the_desk)


def _with_places(rows: Any) -> Any:
    named = {
        f"in_{name}": ArraySubquery(
            getattr(Notice, name).through.objects.filter(notice=OuterRef("pk")).values(name[:-1])
        )
        for name in ("services", "sites")
    }
    return rows.annotate(**named)


def _item(row: dict[str, Any], *, works_the_desk: bool) -> Item:
    place = "comms" if works_the_desk else "portal"
    return Item(
        kind=ItemKind.MAINTENANCE, key=row["number"], number=row["number"], title=row["title"], starts_at=row["starts_at"],
        ends_at=row["ends_at"], url=f"/{place}/notices/{row['number']}/", status=PHASES[row["phase"]],
        status_label=Phase(row["phase"]).label, services=frozenset(row["in_services"]), sites=frozenset(row["in_sites"]),
        edition=row["version"],
    )  # fmt: skip
