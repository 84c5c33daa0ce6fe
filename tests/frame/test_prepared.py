"""A question that is written once answers what the queryset would, every time and to everybody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.db.models import BooleanField, Value
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from incidents.models import Incident
from itsm.frame.prepared import Prepared
from itsm.frame.sql import Sql
from itsm.people.models import Person
from itsm.tickets.access import numbered, people
from itsm.tickets.models import Participant
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db


def stored(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_reads_what_the_queryset_reads_whomever_it_is_asked_about(colleague, agent, service):
    first = incident(by=colleague, service=service)
    second = incident(by=PersonFactory(name="Åsa 🧯"), service=service, title="Пошта not working")
    second.add_person(agent, Participant.Part.WATCHER, by=agent)
    for ticket in (first, second, first):
        found = numbered(Incident, people).one(ticket.number, agent.pk)
        assert stored(found) == stored(Incident.objects.get(pk=ticket.pk))
        assert found.watcher == (agent.pk if ticket == second else None)
        with CaptureQueriesContext(connection) as none:
            assert (found.requester.pk, found.service.name) == (ticket.requester_id, "Mail")
        assert not none.captured_queries
    assert numbered(Incident, people).one("INC-0", agent.pk) is None


def test_what_is_fixed_stays_and_what_is_fetched_beside_it_comes_along(agent, outsider):
    asked = Prepared(
        lambda team: Person.objects.filter(is_active=True, teams=team).prefetch_related("teams"), int
    )
    for person in (agent, outsider):
        team = person.teams.get()
        (found,) = asked(team.pk)
        assert found == person
        with CaptureQueriesContext(connection) as none:
            assert list(found.teams.all()) == [team]
        assert not none.captured_queries
    outsider.is_active = False
    outsider.save()
    assert asked(outsider.teams.get().pk) == []


def test_a_list_of_keys_is_one_value(agent, outsider, colleague):
    asked = Prepared(
        lambda keys: Person.objects.order_by("pk").filter(
            Sql("{pk} = ANY({keys})", BooleanField(), keys=keys)
        ),
        list,
    )
    assert asked([agent.pk, colleague.pk]) == sorted([agent, colleague], key=lambda each: each.pk)
    assert asked([outsider.pk]) == [outsider]
    assert asked([]) == []


def test_a_value_that_goes_in_as_something_else_is_a_mistake_of_ours():
    asked = Prepared(lambda words: Person.objects.filter(name__icontains=words), str)
    with pytest.raises(TypeError, match="another form"):
        asked("Ana")


@pytest.mark.django_db(transaction=True)
def test_what_locks_wants_a_transaction_each_time(colleague, service):
    ticket = incident(by=colleague, service=service)
    with transaction.atomic():
        ticket.lock()
    with pytest.raises(transaction.TransactionManagementError):
        ticket.lock()


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection(colleague):
    asked = Prepared(lambda pk: Person.objects.annotate(low=Lower("name"), one=Value(1)).filter(pk=pk), int)

    def ask(_turn: int) -> str:
        try:
            found = asked.one(colleague.pk)
            return f"{found.low} {found.one} {id(connection.connection)}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(ask, range(12)))
    assert {answer.rpartition(" ")[0] for answer in answers} == {"ana reis 1"}
