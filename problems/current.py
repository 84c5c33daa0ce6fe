"""What keeps problems current: news of their incidents, and time."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from itsm.tickets.models import Event, Link, Outbox, Ticket
from problems.models import Problem

CONSUMER = "problems"
LINKING = frozenset({"ticket.link", "ticket.unlink"})
# What of an incident changes what its problem costs.
TELLING = (
    "ticket.me_too",
    "ticket.edit",
    "ticket.merge",
    "incident.resolve",
    "incident.reopen",
    "incident.cancel",
)
CAUSED = {"kind": Link.Kind.CAUSED_BY.value}


def concerns_a_problem(event: Event) -> bool:
    """Most incidents have none, and their news needs no task."""
    if event.verb in LINKING:
        return event.details.get("kind") == CAUSED["kind"] and str(event.details.get("target", "")).startswith(Ticket.PREFIX["problem"])  # fmt: skip
    if event.verb == "ticket.edit" and not {"urgency", "service"} & event.details.keys():
        return False
    return event.ticket.kind == Ticket.Kind.INCIDENT and causes(event.ticket_id).exists()


def causes(ticket_pk: int) -> QuerySet[Link]:
    return Link.objects.filter(source=ticket_pk, kind=Link.Kind.CAUSED_BY, target__kind=Ticket.Kind.PROBLEM)


def keep_cost(event_pk: int, *, now: datetime) -> None:
    with Outbox.dealing_with(event_pk, CONSUMER) as event:
        if event is None:
            return
        if event.verb in LINKING:
            found = Problem.objects.filter(number=event.details["target"])
        else:
            found = Problem.objects.filter(pk__in=causes(event.ticket_id).values("target"))
        for problem in found.order_by("pk"):
            recount(problem, now=now)
            if event.verb == "ticket.link":
                problem.notice_return([event.ticket], now=now)


def recount(problem: Problem, *, now: datetime) -> None:
    """Quietly: that its figures grow is no news on its timeline."""
    with problem.hold_still():
        problem.count_cost(now=now)
        problem.write_changes()


def count_anew(*, now: datetime) -> None:
    """Of all that are worked on."""
    for problem in Problem.objects.filter(open=True).order_by("pk"):
        recount(problem, now=now)


def end_watches(*, now: datetime) -> None:
    """It stayed away long enough."""
    over = Problem.objects.filter(observed_until__lte=now, status=Problem.Status.RESOLVED)
    for problem in over.order_by("pk"):
        problem.close(by=None, now=now)


def take_up_risks(*, now: datetime) -> None:
    """The risk was accepted until today."""
    over = Problem.objects.filter(accepted_until__lte=now, status=Problem.Status.RISK_ACCEPTED)
    for problem in over.order_by("pk"):
        problem.investigate(reason=_("The risk was accepted until now."), by=None, now=now)
