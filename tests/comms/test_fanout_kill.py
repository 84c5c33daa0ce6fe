"""A notice to 1,000 colleagues while workers and Valkey are killed with -9: everyone has it, and once.

The rule for the mail in flight: a line has one mail at the server's door at a time. Killed before the server took it, it goes
out later; killed after it was taken and before that was marked, it goes out again under the same Message-ID. So a kill
repeats at most one mail for each connection there was, and none is ever left out.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.comms.house import House, eventually
from tests.comms.sink import Sink, sink

pytestmark = pytest.mark.timeout(300)
READERS = 1000
LINES = 2


@pytest.fixture(scope="module")
def server() -> Iterator[Sink]:
    with sink() as made:
        made.pipelining = True
        yield made


@pytest.fixture(scope="module")
def whole_house(django_db_setup: None, server: Sink) -> Iterator[House]:
    with TemporaryDirectory(prefix="baton-kill-", ignore_cleanup_errors=True) as home:
        made = House(Path(home), server.port)
        try:
            made.ask("hire", READERS)
            yield made
        finally:
            made.close()


@pytest.fixture
def house(whole_house: House) -> Iterator[House]:
    """Each test tells everyone anew, when all that was told before has reached them."""
    yield whole_house
    while whole_house.workers:
        whole_house.kill_worker()


def kill_worker(house: House) -> None:
    """And three minutes pass for what it held; only now, for no living worker keeps a mail so long."""
    house.kill_worker()
    time.sleep(0.2)  # what was on the wire arrives
    house.ask("claims_run_out")


def settle(house: House, update: int) -> None:
    """Time passes until nothing of it waits any more."""

    def done() -> bool:
        try:
            house.look_after_workers()
            house.ask("time_passes")
            return (
                eventually(lambda: house.ask("sent", update) == READERS, within=5)
                and house.ask("reached", update)["done"]
            )
        except AssertionError:  # an engine is still coming back
            return False

    assert eventually(done, within=150), house.ask("reached", update)


def mails_of(server: Sink, update: int) -> Counter[str]:
    return Counter(
        {mail: many for mail, many in server.taken.items() if mail.startswith(f"<update.{update}.")}
    )


def test_everyone_has_it_once_whatever_is_killed_before_the_server_took_a_mail(house, server):
    server.hold_the_next(after=300)
    update = house.ask("announce")
    house.start_worker()
    assert server.door_held.wait(60), "the worker handed nothing over"
    # The envelope at the door came behind the letter before it, whose OK may still be on its way to the worker.
    assert eventually(lambda: house.ask("marked", update) == mails_of(server, update).total())
    kill_worker(house)  # a mail stands at the door, the rest of its batch behind it
    server.door.set()

    house.kill_engine("valkey")  # with all that was enqueued
    house.start_worker()
    settle(house, update)

    found, taken = house.ask("reached", update), mails_of(server, update)
    assert found["people"] == READERS == len(taken) == found["inboxes"]
    assert set(taken) == set(found["mails"])
    assert set(taken.values()) == {1}
    assert (found["states"], found["delivered"]) == ({"sent": READERS}, READERS)


def settle_some(house: House, server: Sink, update: int, *, at_least: int) -> None:
    def enough() -> bool:
        try:
            house.ask("time_passes")
        except AssertionError:
            return False
        return eventually(lambda: mails_of(server, update).total() >= at_least, within=5)

    assert eventually(enough, within=90)


def test_killed_at_any_moment_nobody_is_left_out_and_a_kill_repeats_one_mail_for_each_line_at_most(
    house, server
):
    update, kills = house.ask("announce"), 0
    for share in (150, 400, 700):
        house.start_worker()
        settle_some(house, server, update, at_least=share)
        kill_worker(house)
        kills += 1
    house.start_worker()
    settle(house, update)

    found, taken = house.ask("reached", update), mails_of(server, update)
    assert set(taken) == set(found["mails"])
    assert found["delivered"] == READERS == found["people"] == found["inboxes"]
    assert taken.total() - READERS <= kills * LINES
    assert max(taken.values()) <= 2


def test_valkey_killed_in_the_middle_of_a_spell_nobody_is_left_out(house, server):
    update = house.ask("announce")
    house.start_worker()
    settle_some(house, server, update, at_least=400)
    house.kill_engine("valkey")
    settle(house, update)

    found, taken = house.ask("reached", update), mails_of(server, update)
    assert set(taken) == set(found["mails"])
    assert found["delivered"] == READERS == found["people"] == found["inboxes"]
    assert (
        taken.total() - READERS <= LINES
    )  # Celery may end its processes without ceremony when its broker dies
