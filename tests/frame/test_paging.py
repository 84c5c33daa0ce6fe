"""Keyset pages over a real table, with ties, nulls and rows that come and go."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, F, IntegerField
from django.db.models.functions import Length, NullIf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itsm.frame.paging import KeysetPage
from itsm.people.models import Person
from tests.factories import PersonFactory, SiteFactory

START = datetime(2026, 3, 12, 9, 0, 0, 123_456, tzinfo=UTC)
ORDERS = [
    [],
    ["name"],
    ["-last_login"],
    ["last_login", "name"],
    ["name", "-last_login"],
    ["-last_login", "name", "-pk"],
    ["site__name", "-last_login"],
    ["-site", "pk"],
    ["-letters", "name"],
]


@pytest.fixture
def people(db):
    """Forty people full of ties: five names, three sites or none, five moments or never."""
    sites = [SiteFactory(name="Porto"), SiteFactory(name="Halden"), None]
    for n in range(40):
        PersonFactory(
            name=f"Name {n * 7 % 5}",
            site=sites[n % 3],
            last_login=START + timedelta(microseconds=n % 5) if n % 4 else None,
        )
    return Person.objects.annotate(letters=NullIf(Length("name"), 6, output_field=IntegerField()))


def in_order(people, order):
    keys = [
        F(name.removeprefix("-")).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True)
        for name in order
    ]
    if not order or order[-1].lstrip("-") != "pk":
        keys.append("-pk" if order and order[-1][0] == "-" else "pk")
    return [person.pk for person in people.order_by(*keys)]


def walk(people, order, size, cursor="", *, back=False):
    pages = []
    while True:
        page = KeysetPage.of(people, order, cursor, size=size)
        assert len(page) <= size
        pages.append(page)
        cursor = page.previous if back else page.next
        if not cursor:
            return pages


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(ORDERS), size=st.integers(1, 45))
def test_walking_there_and_back_shows_every_row_once_and_in_order(people, order, size):
    there = walk(people, order, size)
    assert [row.pk for page in there for row in page] == in_order(people, order)

    last = there[-1]
    back = walk(people, order, size, last.previous, back=True) if last.previous else []
    rows = [row.pk for page in reversed(back) for row in page] + [row.pk for row in last]
    assert rows == in_order(people, order)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cursor=st.text(max_size=40)
    | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
)
def test_a_broken_cursor_is_the_first_page(people, cursor):
    page = KeysetPage.of(people, ["name"], cursor, size=10)
    assert [row.pk for row in page] == in_order(people, ["name"])[:10]
    assert page.previous == ""


def forged(*told):
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        forged("name,pk", 0, "Name 1"),
        forged("name,pk", 2, "Name 1", 1),
        forged("name,pk", 0, "Name\x00", 1),
        forged("name,pk", 0, None, 1),
        forged("name,pk", 0, {"a": 1}, {"b": 2}),
        forged("name,pk", 0, "Name 1", "one"),
        forged("name,pk", 0, "Name 1", 10**30),
        forged("-name,pk", 0, "Name 1", 1),
        "x" * 5000,
        "[" * 1500,
    ],
)
def test_a_forged_cursor_never_breaks_the_page(people, cursor):
    page = KeysetPage.of(people, ["name"], cursor, size=10)
    assert len(page) == 10


@pytest.mark.parametrize("moment", ["2026-03-12T09:00:00", "never", 5, "0001-01-01T00:00:00+14:00"])
def test_a_forged_moment_never_breaks_the_page(people, moment):
    assert len(KeysetPage.of(people, ["last_login"], forged("last_login,pk", 0, moment, 1), size=10)) == 10


def test_rows_that_come_and_go_neither_repeat_nor_hide_others(people):
    order, people = ["name"], people.active()
    first = KeysetPage.of(people, order, size=10)
    expected = in_order(people, order)[10:20]
    PersonFactory(name="Name")
    Person.objects.filter(pk=first.rows[-1].pk).update(is_active=False)

    second = KeysetPage.of(people, order, first.next, size=10)
    assert [row.pk for row in second] == expected


def test_a_page_whose_rows_are_all_gone_becomes_the_first(people):
    people = people.active()
    last = walk(people, ["name"], 10)[-2].next
    Person.objects.filter(name__gte="Name 3").update(is_active=False)
    assert [row.pk for row in KeysetPage.of(people, ["name"], last, size=10)] == in_order(people, ["name"])[
        :10
    ]


def test_an_empty_list_has_no_neighbours(db):
    page = KeysetPage.of(Person.objects.all(), ["name"])
    assert (page.rows, page.next, page.previous) == ([], "", "")


def test_one_statement_and_no_count(people, django_assert_num_queries):
    cursor = KeysetPage.of(people, ["-last_login"], size=5).next
    with django_assert_num_queries(1) as seen:
        KeysetPage.of(people, ["-last_login"], cursor, size=5)
    assert "COUNT" not in seen[0]["sql"]
    assert "LIMIT 6" in seen[0]["sql"]


def test_an_aggregate_can_be_the_order(people):
    counted = people.annotate(team_count=Count("teams"))
    assert len([row for page in walk(counted, ["-team_count"], 7) for row in page]) == 40
