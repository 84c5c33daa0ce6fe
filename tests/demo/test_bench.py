"""The generator behind `make bench`, and how it tells what it measured."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import Count

from demo.bench import databases, report
from demo.bench.bulk import Bulk
from demo.bench.measure import Row
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket
from tests.demo.invariants import broken_invariants
from tests.factories import incident

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 14, 20, tzinfo=UTC)
COUNT = 200


@pytest.fixture(scope="module")
def archive(all_undone):
    """Filled beside a second set of tables, as a training room leaves one."""
    with all_undone(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA beside")
        cursor.execute("CREATE TABLE beside.tickets_ticket (LIKE tickets_ticket INCLUDING INDEXES)")
        bulk = Bulk(COUNT, now=NOW)
        bulk.fill()
        yield bulk


def test_generated_tickets_obey_the_invariants_and_can_be_searched(archive):
    assert Ticket.objects.count() == COUNT
    assert broken_invariants() == []
    word = max(Ticket.objects.order_by("pk")[0].title.split(), key=len)
    assert Ticket.objects.filter(search=word).exists()


def test_generated_tickets_have_three_events_each_and_few_are_open(archive):
    finished = Ticket.objects.filter(open=False).annotate(n=Count("events"))
    assert set(finished.values_list("n", flat=True)) == {3}
    assert 2 <= Ticket.objects.open().count() <= 24
    assert Event.objects.count() >= 3 * finished.count()


def test_numbers_and_keys_go_on_after_the_generated_ones(archive):
    made = incident(by=Person.objects.order_by("-pk")[0], title="After all of them", team=archive.teams[0])
    assert made.pk == COUNT + 1
    assert not Ticket.objects.filter(number=made.number).exclude(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("name", "size"), [("10k", 10_000), ("1M", 1_000_000), (" 100K", 100_000), ("250", 250)]
)
def test_a_size_is_a_word_or_a_number(name, size):
    assert databases.size_of(name) == size


def test_a_size_that_is_neither_is_refused_with_a_sentence():
    with pytest.raises(SystemExit, match="SIZE is 'big'"):
        databases.size_of("big")


def test_the_table_says_what_is_met_and_what_is_not_there_yet():
    rows = [
        Row("queue", "3.1 R", "≤ 4 R", 3.1, met=True),
        Row("reply", "4.0 R", "≤ 2.5 R", 4, met=False),
        Row("overview", "not yet"),
    ]
    told = report.table("10 tickets", rows).splitlines()
    assert told[2].endswith("met")
    assert told[3].endswith("NOT MET")
    assert told[4].endswith("not yet")


def test_a_large_desk_is_compared_with_a_small_one():
    small, large = [Row("queue", "", "≤ 4 R", 2.0)], [Row("queue", "", "≤ 4 R", 3.0)]
    assert report.growth(small, large)[0].met is False
    assert report.growth(small, small)[0].told == "1.00 ×"
