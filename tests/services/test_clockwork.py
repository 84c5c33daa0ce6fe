"""Clocks in tables: what a ledger says, by rules 1 to 8 of the field guide."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from itsm.services.calendars import ALWAYS, WorkingHours
from itsm.services.clockwork import Act, Entry, LedgerError, State, read, spent
from tests.services.oracle import hours, utc

HOUR = 3600
OFFICE = hours("UTC", "09:00-17:00")


def ledger(*lines: str) -> list[Entry]:
    """ "2026-05-04 09:00 start 3600": day, time, act, target in seconds."""
    entries = []
    for line in lines:
        day, at, act, *rest = line.split()
        entries.append(Entry(utc(f"{day} {at}"), act, int(rest[0]) if rest else None))
    return entries


def test_a_clock_that_runs_knows_when_it_is_due():
    reading = read(ledger("2026-05-01 16:00 start 28800"), OFFICE)
    assert (reading.state, reading.worked, reading.target) == (State.RUNNING, 0, 8 * HOUR)
    assert reading.due_at == utc("2026-05-04 16:00")
    assert reading.reaches(HOUR, OFFICE) == utc("2026-05-01 17:00")
    assert reading.worked_at(utc("2026-05-04 10:00"), OFFICE) == 2 * HOUR


def test_a_pause_is_not_counted_and_moves_the_due_time():
    paused = read(ledger("2026-05-04 09:00 start 14400", "2026-05-04 10:00 pause"), OFFICE)
    assert (paused.state, paused.worked, paused.due_at) == (State.PAUSED, HOUR, None)
    assert paused.worked_at(utc("2026-06-01 12:00"), OFFICE) == HOUR
    assert paused.reaches(2 * HOUR, OFFICE) is None
    lines = ["2026-05-04 09:00 start 14400", "2026-05-04 10:00 pause", "2026-05-05 09:00 resume"]
    assert read(ledger(*lines), OFFICE).due_at == utc("2026-05-05 12:00")


def test_a_new_target_keeps_the_original_start():
    lines = ["2026-05-04 09:00 start 28800", "2026-05-04 11:00 retarget 14400"]
    reading = read(ledger(*lines), OFFICE)
    assert (reading.due_at, reading.worked, reading.target) == (utc("2026-05-04 13:00"), 2 * HOUR, 4 * HOUR)


def test_no_target_is_never_due():
    lines = ["2026-05-04 09:00 start 3600", "2026-05-04 09:30 retarget"]
    reading = read(ledger(*lines), OFFICE)
    assert (reading.due_at, reading.breach_by(utc("2030-01-01"))) == (None, None)
    assert reading.reaches(HOUR, OFFICE) == utc("2026-05-04 10:00")


def test_a_reopened_clock_goes_on_where_it_stopped():
    lines = ["2026-05-04 09:00 start 14400", "2026-05-04 10:00 stop", "2026-05-06 09:00 continue"]
    stopped, reopened = read(ledger(*lines[:2]), OFFICE), read(ledger(*lines), OFFICE)
    assert (stopped.state, stopped.stopped_at, stopped.due_at) == (
        State.STOPPED,
        utc("2026-05-04 10:00"),
        None,
    )
    assert (reopened.state, reopened.stopped_at, reopened.worked) == (State.RUNNING, None, HOUR)
    assert reopened.due_at == utc("2026-05-06 12:00")


@pytest.mark.parametrize(
    ("lines", "broken"),
    [
        (["2026-05-04 09:00 start 3600", "2026-05-04 10:00 stop"], None),  # exactly at the due second is kept
        (["2026-05-04 09:00 start 3600", "2026-05-04 10:00:01 stop"], "2026-05-04 10:00"),
        (
            ["2026-05-01 16:00 start 3600", "2026-05-02 10:00 stop"],
            "2026-05-01 17:00",
        ),  # done on Saturday is too late
        (["2026-05-01 16:00 start 3601", "2026-05-02 10:00 stop"], None),
        (["2026-05-04 09:00 start 3600", "2026-05-04 10:00 pause", "2026-05-05 09:00 stop"], None),
        (
            ["2026-05-04 09:00 start 7200", "2026-05-04 11:30 retarget 28800", "2026-05-04 12:00 stop"],
            "2026-05-04 11:00",
        ),
        (
            ["2026-05-04 09:00 start 28800", "2026-05-04 11:30 retarget 7200", "2026-05-04 12:00 stop"],
            "2026-05-04 11:30",
        ),
        (["2026-05-04 09:00 start 28800", "2026-05-04 11:00 retarget 7200", "2026-05-04 11:00 stop"], None),
        (
            ["2026-05-04 09:00 start 9000", "2026-05-04 11:00 pause", "2026-05-04 12:00 retarget 3600"],
            "2026-05-04 12:00",
        ),
        (["2026-05-04 09:00 start 9000", "2026-05-04 11:00 stop", "2026-05-04 12:00 retarget 3600"], None),
        (
            [
                "2026-05-04 09:00 start 9000",
                "2026-05-04 11:00 stop",
                "2026-05-04 12:00 retarget 3600",
                "2026-05-04 13:00 continue",
            ],
            "2026-05-04 13:00",
        ),
    ],
)
def test_a_breach_is_a_fact_of_time(lines, broken):
    assert read(ledger(*lines), OFFICE).breached_at == (broken and utc(broken))


def test_a_running_clock_is_broken_once_its_due_second_has_passed():
    reading = read(ledger("2026-05-04 09:00 start 3600"), OFFICE)
    due = utc("2026-05-04 10:00")
    assert reading.breached_at is None
    assert [reading.breach_by(due + timedelta(seconds=n)) for n in (-1, 0, 1)] == [None, None, due]


def test_a_broken_clock_keeps_showing_when_it_was_due():
    lines = ["2026-05-04 09:00 start 3600", "2026-05-04 12:00 pause", "2026-05-05 09:00 resume"]
    reading = read(ledger(*lines), OFFICE)
    assert reading.due_at == reading.breached_at == utc("2026-05-04 10:00")


def test_a_larger_target_gives_a_new_due_time_but_the_breach_stays():
    lines = ["2026-05-04 09:00 start 3600", "2026-05-04 12:00 retarget 28800"]
    reading = read(ledger(*lines), OFFICE)
    assert (reading.breached_at, reading.due_at) == (utc("2026-05-04 10:00"), utc("2026-05-04 17:00"))


def test_a_line_under_the_account_keeps_what_was_counted_under_other_hours():
    start = ledger("2026-05-04 09:00 start 28800")
    now = utc("2026-05-05 10:00")
    carried = read(start, OFFICE).carried(now, OFFICE)
    assert (carried.act, carried.worked, carried.broken) == (Act.CARRY, 9 * HOUR, utc("2026-05-04 17:00"))
    reading = read([*start, carried], ALWAYS)
    assert (reading.worked, reading.breached_at) == (9 * HOUR, utc("2026-05-04 17:00"))
    assert reading.worked_at(now + timedelta(hours=20), ALWAYS) == 29 * HOUR


def test_a_line_under_the_account_may_also_take_back_what_new_hours_would_count():
    start = ledger("2026-05-04 09:00 start 36000")
    carried = read(start, OFFICE).carried(utc("2026-05-05 09:00"), OFFICE)
    reading = read([*start, carried], ALWAYS)  # by these hours it would have been broken at 19:00
    assert (reading.breached_at, reading.due_at) == (None, utc("2026-05-05 11:00"))


def test_a_ledger_is_kept_as_short_lists():
    broken = utc("2026-05-04 09:20")
    entries = [
        Entry(utc("2026-05-04 09:00"), "start", 0),
        Entry(utc("2026-05-04 09:10"), "pause", reason="colleague"),
        Entry(utc("2026-05-04 09:20"), "resume"),
        Entry(utc("2026-05-04 09:30"), "carry", worked=600, broken=broken),
    ]
    at = int(entries[0].at.timestamp())
    lines = [entry.to_json() for entry in entries]
    assert lines == [
        [at, "start", 0],
        [at + 600, "pause", None, "colleague"],
        [at + 1200, "resume"],
        [at + 1800, "carry", None, "", 600, at + 1200],
    ]
    assert [Entry.from_json(line) for line in lines] == entries


@pytest.mark.parametrize("state", ["running", "paused", "stopped"])
@pytest.mark.parametrize("act", list(Act))
def test_every_act_is_allowed_or_refused_in_every_state(state, act):
    into = {"running": [], "paused": ["2026-05-04 09:10 pause"], "stopped": ["2026-05-04 09:10 stop"]}
    allowed = {
        "running": {"pause", "stop", "retarget", "carry"},
        "paused": {"resume", "stop", "retarget", "carry"},
        "stopped": {"continue", "retarget", "carry"},
    }
    entries = ledger("2026-05-04 09:00 start 3600", *into[state], f"2026-05-04 09:20 {act}")
    if act in allowed[state]:
        assert read(entries, OFFICE).since == entries[-1].at
    else:
        with pytest.raises(LedgerError, match=state):
            read(entries, OFFICE)


def test_a_ledger_begins_with_start_and_goes_forward():
    with pytest.raises(LedgerError, match="begins with start"):
        read([], OFFICE)
    with pytest.raises(LedgerError, match="begins with start"):
        read(ledger("2026-05-04 09:00 pause"), OFFICE)
    with pytest.raises(LedgerError, match="is written after"):
        read(ledger("2026-05-04 09:00 start", "2026-05-04 08:00 stop"), OFFICE)


@pytest.mark.parametrize(
    ("lines", "zone", "hours_passed", "hours_waited"),
    [
        (["2026-05-04 09:00 start 3600", "2026-05-04 09:00 stop"], "UTC", 0, 0),
        (["2026-05-04 09:00 start 3600", "2026-05-05 10:00 stop"], "UTC", 9, 0),  # a night in between
        (["2026-05-04 09:00 start 3600", "2026-05-04 10:00 pause", "2026-05-05 10:00 resume", "2026-05-05 12:00 stop"], "UTC", 11, 8),
        (["2026-05-04 09:00 start 3600", "2026-05-04 12:00 pause", "2026-05-04 15:00 stop"], "UTC", 6, 3),  # never resumed
        # it stood resolved for two hours, which are not a wait but time that passed; a new target is no move
        (["2026-05-04 09:00 start 3600", "2026-05-04 10:00 stop", "2026-05-04 12:00 continue", "2026-05-04 12:30 retarget 60", "2026-05-04 13:00 stop"], "UTC", 4, 0),
        # Lisbon changes its clocks on Sunday: these office hours are of weekdays only and stay what they are
        (["2026-03-27 16:00 start 3600", "2026-03-30 09:00 stop"], "Europe/Lisbon", 2, 0),
    ],
)  # fmt: skip
def test_what_passed_and_what_of_it_was_waiting(lines, zone, hours_passed, hours_waited):
    assert spent(ledger(*lines), hours(zone, "09:00-17:00")) == (hours_passed * HOUR, hours_waited * HOUR)


@pytest.mark.parametrize(("evening", "open_for"), [("2026-03-28", 5), ("2026-10-24", 7), ("2026-10-31", 6)])
def test_a_night_in_which_the_clock_changes_has_an_hour_less_or_more(evening, open_for):
    """In Lisbon, open from midnight to six; from the noon before on (UTC)."""
    nights = WorkingHours(zone=ZoneInfo("Europe/Lisbon"), week=(((time(0), time(6)),),) * 7)
    begun = utc(f"{evening} 12:00")
    told = [Entry(begun, Act.START, 3600), Entry(begun + timedelta(days=1), Act.STOP)]
    assert spent(told, nights) == (open_for * HOUR, 0)
