"""Components from CSV and JSON: what would change, each bad line with its reason, and the same file twice."""

import gzip
import json

import pytest

from itsm.services.components import carry
from itsm.services.components.plan import Options
from itsm.services.components.reading import read
from itsm.services.components.sheet import Unreadable
from itsm.services.models import Component
from tests.factories import ServiceFactory, SiteFactory

CSV = """Key,Name,Kind,Site,Services,Depends on,Needs,Colour
db1,Database,database,porto,,"switch1",,red
app1,Payroll,application,,Payroll,db1 | switch1,Sign-in,
switch1,,network,Porto,,,,
"""


@pytest.fixture
def house(db):
    SiteFactory(name="Porto")
    return ServiceFactory(name="Payroll"), ServiceFactory(name="Sign-in")


def plan_of(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return carry.plan(read(data), Options(**options))


def apply(text, **options):
    sheet = read(text.encode())
    shown = carry.plan(sheet, Options(**options))
    return carry.carry_out(sheet, Options(**options), shown=shown.digest)


def reasons(plan):
    return {row.line: row.reason for row in plan.bad}


def test_a_table_becomes_components_and_arrows(house):
    plan = apply(CSV)
    assert (len(plan.new), plan.bad, plan.dependencies) == (3, [], 5)
    assert plan.notices == ["These mean nothing here and are left aside: Colour."]
    app = Component.objects.get(key="app1")
    assert (app.name, app.kind) == ("Payroll", "application")
    assert {one.key for one in app.depends_on.all()} == {"db1", "switch1"}
    assert {one.name for one in app.services.all()} == {"Payroll"}
    assert {one.name for one in app.needs.all()} == {"Sign-in"}
    assert Component.objects.get(key="db1").site.name == "Porto"


def test_the_same_as_json_changes_nothing(house):
    apply(CSV)
    components = [
        {"key": "DB1", "name": "Database", "kind": "database", "site": "Porto", "depends_on": ["switch1"]},
        {"key": "app1", "services": "Payroll", "depends_on": ["Switch1", "db1"], "needs": ["sign-in"]},
    ]
    plan = plan_of(gzip.compress(json.dumps({"components": components}).encode()))
    assert (plan.does_something, plan.unchanged, plan.bad) == (False, 2, [])


def test_what_the_file_says_nothing_about_stays_and_a_dash_takes_away(house):
    apply(CSV)
    plan = apply("key,name,depends_on,site\ndb1,Big database,,-\napp1,,db1,\n")
    assert [(entry.key, [change.column for change in entry.changes]) for entry in plan.changed] == [
        ("db1", ["name", "site"]),
        ("app1", ["depends_on"]),
    ]
    database = Component.objects.get(key="db1")
    assert (database.name, database.site, database.depends_on.get().key) == ("Big database", None, "switch1")
    assert Component.objects.get(key="app1").depends_on.get().key == "db1"


def test_every_bad_line_has_its_number_and_reason(house):
    plan = plan_of(
        "key,kind,site,services,depends_on\n"
        ",server,,,\n"
        "one,teapot,,,\n"
        "two,server,Atlantis,,\n"
        "three,server,,Telepathy,\n"
        "four,server,,,four\n"
        "five,server,,,nowhere\n"
        "six,server,,,two\n"
        "seven,server,,,six\n"
        "eight,server,,,\n"
        "EIGHT,server,,,\n"
        f"{'x' * 121},server,,,\n"
        "nine,server,,,,,too many\n"
        "ten,server,Porto,Payroll,eight\n"
    )
    said = reasons(plan)
    assert said[2] == "The key is missing."
    assert said[3].startswith("teapot is not one of the kinds: application, database")
    assert said[4] == "There is no site Atlantis."
    assert said[5] == "There is no service Telepathy."
    assert said[6] == "Nothing stands on itself."
    assert said[7] == "The component nowhere is neither here nor in the file."
    assert said[8] == "The component two stands in line 4, which is left out."
    assert said[9] == "The component six stands in line 8, which is left out."
    assert said[11] == "EIGHT stands in line 10 already."
    assert said[12] == "Key is longer than 120 characters."
    assert said[13] == "It has 7 cells, the first line has 5. A comma may stand unquoted."
    assert [entry.key for entry in plan.new] == ["eight", "ten"]


def test_json_lines_are_those_of_the_file(house):
    text = '{\n "note": ["components", "["],\n "components": [\n  {"key": "a"},\n\n  {"key": ["b"]},\n  7,\n  {"key": "c", "kind": "x"}\n ]\n}'
    plan = plan_of(text)
    assert [row.line for row in plan.bad] == [6, 7, 8]
    assert [entry.line for entry in plan.new] == [4]


def test_a_circle_in_the_file_is_taken_as_it_is(house):
    plan = apply("key,depends_on\na,b\nb,a\n")
    assert (len(plan.new), plan.bad) == (2, [])
    assert Component.objects.get(key="a").depends_on.get().depends_on.get().key == "a"


def test_sites_are_added_only_when_asked(house):
    text = "key,site\na,Lisbon\nb,LISBON\n"
    assert len(plan_of(text).bad) == 2
    assert plan_of(text, create_sites=True).new_sites == ["Lisbon"]


def test_nothing_is_applied_if_somebody_changed_components_meanwhile(house):
    sheet = read(CSV.encode())
    shown = carry.plan(sheet, Options()).digest
    Component.objects.create(key="app1", name="Somebody's")
    with pytest.raises(carry.PlanChanged):
        carry.carry_out(sheet, Options(), shown=shown)
    assert Component.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"name,kind\na,server\n", "No column is called key"),
        (b"key,id\na,b\n", "Two columns mean"),
        (b'{"components": {}}', "must be a list"),
        (b'[{"key": "a",}]', "no JSON"),
        (b"[" * 100_000, "nested too deep|no JSON"),
        (b"\x1f\x8bnothing", "cannot be unpacked"),
        (b"\x89PNG\x00", "not a text file"),
        (b'[{"model": "dcim.device", "pk": 1, "fields": {}}]', "not as its dumpdata"),
        (
            b'[{"model": "dcim.cabletermination", "pk": 1, "fields": {"termination_type": 7}}]',
            "not as its dumpdata",
        ),
    ],
)
def test_a_file_that_makes_no_sense_says_why(data, why):
    with pytest.raises(Unreadable, match=why):
        read(data)


def test_a_small_file_cannot_unpack_to_everything(monkeypatch):
    monkeypatch.setattr("itsm.services.components.sheet.LARGEST", 1000)
    with pytest.raises(Unreadable, match="larger than"):
        read(gzip.compress(b"key\n" + b"a" * 2000))


def test_statements_do_not_grow_with_the_file(house, django_assert_max_num_queries):
    rows = "".join(f"c{n},,,,,{'c0' if n else ''},\n" for n in range(300))
    with django_assert_max_num_queries(30):
        apply("key,name,kind,site,services,depends_on,needs\n" + rows)
    assert Component.objects.get(key="c0").needed_by.count() == 299
