"""How a plan goes on: what becomes ready, who has the baton meanwhile, and when all is done.

Whoever holds the request is whoever has the step that is due first; one that failed comes before all others, and steps
that another system does come last, because they need nobody. Everything here runs under the ticket's lock.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from catalog.models.hook import Call
from itsm.services.calendars import NeverOpen, business_seconds, deadline
from itsm.tickets.models import Act, Holder

if TYPE_CHECKING:
    from catalog.models.task import Task

FAR = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


def go_on(ticket: Any, act: Act) -> None:
    """Release what need not wait any more, and pass the baton to whoever is next."""
    tasks = list(ticket.tasks.select_related("team", "assignee", "hook"))
    over = {task.key for task in tasks if task.is_over}
    for task in tasks:
        if task.state == task.State.WAITING and over.issuperset(task.needs):
            release(task, act)
    follow(ticket, tasks, act)


def release(task: "Task", act: Act) -> None:
    task.state, task.ready_at, task.due_at = task.State.READY, act.now, due(task, act)
    told: dict[str, Any] = {"task": task.title, "task_id": task.pk}
    if task.hook_id:
        task.state, task.started_at = task.State.IN_PROGRESS, act.now
        Call.plan(task, at=act.now)
    else:
        told |= {"to": task.team.name, "to_id": task.team_id}
    task.save()
    act.also("ready_task", **told)


def due(task: "Task", act: Act) -> datetime | None:
    """Counted in the hours of the agreement that the request is worked under."""
    if task.within_minutes is None:
        return None
    try:
        return deadline(act.now, task.within_minutes * 60, act.clocks.targets.hours)
    except NeverOpen:
        return None


def follow(ticket: Any, tasks: "list[Task]", act: Act) -> None:
    """The baton goes where the work is. What waits for the colleague, or rests for a reason, stays where it is."""
    in_hand = sorted((task for task in tasks if task.is_in_hand), key=urgency)
    if not in_hand or getattr(ticket, "hold_reason", None) or ticket.holder == Holder.COLLEAGUE:
        return
    task = in_hand[0]
    holder = Holder.AGENT if task.assignee_id else Holder.SYSTEM if task.is_automatic else Holder.TEAM
    if (ticket.holder, ticket.team_id, ticket.assignee_id) != (holder, task.team_id, task.assignee_id):
        ticket.team, ticket.assignee = task.team, task.assignee
        ticket.pass_baton(holder, act, person=task.assignee)


def urgency(task: "Task") -> tuple[bool, bool, float, int]:
    moment = task.due_at.timestamp() if task.due_at else FAR
    return task.state != task.State.FAILED, task.is_automatic, moment, task.place


def rested(ticket: Any, act: Act) -> None:
    """The request was on hold: the targets of its steps move by the working time that it rested."""
    held = ticket.events.filter(verb=f"{ticket.kind}.hold").order_by("-at", "-pk").first()
    hours = act.clocks.targets.hours
    for task in ticket.tasks.in_hand().filter(due_at__isnull=False, breached_at=None) if held else ():
        since = max(held.at, task.ready_at)
        if since < task.due_at:
            task.due_at = deadline(task.due_at, business_seconds(since, act.now, hours), hours)
            task.save(update_fields=["due_at"])


def finish(ticket: Any, *, by: Any, now: datetime) -> None:
    """The last step is done: the colleague has what they asked for. After the act, because this is one of its own."""
    if ticket.open and "fulfil" in ticket.allowed_verbs and not ticket.tasks.unfinished().exists():
        ticket.fulfil(words=_("Every step is done. Write to us if anything is missing."), by=by, now=now)
