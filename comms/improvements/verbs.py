"""What happens to an improvement. Each verb is one transaction and one line of its history."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.improvements import figures, telling
from comms.models import Feedback, Improvement, ImprovementStep
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require

USUAL_REVIEW = timedelta(days=42)


def propose(
    *,
    title: str,
    owner: Person,
    by: Person,
    why: str = "",
    source: str = Improvement.Source.OURS,
    origin: str = "",
    feedback: Feedback | None = None,
    now: datetime | None = None,
    **about: Any,
) -> Improvement:
    """Write down what shall be better, and who sees to it. `about`: service, team, measure, days, cost, review_on."""
    require(title=title)
    now = now or timezone.now()
    if feedback is not None:
        source, origin = Improvement.Source.FEEDBACK, feedback.number
        about.setdefault("service", feedback.service)
    with transaction.atomic():
        made = Improvement.objects.create(
            title=title.strip(), why=why.strip(), owner=owner, source=source, origin=origin, proposed_by=by, proposed_at=now, **about,
        )  # fmt: skip
        ImprovementStep.objects.create(improvement=made, verb="propose", by=by, at=now, words=made.why)
        if feedback is not None:
            Feedback.objects.filter(pk=feedback.pk).update(improvement=made)
            feedback.improvement = made
        telling.tell_owner(made, by=by, now=now)
    return made


def start(
    improvement: Improvement,
    *,
    by: Person,
    review_on: date | None = None,
    words: str = "",
    now: datetime | None = None,
) -> None:
    """From now on it is worked on. Its figure is kept as it is: this is the “before”."""
    now = now or timezone.now()
    with improvement.step("start", by=by, words=words, now=now):
        improvement.started_at = now
        improvement.before = figures.keep(improvement, now=now)
        improvement.review_on = review_on or improvement.review_on or timezone.localdate(now + USUAL_REVIEW)
        if improvement.review_on < timezone.localdate(now):
            raise Refused(_("A review lies ahead. Choose today or a later day."))


def review(
    improvement: Improvement,
    *,
    by: Person,
    outcome: str,
    effect: str,
    cost: str = "",
    now: datetime | None = None,
) -> None:
    """Look at it again: the figure as it is now stands beside the one before, and what came of it in words."""
    require(effect=effect)
    now = now or timezone.now()
    with improvement.step("review", by=by, words=effect, now=now):
        improvement.after = figures.keep(improvement, now=now)
        improvement.outcome, improvement.effect = outcome, effect.strip()
        improvement.cost = cost.strip() or improvement.cost


def drop(improvement: Improvement, *, by: Person, reason: str, now: datetime | None = None) -> None:
    """It will not be done, and why."""
    require(reason=reason)
    with improvement.step("drop", by=by, words=reason, now=now or timezone.now()):
        pass


def note(improvement: Improvement, *, by: Person, words: str, now: datetime | None = None) -> None:
    """How far it is."""
    require(words=words)
    with improvement.step("note", by=by, words=words, now=now or timezone.now()):
        pass


def edit(improvement: Improvement, *, by: Person, now: datetime | None = None, **fields: Any) -> None:
    """Change what it is about. Once it has started its figure stays, or before and after would not be of one thing."""
    if improvement.before is not None:
        fields = {name: value for name, value in fields.items() if name not in FIXED}
    now = now or timezone.now()
    was = improvement.owner_id
    if fields.get("review_on", improvement.review_on) != improvement.review_on:
        fields["reminded_at"] = None  # of another day its owner hears anew
    with transaction.atomic():
        for name, value in fields.items():
            setattr(improvement, name, value)
        improvement.save(update_fields=list(fields))
        if improvement.owner_id != was:
            telling.tell_owner(improvement, by=by, now=now)


FIXED = frozenset({"measure", "days", "service", "team"})
