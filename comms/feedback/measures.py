"""Whether whoever spoke was answered: in time, and for how long the oldest has waited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comms.models import Feedback, FeedbackStep
from itsm.frame import words
from itsm.insights import placing
from itsm.insights.measures import (
    Better,
    Figure,
    Filter,
    Measure,
    Record,
    Source,
    Standing,
    Unit,
    register,
    register_standing,
)
from itsm.people.models import Person

MOST_LISTED = 100
HOUR = 3600


def promised() -> QuerySet[FeedbackStep]:
    """Each time that an answer was promised by now: when it was heard, and again when it still was bad."""
    return FeedbackStep.objects.filter(due_at__lte=Now())


def about(chosen: Filter, path: str = "feedback__") -> Q:
    """Feedback knows its service and its team by itself; the rest is its ticket's, where it has one."""
    found = Q()
    for name in ("service", "team"):
        if value := getattr(chosen, name):
            found &= Q(**{f"{path}{name}": value})
    for name in ("kind", "priority", "site"):
        if value := getattr(chosen, name):
            found &= Q(**{f"{path}ticket__{name}": value})
    return found


ANSWERS = Source(key="answers to feedback", rows=promised, moment="due_at", about=about)


def records(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The latest first; what was late says by how much."""
    seen = Feedback.objects.visible_to(person).values("pk")
    rows = ANSWERS.among(chosen).filter(feedback__in=seen).select_related("feedback")
    return [_record(step) for step in rows.order_by("-due_at")[:MOST_LISTED]]


def _record(step: FeedbackStep) -> Record:
    said, due, answered = words.current(), step.due_at or step.at, step.answered_at
    told = {"due": said.exact(due), "late": said.duration(answered - due) if answered else ""}
    if answered is None:
        text, tone = gettext("due %(due)s, not answered yet") % told, "broken"
    elif answered > due:
        text, tone = gettext("due %(due)s, answered %(late)s late") % told, "broken"
    else:
        text, tone = gettext("due %(due)s, answered in time") % told, "kept"
    return Record(name=str(step.feedback), href=step.feedback.get_absolute_url(), said=text, tone=tone)


loop_closed = Measure(
    key="loop_closed",
    name=_("Feedback answered in time"),
    sentence=_("Whoever told us what could be better had an answer within five working days."),
    formula="feedback with its answer within 5 working days ÷ feedback whose answer was due × 100",
    population=_(
        "Everything heard on pages, in mails, notices and surveys whose answer was due in the period; heard again because it still was bad, it counts again."
    ),
    calendar=_("Working days of the calendar that holds for every service that names no other."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ANSWERS,
    n=Count("pk"),
    value=Count("pk", filter=Q(answered_at__lte=F("due_at"))),
    over=Count("pk"),
    records=records,
)


def oldest(chosen: Filter, now: datetime) -> Mapping[str, Figure]:
    rows = Feedback.objects.unanswered().filter(about(chosen, path=""), waiting_since__lte=now)
    found: dict[str, Any] = rows.aggregate(n=Count("pk"), since=Min("waiting_since"))
    if not found["n"]:
        return {"oldest_unheard": Figure(None, 0)}
    return {"oldest_unheard": Figure((now - found["since"]).total_seconds() / HOUR, found["n"])}


oldest_unheard = Standing(
    key="oldest_unheard",
    name=_("Oldest feedback without an answer"),
    sentence=_("For so long the one who has waited longest has heard nothing back."),
    formula="now − the earliest moment since which an answer is waited for",
    population=_("Everything heard that has no answer yet, or none since it was said to be still bad."),
    unit=Unit.HOURS,
    better=Better.LOWER,
    count=oldest,
)


def add_to_overview() -> None:
    register(loop_closed)
    register_standing(oldest_unheard)
    placing.place("promises", loop_closed.key)
