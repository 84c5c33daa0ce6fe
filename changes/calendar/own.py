"""What the practice itself puts into the calendar: changes and occasions, one statement each."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, F, OuterRef, Q

from changes.calendar.moments import EARLIEST, LATEST
from changes.calendar.sources import Item, ItemKind, Source, Span, register_source
from changes.models import Change, Collision, Occasion, Status
from changes.models.change import IN_THE_CALENDAR
from changes.models.planned import OPEN_TO_PLANNING
from itsm.people.models import Person

PAST = (Status.REVIEW, Status.CLOSED)
CERTAIN = frozenset({Status.SCHEDULED, Status.IMPLEMENTING, *PAST})
COLUMNS = (
    "number", "title", "status", "starts_at", "ends_at", "team", "service", "named", "collides", "version", "changed_at",
)  # fmt: skip


def add_to_calendar() -> None:
    register_source(Source(name="changes", find=changes, order=10))
    register_source(Source(name="occasions", find=occasions, order=30))


def changes(span: Span, person: Person) -> Iterator[Item]:
    """What is planned, under way and done; a draft is its author's own business."""
    shown = Q(status__in=(*IN_THE_CALENDAR, *PAST)) | Q(status=Status.DRAFT, assignee=person)
    rows = with_a_window(Change.objects.visible_to(person), span).filter(shown)
    may_plan = person.has_perm("tickets.work_ticket")
    for row in _with_places(rows).values(*COLUMNS):
        yield _change(row, may_plan=may_plan)


def with_a_window(rows: Any, span: Span) -> Any:
    """By the index. A window without an end, or without both, is one that meets everything: those are left out, as are slips."""
    whole = rows.filter(starts_at__gte=EARLIEST, ends_at__lt=LATEST)
    return whole.filter(window__overlap=DateTimeTZRange(*span))


def _with_places(rows: Any) -> Any:
    named = Change.services.through.objects.filter(change=OuterRef("pk")).values("service")
    collision = Collision.objects.standing().filter(Q(change=OuterRef("pk")) | Q(other=OuterRef("pk")))
    return rows.annotate(named=ArraySubquery(named), collides=Exists(collision))


def _change(row: dict[str, Any], *, may_plan: bool) -> Item:
    touched = {*row["named"], *([row["service"]] if row["service"] else [])}
    return Item(
        kind=ItemKind.CHANGE, key=row["number"], number=row["number"], title=row["title"], starts_at=row["starts_at"],
        ends_at=row["ends_at"], url=f"/changes/{row['number']}/", status=row["status"],
        status_label=Status(row["status"]).label, services=frozenset(touched), teams=frozenset({row["team"]}),
        certain=row["status"] in CERTAIN, movable=may_plan and row["status"] in OPEN_TO_PLANNING,
        collides=row["collides"] and row["status"] in IN_THE_CALENDAR, edition=row["version"], changed_at=row["changed_at"],
    )  # fmt: skip


def occasions(span: Span, person: Person) -> Iterator[Item]:
    """Freezes and business events are for everybody at the desk, as is who is on call."""
    rows = Occasion.objects.standing().filter(window__overlap=DateTimeTZRange(*span))
    named = {
        f"in_{name}": ArraySubquery(
            getattr(Occasion, name).through.objects.filter(occasion=OuterRef("pk")).values(name[:-1])
        )
        for name in ("services", "sites", "teams")
    }
    who = {"who": F("person__name")}
    for row in (
        rows.annotate(**named, **who).values("pk", "kind", "title", "starts_at", "ends_at", *named, *who)
        if person.works_the_desk
        else ()
    ):
        yield _occasion(row)


def _occasion(row: dict[str, Any]) -> Item:
    title = f"{row['title']}: {row['who']}" if row["who"] else row["title"]
    return Item(
        kind=ItemKind(row["kind"]), key=f"occasion-{row['pk']}", title=title, starts_at=row["starts_at"], ends_at=row["ends_at"],
        url=f"/changes/occasions/{row['pk']}/", services=frozenset(row["in_services"]), sites=frozenset(row["in_sites"]),
        teams=frozenset(row["in_teams"]), for_all=row["kind"] != ItemKind.ON_CALL,
    )  # fmt: skip
