"""The database's side of an import: what is there, and writing the plan. Statements are constant per thousand people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models.functions import Lower

from itsm.people.importing.plan import TEAM_MARK, Change, Directory, Entry, Known, Options, Plan, make
from itsm.people.importing.sheet import Sheet
from itsm.people.models import BusinessUnit, Person, Site, Team

T = TypeVar("T")
BATCH = 1000
ONE_AT_A_TIME = 0x70656F70  # any number, but always this one: imports wait for each other
TEXTS = ("name", "preferred_name", "job_title", "phone", "time_zone", "language")
Member = Team.members.through
Places = Mapping[str, Mapping[str, int]]  # sites and units: name → key


class PlanChanged(Exception):
    """People were changed after the plan was shown; nothing was applied."""


def plan(sheet: Sheet, options: Options) -> Plan:
    return make(sheet, directory(), options)


def carry_out(sheet: Sheet, options: Options, *, shown: str) -> Plan:
    """Apply the plan whose digest was shown, all or nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        agreed = plan(sheet, options)
        if agreed.digest != shown:
            raise PlanChanged
        write(agreed)
    return agreed


def directory() -> Directory:
    """Seven queries, however many people."""
    teams: dict[int, list[str]] = {}
    for person, team in Member.objects.values_list("person_id", "team__name"):
        teams.setdefault(person, []).append(team)
    protected = set(Person.objects.administrators().values_list("pk", flat=True))
    people = {}
    rows = Person.objects.order_by().values_list(
        "pk", "email", "is_active", "site__name", "unit__name", "manager__email", *TEXTS
    )
    for pk, email, is_active, site, unit, manager, *texts in rows.iterator(chunk_size=5000):
        values = dict(zip(TEXTS, texts, strict=True))
        values |= {
            "site": site or "",
            "unit": unit or "",
            "manager": (manager or "").lower(),
            "teams": TEAM_MARK.join(sorted(teams.get(pk, []))),
        }
        people[email.lower()] = Known(pk, values, is_active=is_active, protected=pk in protected)
    return Directory(
        people=people,
        sites=dict(Site.objects.values_list("name", "time_zone")),
        units=frozenset(BusinessUnit.objects.values_list("name", flat=True)),
        teams=frozenset(Team.objects.values_list("name", flat=True)),
        languages=frozenset(code for code, _name in settings.LANGUAGES),
    )


def write(plan: Plan) -> None:
    """Only the columns of a plan are touched: whatever else was edited since stays."""
    Site.objects.bulk_create(Site(name=name, time_zone=zone) for name, zone in plan.new_sites.items())
    BusinessUnit.objects.bulk_create(BusinessUnit(name=name) for name in plan.new_units)
    Team.objects.bulk_create(Team(name=name) for name in plan.new_teams)
    places = {
        "site": dict(Site.objects.values_list("name", "pk")),
        "unit": dict(BusinessUnit.objects.values_list("name", "pk")),
    }
    for batch in _batches(plan.new):
        Person.objects.bulk_create(_fill(_newcomer(entry), entry, places) for entry in batch)
    for batch in _batches(plan.changed):
        _change(batch, places)
    for batch in _batches([*plan.new, *plan.changed]):
        _set_managers(batch)
        _set_teams(batch)
    leaving = [leaver.pk for leaver in plan.leaving]
    for pks in _batches(leaving):
        Person.objects.filter(pk__in=pks).update(is_active=False)


def _newcomer(entry: Entry) -> Person:
    return Person(email=entry.email, password=make_password(None))


def _fill(person: Person, entry: Entry, places: Places) -> Person:
    for change in entry.changes:
        if change.column in TEXTS:
            setattr(person, change.column, change.new)
        elif change.column in places:
            pk = places[change.column][change.new] if change.new else None
            setattr(person, f"{change.column}_id", pk)
        elif change.column == "is_active":
            person.is_active = True
    return person


def _change(batch: Sequence[Entry], places: Places) -> None:
    """One statement for all: an upsert on the key writes many rows far faster than CASE WHEN for each field."""
    found = Person.objects.select_for_update().in_bulk([entry.pk for entry in batch])
    people = [_fill(found[entry.pk or 0], entry, places) for entry in batch]
    Person.objects.bulk_create(
        people,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*TEXTS, "site", "unit", "is_active"],
    )


def _set_managers(batch: Sequence[Entry]) -> None:
    """After everyone is there: a manager may be as new as their people."""
    wanted = {entry.email: change.new for entry, change in _changes(batch, "manager")}
    pks = _pks({*wanted, *wanted.values()})
    people = list(Person.objects.select_for_update().filter(pk__in=[pks[email] for email in wanted]))
    for person in people:
        manager = wanted[person.email.lower()]
        person.manager_id = pks[manager] if manager else None
    if people:
        Person.objects.bulk_create(
            people, update_conflicts=True, unique_fields=["id"], update_fields=["manager"]
        )


def _set_teams(batch: Sequence[Entry]) -> None:
    wanted = {entry.email: change.new for entry, change in _changes(batch, "teams")}
    if not wanted:
        return
    pks, teams = _pks(wanted), dict(Team.objects.values_list("name", "pk"))
    Member.objects.filter(person__in=pks.values()).delete()
    Member.objects.bulk_create(
        Member(person_id=pks[email], team_id=teams[name])
        for email, names in wanted.items()
        for name in filter(None, names.split(TEAM_MARK))
    )


def _changes(batch: Iterable[Entry], column: str) -> Iterator[tuple[Entry, Change]]:
    return ((entry, change) for entry in batch for change in entry.changes if change.column == column)


def _pks(emails: Iterable[str]) -> dict[str, int]:
    rows = Person.objects.alias(key=Lower("email")).filter(key__in=list(emails)).order_by()
    return {email.lower(): pk for email, pk in rows.values_list("email", "pk")}


def _batches(things: Sequence[T]) -> Iterator[list[T]]:
    left = iter(things)
    while batch := list(islice(left, BATCH)):
        yield batch
