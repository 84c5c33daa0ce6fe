"""Every state with every verb of the flow, and what each verb is told. Shared by the tests of the verbs, pages and API."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from itsm.tickets.models import Ticket
from problems.models import Problem

CAUSE = "The certificate of the directory runs out every night at two."


def told(verb: str, other: Problem) -> dict[str, Any]:
    """What the method of this name takes; `other` is a problem to be a duplicate of."""
    return {
        "assess": {"business_value": 3},
        "investigate": {"reason": "The fix did not help: it happened again at noon."},
        "identify": {"cause": CAUSE},
        "fix": {"how": "The certificate gets a longer life."},
        "resolve": {"solution": "The new certificate lasts two years and is renewed by itself."},
        "reopen": {"reason": "It happened again this morning."},
        "close": {},
        "accept_risk": {"reason": "The program is replaced in spring.", "until": in_days(90)},
        "mark_duplicate": {"of": other},
        "cancel": {"reason": "It was a drill."},
    }[verb]


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def put(problem: Problem, status: str) -> None:
    """Into a state, however it would have come there."""
    ends = {"resolved_at": timezone.now()} if status == Problem.Status.RESOLVED else {}
    Problem.objects.filter(pk=problem.pk).update(status=status, open=status not in Problem.FINISHED, **ends)
    Ticket.objects.filter(pk=problem.pk).update(merged_into=None)
    problem.refresh_from_db()


PAIRS = [(status, verb) for status in Problem.Status for verb in Problem.FLOW]
ALLOWED = [(status, verb) for status, verb in PAIRS if status in Problem.FLOW[verb][0]]
REFUSED = [(status, verb) for status, verb in PAIRS if status not in Problem.FLOW[verb][0]]
