"""Steps over their own target: each is told once, however many workers sweep at the same moment."""

from datetime import datetime

from django.db import transaction

from catalog.models import Task
from itsm.tickets.models import Event, Ticket, record


def sweep(*, now: datetime, limit: int = 500) -> int:
    """Says how many this worker claimed. One index probe when none is late."""
    late = Task.objects.late(now=now).order_by("due_at").values_list("pk", "ticket_id")
    return sum(claim(pk, ticket, now=now) for pk, ticket in late[:limit])


def claim(pk: int, ticket_pk: int, *, now: datetime) -> bool:
    """The ticket is locked first, as every verb does it; what somebody works on this moment waits for the next sweep."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=ticket_pk).first()
        late = Task.objects.late(now=now).filter(pk=pk, ticket__open=True)
        if ticket is None or not late.update(breached_at=now):
            return False
        task = Task.objects.select_related("team").get(pk=pk)
        details = {
            "task": task.title, "task_id": task.pk, "due": task.due_at, "team": task.team.name, "team_id": task.team_id,
            "person_id": task.assignee_id,
        }  # fmt: skip
        event = Event(ticket_id=ticket.pk, verb="ticket.breach_task", at=now, details=details)
        record([event])
        Ticket.objects.filter(pk=ticket.pk).update(last_event=event.pk)
    return True
