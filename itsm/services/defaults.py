"""The policy of a fresh install: it fits without configuring. Written by migration 0002, for which it must stay as it is."""

from collections.abc import Callable, Iterable, Iterator
from datetime import time, timedelta
from typing import Any

from django.db.models import Model

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MIDNIGHT = time(0)

# Impact 1..3 down (many, a group, one person), urgency 1..4 across (critical, high, medium, low).
MATRIX = ((1, 1, 2, 4), (1, 2, 3, 4), (2, 3, 3, 4))

# Kind → for P1..P4: first response, next update, resolution, hand-over, in hours of the agreement's calendar.
TARGETS: dict[str, tuple[tuple[timedelta | None, ...], ...]] = {
    "incident": (
        (15 * MINUTE, 30 * MINUTE, 4 * HOUR, 10 * MINUTE),
        (30 * MINUTE, 2 * HOUR, 8 * HOUR, 20 * MINUTE),
        (2 * HOUR, 8 * HOUR, 40 * HOUR, HOUR),
        (8 * HOUR, 16 * HOUR, 80 * HOUR, 4 * HOUR),
    ),
    "request": (
        (30 * MINUTE, 4 * HOUR, 8 * HOUR, 20 * MINUTE),
        (HOUR, 8 * HOUR, 16 * HOUR, 30 * MINUTE),
        (4 * HOUR, 16 * HOUR, 40 * HOUR, HOUR),
        (8 * HOUR, 20 * HOUR, 80 * HOUR, 4 * HOUR),
    ),
    # Nobody waits for a first answer to a problem or a change; what counts is that someone holds it.
    "problem": tuple((None, update * HOUR, None, 4 * HOUR) for update in (8, 20, 40, 80)),
    "change": ((None, None, None, 4 * HOUR),) * 4,
}
STEPS = ((80, "holder"), (100, "holder"), (100, "team_lead"), (150, "leads_manager"))
# P1..P4: the longest silence, and whether nights and weekends count. A working day of the office hours is ten hours.
SILENCE = ((30 * MINUTE, True), (2 * HOUR, False), (10 * HOUR, False), (20 * HOUR, False))
CLOCKS = ("first_response", "next_update", "resolution", "handover")
PAUSES = ("colleague", "change", "scheduled")


def write(get_model: Callable[[str, str], type[Model]]) -> None:
    """Write all of it into an empty policy; `get_model` is the registry's, historical or present."""

    def rows(name: str) -> Any:
        return get_model("services", name)._default_manager

    def write_all(name: str, fields: Iterable[dict[str, Any]]) -> None:
        rows(name).bulk_create([rows(name).model(**each) for each in fields])

    if rows("PolicyVersion").exists():
        return
    rows("PolicyVersion").create(pk=1)
    office = rows("SupportCalendar").create(name="Office hours")
    always = rows("SupportCalendar").create(name="Round the clock")
    agreement = rows("Agreement").create(
        name="Standard", is_default=True, calendar=office, pauses=list(PAUSES)
    )
    office_hours = (
        {"calendar": office, "weekday": day, "opens": time(8), "closes": time(18)} for day in range(5)
    )
    all_hours = (
        {"calendar": always, "weekday": day, "opens": MIDNIGHT, "closes": MIDNIGHT} for day in range(7)
    )
    write_all("OpeningHours", [*office_hours, *all_hours])
    write_all("Target", ({"agreement": agreement, **target} for target in _targets()))
    write_all("EscalationStep", ({"agreement": agreement, **step} for step in _steps()))
    write_all("PriorityRule", _matrix())
    write_all("SilenceLimit", _limits())


def _limits() -> Iterator[dict[str, Any]]:
    for priority, (length, always) in enumerate(SILENCE, start=1):
        yield {"priority": priority, "length": length, "always": always}


def _targets() -> Iterator[dict[str, Any]]:
    for kind, priorities in TARGETS.items():
        for priority, budgets in enumerate(priorities, start=1):
            yield {"kind": kind, "priority": priority, **dict(zip(CLOCKS, budgets, strict=True))}


def _steps() -> Iterator[dict[str, Any]]:
    for clock in CLOCKS:
        for percent, tells in STEPS:
            yield {"clock": clock, "percent": percent, "tells": tells}


def _matrix() -> Iterator[dict[str, int]]:
    for impact, row in enumerate(MATRIX, start=1):
        for urgency, priority in enumerate(row, start=1):
            yield {"impact": impact, "urgency": urgency, "priority": priority}
