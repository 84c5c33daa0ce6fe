"""Asking: the steps of a ticket come one after the other, and each is about one state of its content.

`digest` is the fingerprint of what is agreed to. Whoever changes the content asks again with the new one: every step of before is
void then, whatever had been said, so that nobody's yes is used for something else. The practice's own verb moves the ticket
and its baton; call `ask` outside of an act, for it records Events of its own.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from catalog.approvals.whom import Asked, Chooser, TooFew
from catalog.blueprint import PlannedApproval
from catalog.models import Approval, ApprovalStep
from itsm.people.models import Person
from itsm.services.calendars import deadline
from itsm.services.policy import current_policy
from itsm.tickets.models import Holder, Ticket

State = ApprovalStep.State
HOUR = 3600
OPEN = (State.WAITING, State.ASKED)


def fingerprint(**content: Any) -> str:
    """Of what is agreed to: the edition, the answers, the cost. The same content has the same, however it was put."""
    said = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return sha256(said.encode()).hexdigest()


def ask(
    ticket: Ticket,
    steps: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Any],
    *,
    subject_digest: str,
    owner: Person | None,
    now: datetime | None = None,
) -> bool:
    """Ask the first step; True if somebody has to agree at all. Asking twice for the same content asks once."""
    now, ticket = now or timezone.now(), ticket.specific
    wanted = [step for step in map(PlannedApproval.from_json, steps) if step.condition.holds(answers)]
    with transaction.atomic():
        Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        mine = ticket.approval_steps.exclude(state=State.VOID)
        if mine.filter(digest=subject_digest, state__in=OPEN).exists():
            return True
        again = mine.exists()
        void(ticket)
        mine.update(state=State.VOID)  # also what was decided about other content
        rows = [_row(ticket, place, step, subject_digest, owner) for place, step in enumerate(wanted, 1)]
        ApprovalStep.objects.bulk_create(rows)
        if rows:
            begin(rows[0], ticket, now=now, again=again)
    return bool(rows)


def _row(
    ticket: Ticket, place: int, step: PlannedApproval, digest: str, owner: Person | None
) -> ApprovalStep:
    return ApprovalStep(
        ticket_id=ticket.pk, place=place, name=step.name[:120], rule=step.rule, share=step.share, needed=step.needed, who=dict(step.who),
        owner=owner, digest=digest, remind_hours=step.remind_hours, escalate_hours=step.escalate_hours,
    )  # fmt: skip


def void(ticket: Ticket) -> None:
    """Nobody is asked any more: it was withdrawn, or its content changed. What was decided stays written down."""
    Approval.objects.waiting().filter(step__ticket=ticket.pk).update(state=Approval.State.VOID)
    ticket.approval_steps.filter(state__in=OPEN).update(
        state=State.VOID, remind_at=None, escalate_at=None, decided_at=None
    )


def begin(step: ApprovalStep, ticket: Ticket, *, now: datetime, again: bool = False) -> None:
    """Ask the people of a step, and say on the ticket who they are and why they."""
    step.state, step.asked_at = State.ASKED, now
    step.remind_at = later(ticket, step.remind_hours, now=now)
    step.escalate_at = later(ticket, step.escalate_hours, now=now)
    found = Chooser(ticket, now).choose(step)
    if len(found) < (step.needed or 0):
        raise TooFew(step)
    if step.needed is None and any(one.because == Approval.Because.NOBODY for one in found):
        step.rule = ApprovalStep.Rule.ANY  # one of those who are asked instead is enough
    step.save()
    seat(step, ticket, found, "ask_step", now=now, **({"again": True} if again else {}))


def seat(
    step: ApprovalStep, ticket: Ticket, found: list[Asked], verb: str, *, now: datetime, **details: Any
) -> None:
    """The rows of those who are asked, and the Event that tells them (`people`) and everyone else (`asked`)."""
    rows = [
        Approval(step=step, person=one.person, stands_for=one.stands_for, because=one.because)
        for one in found
    ]
    Approval.objects.bulk_create(rows)
    with ticket.act(verb, by=None, now=now, public=True, **about(step), **details) as act:
        act.details["people"] = [one.person.pk for one in found]
        if ticket.holder == Holder.APPROVER:  # of the step before: now it is theirs
            ticket.pass_baton(Holder.APPROVER, act, person=found[0].person if len(found) == 1 else None)
        act.details["asked"] = [
            {"person": str(one.person), "for": str(one.stands_for or ""), "because": one.because}
            for one in found
        ]


def about(step: ApprovalStep) -> dict[str, Any]:
    """What each Event about a step says of it."""
    return {"step": step.name, "step_id": step.pk, "digest": step.digest}


def later(ticket: Ticket, hours: int | None, *, now: datetime) -> datetime | None:
    """So many hours of the ticket's calendar from now."""
    if not hours:
        return None
    targets = current_policy().targets(ticket.service_id, ticket.kind, ticket.priority)
    return deadline(now, hours * HOUR, targets.hours)
