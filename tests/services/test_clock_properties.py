"""10,000 generated ledgers hold the clock to its rules across time zones, holidays, summer time and midnight."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itsm.services.clockwork import Act, Entry, State, read
from tests.services.oracle import WINDOWS, Window, watch

DAYS = 9  # of a window's 26, so that a due time after the last entry still lies inside it
ALLOWED = {
    "running": [Act.PAUSE, Act.STOP, Act.RETARGET],
    "paused": [Act.RESUME, Act.RETARGET, Act.STOP, Act.RESUME],
    "stopped": [Act.CONTINUE, Act.RETARGET, Act.CONTINUE],
}
INTO = {Act.PAUSE: "paused", Act.RESUME: "running", Act.STOP: "stopped", Act.CONTINUE: "running"}


def target(number: int) -> int | None:
    """None, up to four hours, up to two days: minutes."""
    kind, size = number % 3, number // 3
    return (None, size % 241, size % 3001)[kind]


def step(number: int) -> tuple[int, int, int | None]:
    """The minutes since the one before, which of the acts, and a target. One number for all three: drawing is the dear part."""
    return number % 401, number // 401 % 12, target(number // 401 // 12)


def place(number: int) -> tuple[Window, int]:
    return WINDOWS[number % len(WINDOWS)], number // len(WINDOWS)


targets = st.integers(0, 3 * 3001 - 1).map(target)
steps = st.lists(st.integers(0, 401 * 12 * 3 * 1000 - 1).map(step), max_size=7)
places = st.tuples(st.integers(0, len(WINDOWS) * (17 * 1440 + 1) - 1).map(place), targets)


def cases(examples: int) -> settings:
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )


def write(
    place: tuple[tuple[Window, int], int | None], steps: list[tuple[int, int, int | None]]
) -> tuple[Window, list[Entry], int]:
    """A legal ledger from plain numbers, and the minute of its last entry."""
    (window, first), target = place
    minute = first
    entries, state = [Entry(window.at(minute), Act.START, _seconds(target))], "running"
    for gap, choice, new_target in steps:
        minute = min(minute + gap * (1 + choice // 6 * 5), first + DAYS * 1440 // 2)
        act = ALLOWED[state][choice % len(ALLOWED[state])]
        entries.append(Entry(window.at(minute), act, _seconds(new_target) if act is Act.RETARGET else None))
        state = INTO.get(act, state)
    return window, entries, minute


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 60


@cases(5000)
@given(places, steps, st.integers(0, 2000))
def test_a_clock_says_what_living_through_it_minute_by_minute_says(place, steps, later):
    window, entries, last = write(place, steps)
    reading, now = read(entries, window.calendar), window.at(last + later)
    told = watch(window, entries, last + later)
    assert reading.state == told.state
    assert reading.worked_at(now, window.calendar) == told.worked * 60
    assert reading.target == (None if told.target is None else told.target * 60)
    assert reading.breach_by(now) == (None if told.broken is None else window.at(told.broken))


@cases(1500)
@given(places, steps)
def test_the_due_time_is_when_the_target_will_have_been_worked(place, steps):
    window, entries, _last = write(place, steps)
    reading = read(entries, window.calendar)
    if reading.state is not State.RUNNING or reading.target is None:
        assert reading.due_at is None
    elif reading.worked <= reading.target and reading.overrun_at is None:
        assert reading.due_at is not None
        assert reading.due_at == reading.reaches(reading.target, window.calendar) >= reading.since
        assert reading.worked_at(reading.due_at, window.calendar) == reading.target
    else:
        assert reading.due_at == reading.overrun_at <= reading.since


@cases(1500)
@given(places, steps, st.integers(0, 400), targets)
def test_a_breach_is_never_removed(place, steps, later, target):
    window, entries, last = write(place, steps)
    before, now = read(entries, window.calendar), window.at(last + later)
    known = before.breach_by(now)
    after = read([*entries, Entry(now, Act.RETARGET, _seconds(target))], window.calendar)
    if known is not None:
        assert after.breached_at == known
    elif after.breached_at is not None:
        assert after.breached_at == now  # only by the lower target, only now


@cases(1000)
@given(places, steps, st.integers(0, 5000))
def test_time_on_hold_and_time_resolved_count_nothing(place, steps, wait):
    window, entries, last = write(place, steps)
    before, now = read(entries, window.calendar), window.at(last + wait)
    back = {State.PAUSED: Act.RESUME, State.STOPPED: Act.CONTINUE}.get(before.state)
    if back is None:
        return
    after = read([*entries, Entry(now, back)], window.calendar)
    assert after.worked == before.worked_at(now, window.calendar) == before.worked
    assert (after.state, after.stopped_at) == (State.RUNNING, None)


@cases(500)
@given(places, steps, st.integers(0, 3000), st.integers(0, 3000))
def test_a_line_under_the_account_changes_nothing_while_the_hours_stay(place, steps, later, still_later):
    window, entries, last = write(place, steps)
    now, then = window.at(last + later), window.at(last + later + still_later)
    plain = read(entries, window.calendar)
    carried = read([*entries, plain.carried(now, window.calendar)], window.calendar)
    assert carried.worked_at(then, window.calendar) == plain.worked_at(then, window.calendar)
    assert carried.state == plain.state
    at_the_boundary = plain.worked_at(now, window.calendar) == plain.target
    if not at_the_boundary:
        assert carried.breach_by(then) == plain.breach_by(then)


@cases(500)
@given(places, steps, st.sampled_from(["Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland"]))
def test_a_ledger_reads_the_same_from_storage_and_from_another_zone(place, steps, zone):
    window, entries, _last = write(place, steps)
    stored = [Entry.from_json(entry.to_json()) for entry in entries]
    assert stored == entries
    abroad = [Entry(entry.at.astimezone(ZoneInfo(zone)), entry.act, entry.target) for entry in entries]
    assert read(stored, window.calendar) == read(abroad, window.calendar) == read(entries, window.calendar)
    late = timedelta(microseconds=999_999)
    blurred = [Entry(entry.at + late, entry.act, entry.target) for entry in entries]
    assert read(blurred, window.calendar).worked == read(entries, window.calendar).worked
