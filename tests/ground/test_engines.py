import os
import signal
import stat
from itertools import count

from tests.ground.conftest import eventually

NUMBERS = count()
ANSWERS = "sql.execute('SELECT 1'); print(valkey.ping())"
REMEMBERED = "7 [b'task']"


def remember(place):
    """What to ask for later. Never heard of here before, so that nothing which another test left stands in for it."""
    name = f"t{next(NUMBERS)}"
    table = f"sql.execute('CREATE TABLE {name} (n int)'); sql.execute('INSERT INTO {name} VALUES (7)')"
    place.ask(f"{table}; valkey.rpush('{name}', 'task')")
    return f"sql.execute('SELECT n FROM {name}'); print(sql.fetchone()[0], valkey.lrange('{name}', 0, -1))"


def test_a_restart_keeps_the_data_and_leaves_no_process_behind(place):
    recall = remember(place)
    assert place.processes() == ""
    assert place.ask(recall) == REMEMBERED


def test_killed_engines_come_back_while_in_use_with_all_that_was_acknowledged(place):
    place.hold()
    recall = remember(place)
    old = {engine: place.pid(engine) for engine in ("postgres", "valkey")}
    for pid in old.values():
        os.kill(pid, signal.SIGKILL)

    assert eventually(lambda: all(running_anew(place, engine, pid) for engine, pid in old.items()))
    assert place.ask(recall) == REMEMBERED


def test_the_engines_end_with_their_last_user_even_when_it_is_killed(place):
    user, recall = place.hold(), remember(place)
    user.kill()
    assert eventually(lambda: place.processes() == "")
    assert place.ask(recall) == REMEMBERED


def test_everything_killed_at_once_recovers_on_the_next_start(place):
    user, recall = place.hold(), remember(place)
    user.kill()
    for line in place.processes().splitlines():
        os.kill(int(line.split()[0]), signal.SIGKILL)
    assert place.ask(recall) == REMEMBERED


def test_a_note_that_names_a_stranger_hinders_no_start(place):
    recall = remember(place)
    for note in ("postgres/postmaster.pid", "valkey/valkey.pid", "run/.s.PGSQL.5432.lock"):
        (place.home / note).write_text(f"{os.getpid()}\n")
    assert place.ask(recall) == REMEMBERED


def test_a_second_process_shares_the_engines_and_does_not_stop_them(place):
    place.hold()
    before = place.pid("postgres"), place.pid("valkey")
    place.ask("sql.execute('SELECT 1')")
    assert (place.pid("postgres"), place.pid("valkey")) == before
    assert place.ask(ANSWERS) == "True"


def test_the_engines_outlive_the_process_that_started_them(place):
    first = place.hold()
    place.hold()
    before = place.pid("postgres")
    first.communicate("end\n")
    assert place.ask("sql.execute('SELECT 1'); print('yes')") == "yes"
    assert place.pid("postgres") == before


def test_two_first_starts_at_once_agree(settle):
    place = settle()
    both = [place.begin("print(engines.secret_key())") for _ in range(2)]
    told = {process.communicate(timeout=30)[0] for process in both}
    assert [process.returncode for process in both] == [0, 0], told
    assert len(told) == 1
    assert stat.S_IMODE((place.home / "secret_key").stat().st_mode) == 0o600


def test_two_checkouts_do_not_meet_however_long_or_odd_their_paths(place, settle):
    there = settle("ü, #1", "x" * 90)
    place.hold()
    there.hold()
    place.ask("sql.execute('CREATE TABLE here ()'); valkey.set('here', 1)")
    assert (
        there.ask(
            "sql.execute(\"SELECT to_regclass('here')\"); print(sql.fetchone()[0], valkey.exists('here'))"
        )
        == "None 0"
    )


def running_anew(place, engine, old):
    """The note is gone for a moment while the engine starts."""
    try:
        return place.pid(engine) != old and place.ask(ANSWERS) == "True"
    except (FileNotFoundError, IndexError, ValueError):
        return False
