"""Every formula on a history in which everybody can count along. Each scenario has a month of its own.

Office hours are Monday to Friday, 8 to 18 h UTC. Twenty rows are needed before a share or a length says anything.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from itsm.insights.measures import Figure, Filter, measure, one
from itsm.insights.measures.registry import NOTHING
from itsm.insights.models import Touched
from itsm.insights.rollups import reading
from itsm.insights.rollups.keeping import rebuild, the_plan
from itsm.tickets.models import Link, Ticket
from tests.factories import PersonFactory, TeamFactory
from tests.insights.history import History

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
CALLED_OFF = {"status": "cancelled"}


def month(number: int, **chosen) -> Filter:
    return Filter(
        since=datetime(2026, number, 1, tzinfo=UTC), until=datetime(2026, number + 1, 1, tzinfo=UTC), **chosen
    )


def at(number: int, day: int, hour: float = 0) -> datetime:
    return datetime(2026, number, day, tzinfo=UTC) + hour * HOUR


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        agent, colleague, team = PersonFactory(), PersonFactory(), TeamFactory()
        history = History(team=team, agent=agent, colleague=colleague)
        for tell in (march_restored, april_contacts, may_taken, june_returned, july_promises, august_one):
            tell(history)
        history.write()
        yield history
        transaction.set_rollback(True)


# What happened ------------------------------------------------------------------------------------------------------------


def working_hour(number: int) -> datetime:
    """So many working hours after Monday 2 March, 9 h: nine are left of that day, then ten a day."""
    return next(
        at(3, day, start + number - gone)
        for day, start, gone, last in ((2, 9, 0, 9), (3, 8, 9, 19), (4, 8, 19, 29), (5, 8, 29, 39))
        if number <= last
    )


def resolved_after(history: History, number: int, **fields):
    """Every second one waits for the colleague from 9 to 10 h. The target is ten hours."""
    begun, done = at(3, 2, 9), working_hour(number)
    ticket = history.ticket(begun, done, **fields)
    wait = [(begun, "pause"), (begun + HOUR, "resume")] if number % 2 == 0 else []
    history.clock(ticket, "resolution", (begun, "start"), *wait, (done, "stop"))
    return ticket


def march_restored(history: History) -> None:
    """Incidents that took 1, 2, … 21 working hours; and what must not count: a request, called off, a duplicate."""
    first = [resolved_after(history, number) for number in range(1, 22)][0]
    resolved_after(history, 39, kind="request")
    resolved_after(history, 39, **CALLED_OFF)
    history.write()
    resolved_after(history, 39, merged_into=first)


def april_contacts(history: History) -> None:
    """Twenty-three things that colleagues brought, opened at 9 and resolved at 12 h; thirteen of them plain."""
    opened, done, second_team, other = at(4, 10, 9), at(4, 10, 12), TeamFactory(), PersonFactory()

    def brought(**fields):
        ticket = history.ticket(opened, done, **fields)
        history.hold(ticket, "team", opened, opened + HOUR, team=history.team)
        history.hold(ticket, "agent", opened + HOUR, done)
        return ticket

    for _plain in range(13):
        brought()
    history.hold(brought(), "agent", opened + 2 * HOUR, done, person=other)  # two agents
    moved = brought(handover_count=1, team=second_team)  # passed on
    history.hold(moved, "agent", opened + 2 * HOUR, done)
    brought(reopen_count=1)
    history.event(brought(), "ticket.reply", done + 13 * DAY, by=history.colleague)  # came again
    history.event(
        brought(), "ticket.reply", done + 15 * DAY, by=history.colleague
    )  # too late to be the same matter
    history.link(
        history.ticket(at(4, 19, 12)), brought(), "follows", done + 9 * DAY
    )  # came again, as another ticket
    history.hold(brought(), "supplier", opened + HOUR, opened + 2 * HOUR)  # plain, but not ours alone
    back = brought(handover_count=2)  # to another team and back, and not ours alone
    history.hold(back, "team", opened + HOUR, opened + 2 * HOUR, team=second_team)
    history.hold(back, "supplier", opened + HOUR, opened + 2 * HOUR)
    brought(kind="request")
    history.event(brought(), "ticket.reply", opened + 2 * HOUR)  # our word, not theirs
    brought(channel="alert")  # nobody brought it
    brought(**CALLED_OFF)


def may_taken(history: History) -> None:
    """Opened on Monday 4 May, 8 h; answered after 15, 30, … 300 minutes, taken after 1, 2, … 20 hours, resolved after 24."""
    opened = at(5, 4, 8)
    for number in range(1, 21):
        ticket = history.ticket(opened, opened + DAY)
        history.clock(ticket, "first_response", (opened, "start"), (opened + number * HOUR / 4, "stop"))
        history.hold(ticket, "team", opened, opened + number * HOUR)
        asks = (
            2 * HOUR if number == 1 else timedelta(0)
        )  # the first one asks, and takes it again two hours later
        if asks:
            history.hold(ticket, "agent", opened + number * HOUR, opened + 2 * HOUR)
            history.hold(ticket, "colleague", opened + 2 * HOUR, opened + 2 * HOUR + asks)
            history.hold(ticket, "agent", opened + 2 * HOUR + asks, opened + DAY)
        else:
            history.hold(ticket, "agent", opened + number * HOUR, opened + DAY)
    off = history.ticket(opened, **CALLED_OFF)
    history.hold(off, "agent", opened + 9 * HOUR, opened + DAY)


def june_returned(history: History) -> None:
    """Twenty resolutions; reopened after a day, just in time, a second late, and across the end of the month."""
    other = TeamFactory()

    def said_done(when: datetime, *again: timedelta, **fields) -> None:
        ticket = history.ticket(at(6, 1), when, reopen_count=len(again), **fields)
        history.event(ticket, "incident.resolve", when)
        for later in again:
            history.event(ticket, "incident.reopen", when + later)

    for _held in range(16):
        said_done(at(6, 10))
    said_done(at(6, 10), DAY)
    said_done(at(6, 10), 14 * DAY)
    said_done(at(6, 10), 14 * DAY + SECOND)
    said_done(at(6, 30, 12), 3 * DAY)
    said_done(at(6, 10), DAY, **CALLED_OFF)
    said_done(at(7, 1), DAY)  # the end of a period is not in it
    for number in range(24):  # 5 of 20 said no; an offer is no answer, a ticket called off does not count
        ticket = history.ticket(at(6, 1), **(CALLED_OFF if number > 21 else {}))
        state = "returned" if number < 5 else "accepted" if number < 20 or number > 21 else "offered"
        history.handover(ticket, other, at(6, 20), state=state)


def july_promises(history: History) -> None:
    """Twenty promises due in July: 14 kept, one of them already in June; 4 broken, 2 kept to the second. One is due in August."""

    def promised(due: datetime, said: datetime) -> None:
        begun = at(6, 29)
        history.clock(history.ticket(begun), "next_update", (begun, "start"), (said, "stop"), due=due)

    for _kept in range(13):
        promised(at(7, 10), at(7, 9))
    promised(at(7, 1, 1), at(6, 30))
    for _broken in range(4):
        promised(at(7, 10), at(7, 10) + SECOND)
    for _just in range(2):
        promised(at(7, 10), at(7, 10))
    promised(at(8, 3), at(7, 31))


def august_one(history: History) -> None:
    """One ticket of which everything is known. Its promise was made in July."""
    begun, done = at(8, 3, 9), at(8, 3, 12)
    ticket = history.ticket(begun, done)
    for kind in ("resolution", "first_response"):
        history.clock(ticket, kind, (begun, "start"), (done, "stop"))
    history.hold(ticket, "agent", begun, done)
    history.event(ticket, "incident.resolve", done)
    history.handover(ticket, history.team, done)


# What it comes to ---------------------------------------------------------------------------------------------------------

INCIDENTS = month(3, kind="incident")
FIGURES = [
    # 1 + 2 + … + 21 = 231; the request of 39 h, the one called off and the duplicate are not in it
    ("time_to_resolve_mean", month(3), 231 / 21, 21),
    ("time_to_resolve", month(3), 11, 21),  # the 11th of 21
    ("time_to_resolve_p90", month(3), 19, 21),  # the 19th: 0.9 × 20 = 18 places after the first
    # every second one an hour less: 1, 1, 3, 3, … 19, 19, 21; ties
    ("time_worked_mean", month(3), 221 / 21, 21),
    ("time_worked", month(3), 11, 21),
    ("time_worked_p90", month(3), 19, 21),
    # day and night: 1 … 9 h on Monday; 24 … 33 h for those of Tuesday; 48 and 49 h
    ("elapsed_mean", INCIDENTS, (45 + 285 + 97) / 21, 21),
    ("elapsed_median", INCIDENTS, 25, 21),  # the second of Tuesday
    ("elapsed_p90", INCIDENTS, 33, 21),  # the last of Tuesday
    # ten worked for less than ten hours; eleven took longer, and the request
    ("sla_met", month(3), 100 * 10 / 22, 22),
    ("sla_met", INCIDENTS, 100 * 10 / 21, 21),
    # thirteen plain ones, the late word, the supplier, the request, our word
    ("first_contact", month(4), 100 * 17 / 23, 23),
    ("first_contact_net", month(4), 100 * 16 / 21, 21),
    ("first_assignment", month(4), 100 * 22 / 23, 23),  # all but the one passed on
    ("handovers", month(4), 3 / 24, 24),  # what monitoring opened ended, too
    ("straight_through", month(4), 100 * 21 / 24, 24),
    ("ping_pong", month(4), 100 * 1 / 24, 24),
    ("ever_reopened", month(4), 100 * 1 / 24, 24),
    ("time_to_own", month(5), 10.5, 20),  # (1 + … + 20) ÷ 20; the second taking of one does not count
    ("time_to_own_median", month(5), 10.5, 20),
    ("time_to_own_p90", month(5), 18.1, 20),  # 1 + 0.9 × 19
    ("first_response", month(5), 2.625, 20),  # a quarter of that
    ("first_response_p90", month(5), 4.525, 20),
    ("elapsed_response", month(5), 2.625, 20),
    ("held_by_team", month(5), 10.5, 20),
    ("held_by_colleague", month(5), 0.1, 20),  # two hours of one of twenty
    ("held_by_agent", month(5), 13.4, 20),  # what is left of 24
    ("held_by_supplier", month(5), 0, 20),
    ("reopened", month(6), 100 * 3 / 20, 20),  # one a second late; one in July, resolved in June
    ("handovers_returned", month(6), 100 * 5 / 20, 20),
    ("promises_kept", month(7), 100 * 16 / 20, 20),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "chosen", "value", "n"), FIGURES, ids=[f"{row[0]} {row[3]}" for row in FIGURES]
)
def test_a_figure_is_what_everybody_can_count(world, key, chosen, value, n):
    assert one(measure(key), chosen) == Figure(pytest.approx(value), n)


@pytest.mark.parametrize("key", sorted({row[0] for row in FIGURES}))
def test_nothing_is_no_figure_and_one_is_too_few(world, key):
    nobody = Filter(since=at(1, 1), until=at(2, 1))
    assert one(measure(key), nobody) in {NOTHING, Figure(None, 0, too_few=True)}
    assert one(measure(key), month(8)) == Figure(None, 1, too_few=True)


@pytest.fixture(scope="module")
def rolled(world):
    with transaction.atomic():
        assert list(rebuild(now=at(8, 31)))
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("key", "chosen", "value", "n"), FIGURES, ids=[f"{row[0]} {row[3]}" for row in FIGURES]
)
def test_days_tell_the_same(rolled, key, chosen, value, n):
    """Days and not rows: what they cannot tell is None."""
    (found,) = reading.read(the_plan(), [measure(key)], [(chosen, None)]) or [{}]
    assert found[key][None] == Figure(pytest.approx(value), n)


def test_a_follow_up_touches_what_it_follows(world):
    first, second = Ticket.objects.all()[:2]
    Touched.objects.all().delete()
    Link.objects.create(source=second, target=first, kind=Link.Kind.FOLLOWS, at=at(8, 31))
    assert list(Touched.objects.values_list("ticket_id", flat=True)) == [first.pk]
