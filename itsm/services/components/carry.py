"""The database's side of an import: what is there, and writing the plan. Statements are constant per thousand components."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, models, transaction
from django.db.models.functions import Lower

from itsm.people.models import Site
from itsm.services.components.plan import Entry, Inventory, Known, Options, Plan, make
from itsm.services.components.sheet import Sheet
from itsm.services.models import Component, Service

BATCH = 1000
ONE_AT_A_TIME = 0x636F6D70  # any number, but always this one: imports wait for each other
PLAIN = ("name", "kind")
# column → (the table of its arrows, its field for the component, and for what it names)
ARROWS: dict[str, tuple[type[models.Model], str, str]] = {
    "depends_on": (Component.depends_on.through, "from_component_id", "to_component_id"),
    "services": (Component.services.through, "component_id", "service_id"),
    "needs": (Component.needs.through, "component_id", "service_id"),
}


class PlanChanged(Exception):
    """Components were changed after the plan was shown; nothing was applied."""


def plan(sheet: Sheet, options: Options) -> Plan:
    return make(sheet, inventory(), options)


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


def inventory() -> Inventory:
    """Six queries, however many components."""
    keys = dict(Component.objects.order_by().values_list("pk", "key"))
    services = dict(Service.objects.order_by().values_list("pk", "name"))
    named = {"depends_on": keys, "services": services, "needs": services}
    lists = {column: _lists(column, names) for column, names in named.items()}
    rows = Component.objects.order_by().values_list("pk", "key", "site__name", *PLAIN)
    components = {}
    for pk, key, site, *texts in rows.iterator(chunk_size=5000):
        values = dict(zip(PLAIN, texts, strict=True)) | {"site": site or ""}
        values |= {column: sorted(lists[column][pk]) for column in ARROWS}
        components[key.lower()] = Known(pk, key, values)
    sites = Site.objects.order_by().values_list("name", flat=True)
    return Inventory(components, frozenset(sites), frozenset(services.values()))


def _lists(column: str, names: dict[int, str]) -> dict[int, list[str]]:
    table, ours, theirs = ARROWS[column]
    found: dict[int, list[str]] = defaultdict(list)
    for component, other in table._default_manager.values_list(ours, theirs):
        found[component].append(names[other])
    return found


def write(plan: Plan) -> None:
    """Only what the plan names is touched. Arrows last: a component may stand on one that is as new as itself."""
    Site.objects.bulk_create(Site(name=name) for name in plan.new_sites)
    sites = dict(Site.objects.values_list("name", "pk"))
    for batch in _batches(plan.new):
        Component.objects.bulk_create(_fill(Component(key=entry.key), entry, sites) for entry in batch)
    for batch in _batches(plan.changed):
        found = Component.objects.select_for_update().in_bulk([entry.pk for entry in batch])
        rows = [_fill(found[entry.pk or 0], entry, sites) for entry in batch]
        Component.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=[*PLAIN, "site"]
        )
    for batch in _batches([*plan.new, *plan.changed]):
        for column in ARROWS:
            _set_arrows(column, batch)


def _fill(component: Component, entry: Entry, sites: dict[str, int]) -> Component:
    for change in entry.changes:
        if change.column in PLAIN:
            setattr(component, change.column, change.new)
        elif change.column == "site":
            component.site_id = sites[change.new] if change.new else None
    return component


def _set_arrows(column: str, batch: Sequence[Entry]) -> None:
    """One that stays keeps its row; what is gone is taken away and what is new is added."""
    wanted = {entry.key: change for entry in batch for change in entry.changes if change.column == column}
    if not wanted:
        return
    table, ours, theirs = ARROWS[column]
    pks = _pks(wanted)
    others = _others(column, {name for change in wanted.values() for name in (*change.new, *change.old)})
    gone = [
        (pks[key], others[name])
        for key, change in wanted.items()
        for name in set(change.old) - set(change.new)
    ]
    if gone:
        rows = table._default_manager.filter(**{f"{ours}__in": {component for component, _other in gone}})
        pairs = {(component, other): pk for pk, component, other in rows.values_list("pk", ours, theirs)}
        table._default_manager.filter(pk__in=[pairs[pair] for pair in gone if pair in pairs]).delete()
    table._default_manager.bulk_create(
        (
            table(**{ours: pks[key], theirs: others[name]})
            for key, change in wanted.items()
            for name in sorted(set(change.new) - set(change.old))
        ),
        ignore_conflicts=True,
    )


def _others(column: str, names: set[str]) -> dict[str, int]:
    if column == "depends_on":
        return _pks(names)
    return dict(Service.objects.filter(name__in=names).values_list("name", "pk"))


def _pks(keys: Iterable[str]) -> dict[str, int]:
    """A plan spells each key as the component does."""
    rows = Component.objects.alias(any_case=Lower("key")).filter(any_case__in=[key.lower() for key in keys])
    return dict(rows.order_by().values_list("key", "pk"))


def _batches(things: Sequence[Entry]) -> Iterator[list[Entry]]:
    left = iter(things)
    while batch := list(islice(left, BATCH)):
        yield batch
