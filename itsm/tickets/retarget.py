"""The policy was edited: running clocks get their new targets, and what was worked so far stands as it was counted.

Same start, old and new target both in the ledger; where a calendar changed, a `carry` entry draws a line under the time
worked under the old hours, so that an edit never rewrites history.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from itsm.services.calendars import WorkingHours
from itsm.services.clockwork import Entry, read
from itsm.services.policy import Policy, current_policy
from itsm.tickets.models import Act, Clock, Ticket
from itsm.tickets.models.clock import AGREED

CHUNK = 500
REOPENABLE = timedelta(days=60)  # a clock that stopped longer ago than this does not go on

Hours = Mapping[int, WorkingHours]


def hours_to_json(hours: WorkingHours) -> dict[str, Any]:
    week = [[[opens.isoformat(), closes.isoformat()] for opens, closes in day] for day in hours.week]
    closed = sorted(day.isoformat() for day in hours.closed)
    return {"zone": hours.zone.key, "week": week, "closed": closed, "in": [hours.country, hours.subdivision]}


def hours_from_json(data: Mapping[str, Any]) -> WorkingHours:
    week = tuple(
        tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)
        for day in data["week"]
    )
    country, subdivision = data["in"]
    closed = frozenset(date.fromisoformat(day) for day in data["closed"])
    return WorkingHours(ZoneInfo(data["zone"]), week, closed, country, subdivision)


def edited(before: Hours, after: Hours) -> dict[int, WorkingHours]:
    """The calendars that count differently now, as they were."""
    return {pk: hours for pk, hours in before.items() if pk in after and after[pk] != hours}


def retarget_all(*, before: Hours, edited_at: datetime, now: datetime) -> int:
    """Bring every live clock under the policy in force; says how many tickets changed. Twice does nothing more."""
    carry_stopped(before, edited_at=edited_at)
    return sum(retarget(pk, before=before, edited_at=edited_at, now=now) for pk in tickets_apart(before))


def tickets_apart(before: Hours) -> Iterator[int]:
    """Tickets with a live clock that the policy would time differently now, looked at without a lock."""
    policy, last = current_policy(), 0
    while True:
        clocks = Clock.objects.live().filter(ticket__gt=last).select_related("ticket").order_by("ticket_id")
        page = list(
            clocks.only("kind", "target", "calendar", "ticket__service", "ticket__kind", "ticket__priority")[
                :CHUNK
            ]
        )
        apart = [clock.ticket_id for clock in page if is_apart(clock, clock.ticket, before, policy)]
        if len(page) == CHUNK:  # the last ticket may go on beyond the page: it begins the next one
            last = page[-1].ticket_id - 1 if page[0].ticket_id != page[-1].ticket_id else page[-1].ticket_id
            apart = [pk for pk in apart if pk <= last]
        yield from dict.fromkeys(apart)
        if len(page) < CHUNK:
            return


def is_apart(clock: Clock, ticket: Ticket, before: Hours, policy: Policy) -> bool:
    if clock.calendar_id in before:
        return True
    if clock.kind not in AGREED:
        return False
    targets = ticket.own_targets(policy.targets(ticket.service_id, ticket.kind, ticket.priority))
    return (getattr(targets, clock.kind), targets.calendar_id) != (clock.target, clock.calendar_id)


def retarget(pk: int, *, before: Hours, edited_at: datetime, now: datetime) -> bool:
    """One ticket, one transaction, one Event if anything changed."""
    ticket: Ticket = Ticket.objects.get(pk=pk).specific  # its practice may have targets of its own
    policy = current_policy()
    with ticket.hold_still():
        clocks = list(ticket.clocks.live())
        if not any(is_apart(clock, ticket, uncarried(clock, before, edited_at), policy) for clock in clocks):
            return False
        with ticket.act("retarget", by=None, now=now) as act:
            moved = dict(carry_live(act, before, edited_at=edited_at))
            act.details |= {"targets": act.clocks.retarget(), "moved": moved}
            ticket.promised_at = act.clocks.due(Clock.Kind.NEXT_UPDATE) or ticket.promised_at
            ticket.drops_at = act.clocks.due(Clock.Kind.HANDOVER)
    return True


def uncarried(clock: Clock, before: Hours, edited_at: datetime) -> Hours:
    """Nothing, if this edit's line is drawn already or the clock started under the new hours."""
    line = edited_at.replace(microsecond=0)
    drawn = any(entry.act == "carry" and entry.at >= line for entry in clock.entries)
    return {} if drawn or clock.started_at >= edited_at else before


def carry_live(
    act: Act, before: Hours, *, edited_at: datetime
) -> Iterator[tuple[str, list[datetime | None]]]:
    """Draw the line in each clock of an edited calendar; says which due times moved."""
    for kind, clock in act.clocks.live.items():
        if clock.calendar_id in uncarried(clock, before, edited_at):
            due = clock.due_at
            clock.enter(
                line_under(clock, before, edited_at), steps=act.clocks.steps(kind), policy=act.clocks.policy
            )
            act.clocks.changed[clock.pk] = clock
            if clock.due_at != due:
                yield str(kind), [due, clock.due_at]


def line_under(clock: Clock, before: Hours, edited_at: datetime) -> Entry:
    hours = before[clock.calendar_id or 0]
    reading = read(clock.entries, hours)
    return reading.carried(max(reading.since, edited_at), hours)


def carry_stopped(before: Hours, *, edited_at: datetime) -> None:
    """A resolved ticket may be reopened, and then its clock goes on from what was counted under the old hours."""
    stopped = Clock.objects.filter(kind=Clock.Kind.RESOLUTION, stopped_at__gte=edited_at - REOPENABLE)
    for pk in stopped.filter(calendar__in=list(before), ticket__closed_at=None).values_list("pk", flat=True):
        with transaction.atomic():
            clock = Clock.objects.select_for_update().get(pk=pk)
            if clock.stopped_at and clock.calendar_id in uncarried(clock, before, edited_at):
                clock.ledger = [*clock.ledger, line_under(clock, before, edited_at).to_json()]
                clock.save(update_fields=["ledger"])
