"""A real inventory: NetBox's own demo data (see tests/data/netbox/NOTICE.md), and the walk over it searched by hand."""

from pathlib import Path

import pytest

from itsm.services.components import carry
from itsm.services.components.plan import Options
from itsm.services.components.reading import read
from itsm.services.impact import footing_of, impact_of
from itsm.services.models import Component
from tests.factories import ServiceFactory
from tests.services.test_impact import names, reachable

DATA = Path("tests/data/netbox/demo_v3.6_cut.json.gz").read_bytes()
OPTIONS = Options(create_sites=True)


@pytest.fixture(scope="module")
def sheet():
    return read(DATA)


@pytest.fixture(scope="module")
def stands_on(sheet):
    return {line.cells["key"]: set(line.cells["depends_on"]) for line in sheet.lines}


@pytest.fixture
def imported(db, sheet):
    plan = carry.plan(sheet, OPTIONS)
    carry.carry_out(sheet, OPTIONS, shown=plan.digest)
    return plan


def test_the_report_states_the_mapping(sheet):
    assert "72 device" in sheet.notices[0]
    assert "180 virtualmachine" in sheet.notices[0]
    assert len(sheet.lines) == 378


def test_a_branch_office_is_wired_as_in_its_comms_closet(stands_on):
    assert stands_on["dmi01-akron-sw01"] == {"dmi01-akron-rtr01", "dmi01-akron-pdu01"}
    assert stands_on["dmi01-akron-rtr01"] == {"dmi01-akron-pdu01", "KKDG4923", "1002840283"}
    assert stands_on["dmi01-akron-pdu01"] == set()
    assert stands_on["vm1"] == {"DO-AMS3"}


def test_cables_are_followed_through_panels_and_dark_fibre(stands_on):
    between = {"PP:B128", "PP:MDF #90", "319031"}
    assert stands_on["ncsu128-distswitch1"] == between | {"ncsu-coreswitch1", "ncsu-coreswitch2"}
    assert not between & stands_on["ncsu-coreswitch1"]


def test_what_was_shown_is_there_and_the_same_file_again_changes_nothing(imported, sheet, stands_on):
    assert (len(imported.new), imported.bad, len(imported.new_sites)) == (378, [], 17)
    rows = Component.objects.prefetch_related("depends_on")
    assert {one.key: {other.key for other in one.depends_on.all()} for one in rows} == stands_on
    again = carry.plan(sheet, OPTIONS)
    assert (again.does_something, again.unchanged) == (False, 378)


def test_the_walks_equal_a_search_by_hand(imported, stands_on):
    needed_by = {}
    for upper, lowers in stands_on.items():
        for lower in lowers:
            needed_by.setdefault(lower, set()).add(upper)
    for key in ("dmi01-akron-pdu01", "DO-AMS3", "Level 3", "ncsu-coreswitch1", "vm1", "AT&T"):
        component = Component.objects.get(key=key)
        assert names(impact_of(component).components) == reachable(needed_by, key)
        assert names(footing_of(component).components) == reachable(stands_on, key)
    Component.objects.get(key="dmi01-akron-sw01").services.add(ServiceFactory(name="Mail in Akron"))
    supplier = Component.objects.get(key="KKDG4923").depends_on.get()
    assert names(impact_of(supplier).services) == {"Mail in Akron"}
