"""Generated calendars: the finder says what living through them says, from either side, wherever they are moved."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changes.calendar.clashes import Occasion, Surroundings, clashes
from changes.calendar.graph import Graph
from changes.calendar.plan import Plan
from itsm.services.calendars import WorkingHours
from tests.changes.calendar import oracle
from tests.changes.calendar.oracle import House, Thing

SERVICES, SLOTS = 5, 9 * 48
ZONES = [ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York")]
DAYS = [date(2026, 3, 23) + timedelta(days=n) for n in range(10)]

few = {n: st.frozensets(st.integers(1, n), max_size=2) for n in (2, 3, SERVICES)}
# Some anywhere in nine days, most of them close together, where an hour more or less decides.
spans = st.tuples(
    st.one_of(st.integers(96, 120), st.integers(0, SLOTS)), st.one_of(st.integers(1, 8), st.integers(1, 60))
)
things = st.tuples(spans, few[SERVICES], few[3], few[2], few[2])
happenings = st.tuples(things, st.sampled_from(["freeze", "business_event"]))
places = st.tuples(
    few[2], st.sampled_from(ZONES), st.frozensets(st.integers(0, 6)), st.frozensets(st.sampled_from(DAYS))
)
houses = st.tuples(
    st.frozensets(st.tuples(st.integers(1, SERVICES), st.integers(1, SERVICES)), max_size=6),
    st.lists(places, min_size=SERVICES, max_size=SERVICES),
)


def built(house) -> House:
    edges, about = house
    numbered = list(enumerate(about, start=1))
    return House(
        edges=edges,
        sites={pk: sites for pk, (sites, *_rest) in numbered},
        zones={pk: tuple(rest) for pk, (_sites, *rest) in numbered},
    )


def thing(pk, drawn, kind="") -> Thing:
    (first, length), services, people, sites, teams = drawn
    return Thing(pk, first, first + length, services, people, sites, teams, kind)


def change(pk, drawn) -> Thing:
    """A change is of one team, and asked for at one site at most."""
    made = thing(pk, drawn)
    one = {"sites": frozenset(sorted(made.sites)[:1]), "teams": frozenset(sorted(made.teams)[:1])}
    return Thing(**{**vars(made), **one})


def plan(one: Thing) -> Plan:
    return Plan(
        pk=one.pk, number=f"CHG-{one.pk}", starts_at=oracle.at(one.first), ends_at=oracle.at(one.last),
        services=one.services, people=one.people, team=next(iter(one.teams), None), site=next(iter(one.sites), None),
    )  # fmt: skip


def occasion(one: Thing) -> Occasion:
    return Occasion(
        pk=one.pk, kind=one.kind, title="Quarter end", starts_at=oracle.at(one.first), ends_at=oracle.at(one.last),
        services=one.services, sites=one.sites, teams=one.teams,
    )  # fmt: skip


def hours(zone, weekdays, closed) -> WorkingHours:
    week = tuple(((time(8), time(18)),) if day in weekdays else () for day in range(7))
    return WorkingHours(zone=zone, week=week, closed=closed)


def surroundings(changes, occasions, house: House) -> Surroundings:
    return Surroundings(
        graph=Graph(house.edges), others=[plan(one) for one in changes], occasions=[occasion(one) for one in occasions],
        sites=house.sites, hours={pk: hours(*about) for pk, about in house.zones.items()},
    )  # fmt: skip


def calendar(drawn, happened, house):
    changes = [change(pk, one) for pk, one in enumerate(drawn, start=1)]
    occasions = [thing(pk, one, kind) for pk, (one, kind) in enumerate(happened, start=1)]
    return changes, occasions, built(house)


@settings(max_examples=70, deadline=None, derandomize=True)
@given(st.lists(things, min_size=2, max_size=6), st.lists(happenings, max_size=4), houses)
def test_what_is_found_is_what_living_through_the_calendar_finds(drawn, happened, house):
    changes, occasions, house = calendar(drawn, happened, house)
    around = surroundings(changes, occasions, house)
    for one in changes:
        found = [clash.against for clash in clashes(plan(one), around)]
        assert len(found) == len(set(found))
        assert set(found) == oracle.collisions(one, changes, occasions, house)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(things, things, houses, st.integers(-400, 400))
def test_two_changes_collide_from_either_side_and_wherever_both_are_moved(one, two, house, slots):
    changes, _none, house = calendar([one, two], [], house)
    around = surroundings(changes, [], house)

    def between(around, *pair):
        return [
            {(clash.kind, clash.since, clash.until) for clash in clashes(plan(each), around) if clash.other}
            for each in pair
        ]

    mine, theirs = between(around, *changes)
    assert mine == theirs
    later = [
        Thing(**{**vars(each), "first": each.first + slots, "last": each.last + slots}) for each in changes
    ]
    moved, _same = between(surroundings(later, [], house), *later)
    assert {
        (kind, since - slots * oracle.SLOT, until - slots * oracle.SLOT) for kind, since, until in moved
    } == mine


def test_a_time_in_question_lies_in_both_windows_or_between_them():
    mine, theirs = Thing(1, 0, 4, frozenset({1})), Thing(2, 6, 8, frozenset({1}))
    house = House(sites={1: frozenset()}, zones={})
    around = Surroundings(graph=Graph([]), others=[plan(theirs)], sites=house.sites)
    [clash] = clashes(plan(mine), around)
    assert (clash.since, clash.until) == (oracle.at(4), oracle.at(6))


@pytest.mark.parametrize(
    ("slots", "kinds"), [(-1, ["service"]), (0, ["too_close"]), (3, ["too_close"]), (4, [])]
)
def test_two_hours_apart_is_far_enough_and_less_is_not(slots, kinds):
    mine, theirs = Thing(1, 0, 4, frozenset({1})), Thing(2, 4 + slots, 20, frozenset({1}))
    around = Surroundings(graph=Graph([]), others=[plan(theirs)])
    assert [clash.kind for clash in clashes(plan(mine), around)] == kinds
    assert {
        kind for *_pair, kind in oracle.collisions(mine, [theirs], [], House(zones={1: (ZONES[0], (), ())}))
    } == set(kinds)
