"""Teams: the parts make the whole, whatever happened, and nobody is ranked."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itsm.insights.dashboards import unhappy
from itsm.insights.dashboards.teams import COLUMNS
from itsm.insights.measures import Filter, ask_each
from itsm.people.models import Person
from itsm.tickets.models import Clock, Ticket
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
MARCH = Filter(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 4, 1, tzinfo=UTC))
PARTS = [*(column.count for column in COLUMNS), unhappy.unhappy_tickets, unhappy.green_unhappy]


def test_the_parts_of_all_teams_make_the_whole_on_the_page(as_reader, desk):
    table = as_reader.get("/insights/teams/").context["panels"][0]
    *teams, whole = table.rows
    for place in range(len(COLUMNS)):
        assert sum(row.marks[place].value for row in teams) == whole.marks[place].value
        assert sum(row.marks[place].n for row in teams) == whole.marks[place].n
    assert whole.marks[0].n == len(desk.tickets)


def test_teams_stand_in_the_order_of_their_names_and_no_person_is_named(as_reader, desk):
    page = as_reader.get("/insights/teams/")
    names = [row.name for row in page.context["panels"][0].rows[:-1]]
    assert names == sorted(names)
    assert desk.agent.name not in page.content.decode()


@pytest.fixture(scope="module")
def asker(desk) -> Person:
    return PersonFactory(name="Ana Reis")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), count=st.integers(0, 25))
def test_whatever_happened_the_parts_make_the_whole(desk, asker, seed, count):
    """Any state, any team, called off or merged, resolved at the edges of the period."""
    rng = Random(seed)
    Clock.objects.filter(ticket__number__startswith="PRO").delete()
    Ticket.objects.filter(number__startswith="PRO").update(merged_into=None)
    Ticket.objects.filter(number__startswith="PRO").delete()
    made = Ticket.objects.bulk_create(any_ticket(rng, n, desk.teams, asker) for n in range(count))
    Clock.objects.bulk_create(any_clock(rng, ticket) for ticket in made)
    by_team, whole = ask_each(PARTS, [(MARCH, "team"), (MARCH, None)])
    for one in PARTS:
        together = whole[one.key].get(None)
        assert sum(figure.n for figure in by_team[one.key].values()) == (together.n if together else 0)
        assert sum(figure.value for figure in by_team[one.key].values()) == (
            together.value if together else 0
        )


def any_ticket(rng: Random, n: int, teams: list, asker: Person) -> Ticket:
    opened = MARCH.since + timedelta(hours=rng.choice([-1, 0, 5, 300, 743, 744]))
    resolved = opened + timedelta(hours=rng.choice([0, 1, 700])) if rng.random() < 0.8 else None
    return Ticket(
        number=f"PRO-{n}", kind="incident", title="Any", team=rng.choice(teams), requester=asker, opened_by=asker, open=False,
        status=rng.choice(["closed", "closed", "cancelled"]), opened_at=opened, resolved_at=resolved,
        reopen_count=rng.randrange(2), handover_count=rng.randrange(3), held_since=opened,
    )  # fmt: skip


def any_clock(rng: Random, ticket: Ticket) -> Clock:
    return Clock(
        ticket=ticket, kind=rng.choice(Clock.Kind.values), target=60, started_at=ticket.opened_at, stopped_at=ticket.resolved_at,
        outcome=rng.choice(Clock.Outcome.values) if ticket.resolved_at else "", was_due_at=ticket.resolved_at,
        breached_at=rng.choice([None, ticket.opened_at]),
    )  # fmt: skip
