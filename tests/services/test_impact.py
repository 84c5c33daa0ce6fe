"""From what fails to whom it hits, against a search written by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from itsm.services.impact import footing_of, impact_of
from itsm.services.models import Component, Service
from tests.factories import PersonFactory, ServiceFactory, SiteFactory


def names(places):
    return {place.name for place in places}


def reachable(arrows, start):
    """Breadth first, by hand: everything that can be come by from `start`, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop(0)
        for there in arrows.get(here, ()):
            if there not in found:
                found.add(there)
                waiting.append(there)
    return found


def component(key, **fields):
    return Component.objects.create(key=key, name=key, **fields)


@pytest.fixture
def house(db):
    """Two disks under a database, the database under Payroll, Payroll under Reports."""
    payroll, reports = ServiceFactory(name="Payroll"), ServiceFactory(name="Reports")
    reports.depend_on(payroll)
    database, disk, mirror = component("db1"), component("disk1"), component("disk2")
    database.depends_on.add(disk, mirror)
    database.services.add(payroll)
    return {"payroll": payroll, "reports": reports, "database": database, "disk": disk, "mirror": mirror}


def test_a_failing_disk_hits_what_stands_on_it_at_any_height(house, django_assert_num_queries):
    with django_assert_num_queries(1):
        impact = impact_of(house["disk"])
    assert names(impact.services) == {"Payroll", "Reports"}
    assert names(impact.components) == {"disk1", "db1"}


def test_the_way_down_names_what_has_to_work(house, django_assert_num_queries):
    with django_assert_num_queries(1):
        footing = footing_of(house["reports"])
    assert names(footing.services) == {"Payroll", "Reports"}
    assert names(footing.components) == {"db1", "disk1", "disk2"}


def test_a_circle_of_cables_ends_the_walk(house):
    house["disk"].depends_on.add(house["database"])
    assert names(impact_of(house["database"]).components) == {"db1", "disk1"}
    assert names(impact_of(house["disk"]).services) == {"Payroll", "Reports"}


def test_a_component_that_stands_on_a_service_falls_with_it(house):
    portal = component("portal")
    portal.needs.add(house["payroll"])
    portal.services.add(ServiceFactory(name="Portal"))
    assert names(impact_of(house["disk"]).services) == {"Payroll", "Reports", "Portal"}


def test_colleagues_are_counted_at_the_sites_of_the_services(house):
    porto, berlin = SiteFactory(name="Porto"), SiteFactory(name="Berlin")
    house["payroll"].sites.set([porto])
    house["reports"].sites.set([porto])
    for site in (porto, porto, berlin):
        PersonFactory(site=site)
    PersonFactory(site=porto, is_active=False)
    impact = impact_of(house["disk"])
    assert (names(impact.sites), impact.colleagues) == ({"Porto"}, 2)


def test_a_service_without_sites_is_used_at_all_of_them(house):
    porto = SiteFactory(name="Porto")
    SiteFactory(name="Berlin")
    house["payroll"].sites.set([porto])
    PersonFactory(site=porto)
    PersonFactory(site=None)
    impact = impact_of(house["disk"])
    assert (names(impact.sites), impact.colleagues) == ({"Porto", "Berlin"}, 2)


def test_a_service_no_longer_offered_hits_nobody(house):
    Service.objects.update(is_active=False)
    PersonFactory()
    impact = impact_of(house["disk"])
    assert (impact.services, impact.sites, impact.colleagues) == ((), (), 0)


def test_what_nothing_stands_on_hits_nobody(db):
    PersonFactory()
    impact = impact_of(component("alone"))
    assert (impact.services, impact.colleagues, names(impact.components)) == ((), 0, {"alone"})


EDGES = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=24)


class AnyGraph(TestCase):
    """Four services and four components, any arrows among them, circles and all."""

    @settings(max_examples=12, deadline=None)
    @given(EDGES)
    def test_both_walks_equal_the_search_by_hand(self, edges):
        things = [Service.objects.create(name=f"S{n}") for n in range(4)]
        things += [component(f"C{n}") for n in range(4)]
        up, down = {}, {}
        for upper, lower in edges:
            lay(things[upper], things[lower])
            up.setdefault(lower, set()).add(upper)
            down.setdefault(upper, set()).add(lower)
        label = [str(thing) for thing in things]
        for start in (0, 3, 4, 7):
            impact, footing = impact_of(things[start]), footing_of(things[start])
            assert names(impact.services + impact.components) == {label[n] for n in reachable(up, start)}
            assert names(footing.services + footing.components) == {label[n] for n in reachable(down, start)}


def lay(upper, lower):
    match upper, lower:
        case Service(), Service():
            upper.depends_on.add(lower)
        case Service(), Component():
            upper.components.add(lower)
        case Component(), Service():
            upper.needs.add(lower)
        case Component(), Component():
            upper.depends_on.add(lower)
