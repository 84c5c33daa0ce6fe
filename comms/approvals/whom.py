"""Who is told of a step, and why: those whom the Event names and who have not answered meanwhile."""

from collections.abc import Iterator

from django.db.models import QuerySet

from catalog.models import Approval
from comms.models import Reason
from comms.recipients import Told
from itsm.tickets.models import Event

WHY = {Approval.Because.AWAY: Reason.STANDS_IN, Approval.Because.SILENT: Reason.UNANSWERED}
VERBS = frozenset({"ticket.ask_step", "ticket.remind_step", "ticket.escalate_step"})


def asked(event: Event) -> Iterator[Told]:
    for one in waiting(event).prefetch_related("person__groups").order_by("pk"):
        yield Told(
            one.person, WHY.get(Approval.Because(one.because), Reason.AGREES), str(one.stands_for or "")
        )


def waiting(event: Event) -> "QuerySet[Approval]":
    mine = Approval.objects.waiting().with_subject()
    return mine.filter(step=event.details["step_id"], person__in=event.details["people"])
