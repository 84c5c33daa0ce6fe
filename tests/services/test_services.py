"""Services and what they stand on."""

import threading

import pytest
from django.db import connection

from itsm.services.models import CircularDependency, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Payroll stands on the database, the database on storage, storage on power."""
    names = ("Payroll", "Database", "Storage", "Power")
    services = [Service.objects.create(name=name) for name in names]
    for upper, lower in zip(services, services[1:], strict=False):
        upper.depend_on(lower)
    return services


def test_a_circle_is_refused_and_its_path_named(chain):
    with pytest.raises(CircularDependency) as refused:
        chain[3].depend_on(chain[0])
    assert str(refused.value) == "Power → Payroll → Database → Storage → Power"
    assert chain[3].depends_on.count() == 0


def test_a_service_cannot_stand_on_itself(chain):
    with pytest.raises(CircularDependency, match="Payroll → Payroll"):
        chain[0].depend_on(chain[0])


def test_two_ways_to_the_same_service_are_no_circle(chain):
    chain[0].depend_on(chain[3])
    assert set(chain[0].depends_on.all()) == {chain[1], chain[3]}


def test_dependants_are_found_at_any_depth_in_one_query(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = {service.name for service in chain[3].dependants()}
    assert found == {"Payroll", "Database", "Storage"}
    assert not chain[0].dependants()


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_close_a_circle_between_them():
    """Each adds half of it at the same moment: one is refused."""
    one, other = (Service.objects.create(name=name) for name in ("One", "Other"))
    ready, refused = threading.Barrier(2), []

    def depend(service: Service, on: Service) -> None:
        try:
            ready.wait()
            service.depend_on(on)
        except CircularDependency as circle:
            refused.append(circle)
        finally:
            connection.close()

    threads = [threading.Thread(target=depend, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert one.depends_on.count() + other.depends_on.count() == 1
