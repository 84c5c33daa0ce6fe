"""kill -9 of the worker, Valkey and PostgreSQL in the middle of work: afterwards everything was told, and once.

The one thing no program can promise is left out of the first test on purpose and shown in the second. Between the moment at
which the mail server has taken a mail and the moment at which we have written that down lies one commit. Who is killed
exactly there leaves a claim of which nobody knows whether the mail went out; after three minutes it goes out again, under the
same Message-ID. Everywhere else, also while the mail is being handed over, a kill costs nothing and repeats nothing.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.comms.house import House, eventually
from tests.comms.sink import Sink, sink

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def server() -> Iterator[Sink]:
    with sink() as made:
        yield made


@pytest.fixture
def house(whole_house: House) -> Iterator[House]:
    """Without a worker; whoever needs one starts it."""
    yield whole_house
    while whole_house.workers:
        whole_house.kill_worker()


@pytest.fixture(scope="module")
def whole_house(django_db_setup: None, server: Sink) -> Iterator[House]:
    with TemporaryDirectory(prefix="baton-kill-", ignore_cleanup_errors=True) as home:
        made = House(Path(home), server.port)
        try:
            yield made
        finally:
            made.close()


def settle(house: House) -> None:
    """Let time pass until nothing waits any more."""

    def quiet() -> bool:
        try:
            house.ask("time_passes")
            return eventually(lambda: nothing_waits(house), within=3)
        except AssertionError:  # an engine is still coming back
            return False

    assert eventually(quiet, within=90), house.ask("waiting")


def nothing_waits(house: House) -> bool:
    waiting = house.ask("waiting")
    return not waiting["outbox"] and not waiting["mails"]


def test_everything_is_told_exactly_once_whatever_is_killed(house, server):
    before = house.ask("told")["events"]
    done = house.ask("work", 2)

    server.hold_the_next()
    house.start_worker()
    assert server.door_held.wait(40), "the worker handed nothing over"
    house.kill_worker()  # a mail stands at the mail server's door, others wait behind it
    server.door.set()
    house.ask("claims_run_out")

    house.kill_engine("valkey")
    done += house.ask("work", 2)  # nobody can be woken now; the work goes on
    house.start_worker()
    done += house.ask("work", 2)
    settle(house)

    server.hold_the_next()
    done += house.ask("work", 2)
    assert server.door_held.wait(40)
    house.kill_engine("postgres")  # the mail is out before the database is back: the mark must wait for it
    server.door.set()
    assert eventually(lambda: can_work(house, done))
    settle(house)

    told = house.ask("told")
    new = set(told["events"]) - set(before)
    assert set(done) <= new, "an acknowledged event was lost"
    mails = [(event, mail) for event, mail in told["mails"] if event in new]
    assert Counter(event for event, _mail in mails) == Counter(new)
    assert [server.taken[mail] for _event, mail in mails] == [1] * len(mails)
    assert set(Counter(told["inbox"]).values()) == {1}


def can_work(house: House, done: list[int]) -> bool:
    try:
        done += house.ask("work", 1)
    except AssertionError:
        return False
    return True


def test_killed_between_the_servers_ok_and_our_mark_the_second_copy_has_the_same_id(house, server):
    server.hold_the_next(after_taking=True)
    house.start_worker()
    done = house.ask("work", 1)
    assert server.door_held.wait(40)
    house.kill_worker()  # the mail is out, and nobody is left who knows
    server.door.set()
    house.ask("claims_run_out")
    house.start_worker()
    settle(house)
    mine = {mail: event for event, mail in house.ask("told")["mails"] if event in done}
    assert sorted(mine.values()) == sorted(done)
    assert sorted(server.taken[mail] for mail in mine) == [1, 2]
