"""Steps that another system does: one signed call each, tried again when nobody answers, and never lost.

A call is a row before it is made. Whoever makes it takes it for a while first; a worker that dies meanwhile leaves it to
the next, who calls once more with the same key, so that the other system does the step once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.models import Call, Task
from catalog.tasks import wire
from itsm.frame import outbound
from itsm.frame.secrets import Unreadable
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

TAKEN_FOR = timedelta(minutes=3)  # longer than a call may last
WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
DONE, LATER, AGAIN, NO = "done", "later", "again", "no"


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: done, done later (it calls back), worth another try, or no."""

    what: str
    status: int | None = None
    words: str = ""


def due(*, now: datetime) -> list[int]:
    return list(Call.objects.due(now=now).values_list("pk", flat=True)[:200])


def make(pk: int, *, now: datetime) -> Outcome | None:
    """Make this call, unless another worker has it or it is not wanted any more."""
    if not Call.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + TAKEN_FOR):
        return None
    call = Call.objects.select_related("task__hook").get(pk=pk)
    outcome = ask(call, now=now)
    settle(call, outcome, now=now)
    return outcome


def ask(call: Call, *, now: datetime) -> Outcome:
    hook = call.task.hook
    if hook is None or not hook.is_active:
        return Outcome(NO, words=_("“%(name)s” is switched off.") % {"name": hook})
    try:
        answer = wire.send(
            hook, wire.told(call.task, attempt=call.attempt), key=wire.key_of(call.task), now=now
        )
    except Unreadable:
        return Outcome(NO, words=_("Its secret cannot be read any more. Make a new one."))
    except outbound.Refused as refused:
        return Outcome(NO, words=str(refused))
    except outbound.Unanswered as error:
        return Outcome(AGAIN, words=str(error))
    return understood(answer)


def understood(answer: outbound.Answer) -> Outcome:
    words = str(answer.told.get("words") or "")[:2000]
    match answer.status:
        case 202:
            return Outcome(LATER, 202)
        case status if 200 <= status < 300:
            return Outcome(DONE, status, words)
        case 408 | 425:
            return Outcome(AGAIN, answer.status, words)
        case status if 300 <= status < 400:
            return Outcome(NO, status, _("It sends us elsewhere, and we do not follow."))
    return Outcome(NO, answer.status, words or _("It answered %(status)s.") % {"status": answer.status})


def settle(call: Call, outcome: Outcome, *, now: datetime) -> None:
    """Write down the answer and let the plan go on: one transaction, under the ticket's lock."""
    with Ticket.objects.get(pk=call.task.ticket_id).hold_still():
        wanted = Call.objects.filter(pk=call.pk, next_at__isnull=False)
        mine = wanted.update(status=outcome.status, error=error_of(outcome), at=now, next_at=None)
        task = Task.objects.get(pk=call.task_id)
        if mine and task.is_automatic and not task.is_over:
            go_on(task, call, outcome, now=now)
        elif not mine:  # somebody took the step over meanwhile: the answer is kept for them to read
            Call.objects.filter(pk=call.pk).update(status=outcome.status, error=error_of(outcome), at=now)


def error_of(outcome: Outcome) -> str:
    return outcome.words[:240] if outcome.what in {AGAIN, NO} else ""


def go_on(task: Task, call: Call, outcome: Outcome, *, now: datetime) -> None:
    """Runs under the lock of the ticket; a request that is over has nothing to go on with."""
    try:
        match outcome.what:
            case "done":
                task.done(by=None, words=outcome.words, now=now)
            case "again" if call.attempt <= len(WAITS):
                Call.plan(task, at=now + WAITS[call.attempt - 1], attempt=call.attempt + 1)
            case "again":
                about = {"n": call.attempt, "why": outcome.words}
                task.fail(reason=_("No answer after %(n)d calls: %(why)s") % about, by=None, now=now)
            case "no":
                task.fail(reason=outcome.words, by=None, now=now)
    except Refused:
        return


def called_back(task: Task, *, done: bool, words: str, now: datetime) -> None:
    """The other system says how it went. It may say so twice, and also after we gave up on it."""
    with Ticket.objects.get(pk=task.ticket_id).hold_still():
        task.refresh_from_db()
        if task.is_over or task.assignee_id or not task.hook_id:  # people do it by now
            return
        if done:
            task.done(by=None, words=words, now=now)
        elif task.state != Task.State.FAILED:
            task.fail(reason=words or _("The other system could not do it."), by=None, now=now)


def last_calls(hook_id: int, most: int = 20) -> Any:
    made = Call.objects.filter(Q(status__isnull=False) | ~Q(error=""), task__hook=hook_id)
    return made.select_related("task__ticket").order_by("-pk")[:most]
