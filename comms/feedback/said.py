"""You said, we did: what came of what colleagues told us, in words without names. Ideas stand there under their own title."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from comms.models import Feedback, FeedbackStep
from itsm.insights.measures.shape import TOO_FEW
from itsm.people.models import Person

LATELY = timedelta(days=90)
ORDER = ("-ended_at", "-pk")
MOST_PLANNED = 30
# What everybody reads of an idea's history.
PUBLIC = ("hear", "answer", "plan", "finish", "decline")
INSIDE = ("sort", "tell_all")


def told() -> QuerySet[Feedback]:
    """Done, or not now and why."""
    return Feedback.objects.told_to_all().filter(state__in=Feedback.ENDED).select_related("service")


def planned() -> QuerySet[Feedback]:
    rows = Feedback.objects.told_to_all().filter(state=Feedback.State.PLANNED).select_related("service")
    return rows.order_by(F("planned_for").asc(nulls_last=True), "pk")[:MOST_PLANNED]


def steps_for(feedback: Feedback, person: Person) -> QuerySet[FeedbackStep]:
    """Its author reads all but how the desk sorts it, the desk all of it; of somebody else's idea the answers."""
    steps = feedback.steps.select_related("by")
    if person.works_the_desk:
        return steps
    if feedback.author_id == person.pk:
        return steps.exclude(verb__in=INSIDE)
    return steps.filter(verb__in=PUBLIC)


@dataclass(frozen=True)
class Figures:
    """Of the last 90 days."""

    heard: int
    promised: int  # first answers that were due by now
    kept: int
    done: int
    not_now: int

    @property
    def kept_share(self) -> int | None:
        """Of too few a share says more about chance; how many of how many is said all the same."""
        return round(100 * self.kept / self.promised) if self.promised >= TOO_FEW else None


def figures(*, now: datetime) -> Figures:
    since = now - LATELY
    asked = FeedbackStep.objects.filter(due_at__gte=since, due_at__lt=now)
    promised = asked.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(answered_at__lte=F("due_at"))))
    ended = Q(ended_at__gte=since)
    rows = Feedback.objects.filter(ended | Q(heard_at__gte=since)).aggregate(
        heard=Count("pk", filter=Q(heard_at__gte=since)),
        done=Count("pk", filter=ended & Q(state=Feedback.State.DONE)),
        not_now=Count("pk", filter=ended & Q(state=Feedback.State.NOT_NOW)),
    )
    return Figures(promised=promised["all"], kept=promised["kept"], **rows)
