"""From the end of a ticket to a mail: an invitation is planned, asked once, reminded once, and taken back in between if need be.

`due_at` says when something is next to be done about an invitation; whoever does it holds the row, and the person, so that two
workers never ask one colleague twice.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from comms import quiet
from comms.models import Delivery, Group, Held, Invitation, Survey, SurveyRules
from comms.surveys import letters
from comms.surveys.rules import DONE, free_from, why_not
from itsm.people.models import Person
from itsm.tickets.models import Event

logger = logging.getLogger(__name__)
FEW = 300  # invitations in one go
PATIENCE = 40.0  # seconds of one sweep
State = Invitation.State
ENDED = frozenset(f"{kind}.{verb}" for kind, verb in DONE.items())
REOPENED, CONFIRMED = (frozenset(f"{kind}.{verb}" for kind in DONE) for verb in ("reopen", "confirm"))
FOLLOWED = ENDED | REOPENED | CONFIRMED


def follow(event: Event, *, now: datetime) -> None:
    """What a ticket's news means for asking about it. Twice is once."""
    waiting = Invitation.objects.filter(ticket=event.ticket_id)
    if event.verb in ENDED:
        plan(event, now=now)
    elif event.verb in CONFIRMED:  # they look at it right now
        waiting.filter(state=State.PLANNED).update(due_at=now)
    else:
        waiting.filter(state__in=[State.PLANNED, State.ASKED]).update(state=State.VOID, due_at=None)


def plan(event: Event, *, now: datetime) -> None:
    rules, ticket = SurveyRules.the(), event.ticket
    if Survey.Kind.TICKET not in rules.kinds:
        return
    due_at = event.at + timedelta(hours=rules.wait_hours)
    invitation = Invitation(
        survey=Survey.of_tickets(now=now), person=ticket.requester, ticket=ticket, due_at=due_at
    )
    if not why_not(invitation, rules, now=now):
        Invitation.objects.bulk_create([invitation], ignore_conflicts=True)


def sweep(*, now: datetime) -> list[int]:
    """Ask and remind whose time has come; returns the mails to send. One that fails stands in nobody else's way, and what is
    too much for one sweep is the next one's.
    """
    mails: list[int] = []
    until, failed = monotonic() + PATIENCE, set[int]()
    while monotonic() < until and (due := _due(now, failed)):
        for pk in due:
            try:
                mails += step(pk, now=now)
            except Exception:
                failed.add(pk)
                logger.exception("Invitation %d could not be dealt with.", pk)
    return mails


def _due(now: datetime, failed: set[int]) -> list[int]:
    due = Invitation.objects.due(now=now).exclude(pk__in=failed).order_by("due_at")
    return list(due.values_list("pk", flat=True)[:FEW])


@transaction.atomic
def step(pk: int, *, now: datetime) -> list[int]:
    """Whatever is due for this one: ask, remind, put off, or let it be."""
    rows = Invitation.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, due_at__lte=now)
    mine = rows.select_related(
        "ticket", *(f"survey__{one}" for one in ("service", "notice", "change"))
    ).first()
    if mine is None:
        return []
    mine.person = Person.objects.select_for_update(no_key=True).get(pk=mine.person_id)
    rules, first = SurveyRules.the(), mine.state == State.PLANNED
    if why_not(mine, rules, now=now):
        return end(mine)
    free = free_from(mine, rules) if first else None
    if free and free > now:
        return put_off(mine, until=free)
    return write(mine, rules, first=first, now=now)


def end(mine: Invitation) -> list[int]:
    """Nothing more is done about it. Who was asked may answer still."""
    mine.state, mine.due_at = (State.VOID if mine.state == State.PLANNED else mine.state), None
    mine.save(update_fields=["state", "due_at"])
    return []


def put_off(mine: Invitation, *, until: datetime) -> list[int]:
    """They were asked something else a few days ago. A ticket is forgotten by then, a campaign goes on."""
    closes_at = mine.survey.closes_at
    if mine.ticket_id or closes_at is None or until >= closes_at:
        return end(mine)
    mine.due_at = until
    mine.save(update_fields=["due_at"])
    return []


def write(mine: Invitation, rules: SurveyRules, *, first: bool, now: datetime) -> list[int]:
    wanted = quiet.wants([mine.person_id], group=Group.SURVEY, now=now)
    later = wanted.later.get(mine.person_id)
    if later is None and mine.person_id not in wanted.at_once:
        return end(mine)  # they said no to such mails
    if first:
        mine.state, mine.asked_at = State.ASKED, now
        mine.due_at = now + timedelta(days=rules.remind_days) if rules.remind_days else None
    else:
        mine.reminded_at, mine.due_at = now, None
    mine.save(update_fields=["state", "asked_at", "reminded_at", "due_at"])
    if later:
        Held.objects.bulk_create([letters.line(mine, now=now, due_at=later)], ignore_conflicts=True)
        return []
    Delivery.objects.bulk_create([letters.compose(mine, now=now)], ignore_conflicts=True)
    queued = Delivery.objects.filter(cause=letters.cause(mine), state=Delivery.State.QUEUED)
    return list(queued.values_list("pk", flat=True))
