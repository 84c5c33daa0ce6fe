"""What time does to clocks: warns before a breach, records the breach, escalates. Each step happens once,
however many workers sweep at the same moment: whoever changes the row from step n to n + 1 goes on, the rest do not."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from itsm.services.calendars import NeverOpen
from itsm.services.clockwork import LedgerError
from itsm.services.policy import Step, current_policy
from itsm.tickets.models.act import BREACH_VERBS, COUNTED, record
from itsm.tickets.models.clock import BREACH, Clock, steps_for
from itsm.tickets.models.event import Event
from itsm.tickets.models.ticket import Ticket

logger = logging.getLogger(__name__)
UNREADABLE = (LedgerError, NeverOpen, ArithmeticError, LookupError, ValueError)


def sweep(*, now: datetime, limit: int = 500) -> int:
    """Claim every step that is due by `now`; says how many this worker claimed. One index probe when none is."""
    claimed = 0
    for pk in Clock.objects.sweepable(now=now).values_list("pk", flat=True)[:limit]:
        try:
            claimed += claim(pk, now=now)
        except UNREADABLE:  # one broken ledger must not keep everyone else's alerts back
            logger.exception("Clock %s cannot be swept.", pk)
    return claimed


def claim(pk: int, *, now: datetime) -> bool:
    """The ticket is locked before its clock, in the order in which every act locks them, or the two would wait for
    each other. What somebody works on this moment is left for the next sweep."""
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",), skip_locked=True)
        ticket = locked.filter(clocks=pk).first()
        if ticket is None:
            return False
        clock = Clock.objects.sweepable(now=now).select_for_update(of=("self",)).filter(pk=pk).first()
        if clock is None:  # another worker had it, or the ticket moved on
            return False
        policy = current_policy()
        steps = steps_for(clock.kind, policy.targets(ticket.service_id, ticket.kind, ticket.priority))
        due = [step for step in steps[clock.step :] if step.percent == steps[clock.step].percent]
        clock.step += len(due)
        clock.next_at = clock.moment_of_step(steps, clock.reading(policy), policy)
        if due:  # none: the policy has fewer steps than it had
            take_step(clock, ticket, due, now=now)
        clock.save()
    return bool(due)


def take_step(clock: Clock, ticket: Ticket, steps: list[Step], *, now: datetime) -> None:
    """Record what the step means and whom it tells; the timeline shows both."""
    percent = steps[0].percent
    tells = [[step.tells, step.team_id] for step in steps if step.tells]
    verb = "warn"
    changes: dict[str, Any] = {}
    if percent < BREACH:
        clock.warned_at = now
    elif clock.announced_at is None:
        verb, clock.announced_at = BREACH_VERBS.get(Clock.Kind(clock.kind), "breach"), now
        clock.breached_at = clock.breached_at or clock.due_at
        changes = {"breached": True} if clock.kind in COUNTED else {}
    else:
        verb, changes = "escalate", {"escalation": F("escalation") + 1}
    details = {"clock": clock.kind, "percent": percent, "tells": tells, "due": clock.due_at}
    event = Event(ticket_id=ticket.pk, verb=f"ticket.{verb}", at=now, details=details)
    record([event])
    Ticket.objects.filter(pk=ticket.pk).update(last_event=event.pk, **changes)
