"""Problems as a practice that an organisation switches on: problems, known errors, what keeps coming back, goals."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import Practice
from problems.models import Problem
from problems.signs import SIGN


def still_open() -> int:
    return Problem.objects.filter(open=True).count()


def who_raised(since: datetime) -> int:
    raised = Problem.objects.filter(opened_at__gte=since).order_by()
    return raised.values("opened_by").distinct().count()


PROBLEMS = Practice(
    name="problems",
    label=_("Problems"),
    says=_(
        "Stop it coming back: what keeps happening is found, its cause looked for, and the way round it told to everyone who waits."
    ),
    icon="puzzle-piece",
    addresses=frozenset(
        {"problems", "known_errors", "known", "comms:answer_workaround", "api:problems", "api:recurrences", "api:known-errors"}
    ),
    kinds=frozenset({Problem.KIND}),
    in_hand=still_open,
    sign=SIGN,
    in_use=who_raised,
    order=20,
)  # fmt: skip
