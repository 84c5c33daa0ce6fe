"""What can happen to a word that was heard. Each verb is one transaction, one line of its history, and news to whoever it concerns."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.feedback import promise
from comms.models import Feedback, FeedbackStep, Notice, Theme
from comms.notices.queue import wake
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from itsm.tickets.models.baton import require
from itsm.tickets.models.ticket import first_line

GOOD_AGAIN = 0.6  # of the best: below that it is not good yet, and goes on
LONGEST_TITLE, LONGEST_LINE = 120, 160


def hear(
    *,
    source: str,
    words: str = "",
    author: Person | None = None,
    kind: str = Feedback.Kind.WORD,
    title: str = "",
    ticket: Ticket | None = None,
    service: Service | None = None,
    notice: Notice | None = None,
    page: str = "",
    rating: int | None = None,
    rating_of: int = 5,
    by: Person | None = None,
    now: datetime | None = None,
) -> Feedback:
    """Take it in: it has an owner at once, and a first answer is promised. Without an author nobody can find out who it was,
    so give a moment that says nothing, too. `by` writes down what the author said.
    """
    now = now or timezone.now()
    if rating is None:
        require(words=title or words)
    service = service or (ticket.service if ticket else None)
    team = team_for(service, ticket)
    heard = Feedback(
        kind=kind, source=source, title=title.strip()[:LONGEST_TITLE], words=words.strip(), author=author,
        rating=rating, rating_of=rating_of, ticket_id=ticket.pk if ticket else None, notice=notice, service=service,
        team=team, owner=team.lead if team.lead and team.lead.is_active else None, page=page[:200],
        heard_at=now, waiting_since=now, due_at=promise.due(now),
    )  # fmt: skip
    with transaction.atomic():
        heard.save()
        step = FeedbackStep.objects.create(
            feedback=heard,
            verb="hear",
            by=author,
            at=now,
            words=heard.words,
            due_at=heard.due_at,
            to=str(by or ""),
        )
        tell_soon(step)
    return heard


def team_for(service: Service | None, ticket: Ticket | None) -> Team:
    """Who looks after the service; else who has the ticket; else the first line. Of a restricted ticket only its own team knows."""
    if ticket and ticket.restricted:
        service = None
    pk = (service and service.team_id) or (ticket and ticket.team_id)
    return Team.objects.select_related("lead").get(pk=pk) if pk else first_line()


def answer(feedback: Feedback, words: str, by: Person, *, now: datetime | None = None) -> FeedbackStep:
    """A word to whoever spoke. It stays as it is."""
    return _speak(feedback, "answer", words, by, now=now)


def plan(
    feedback: Feedback,
    words: str,
    by: Person,
    by_when: date | None = None,
    *,
    now: datetime | None = None,
    **to_all: str,
) -> FeedbackStep:
    """We do it, and say by when."""
    now = now or timezone.now()
    if by_when is not None and by_when < timezone.localdate(now):
        raise Refused(_("A plan lies ahead. Choose today or a later day."))
    return _speak(feedback, "plan", words, by, now=now, by_when=by_when, to_all=to_all)


def finish(
    feedback: Feedback, words: str, by: Person, *, now: datetime | None = None, **to_all: str
) -> FeedbackStep:
    """It is done, and this is what was done."""
    return _speak(feedback, "finish", words, by, now=now, to_all=to_all)


def decline(
    feedback: Feedback, reason: str, by: Person, *, now: datetime | None = None, **to_all: str
) -> FeedbackStep:
    """Not now, and why."""
    return _speak(feedback, "decline", reason, by, now=now, to_all=to_all)


def _speak(
    feedback: Feedback,
    verb: str,
    words: str,
    by: Person,
    *,
    now: datetime | None,
    by_when: date | None = None,
    to_all: Mapping[str, str] | None = None,
) -> FeedbackStep:
    """Each of these is an answer, and none is without words. `to_all` says it to everybody, too: `you_said`, `we_did`."""
    require(words=words)
    now = now or timezone.now()
    with feedback.step(verb, by=by, words=words, now=now) as step:
        step.by_when = by_when
        feedback.answered_at, feedback.waiting_since = feedback.answered_at or now, None
        feedback.steps.filter(due_at__isnull=False, answered_at=None).update(answered_at=now)
        feedback.planned_for = by_when if verb == "plan" else feedback.planned_for
        feedback.ended_at = now if feedback.state in Feedback.ENDED else None
        if verb != "answer":
            _say_to_all(feedback, **(to_all or {}), instead=words if feedback.is_idea else "")
            _reach_somebody(feedback)
    tell_soon(step)
    return step


def _say_to_all(feedback: Feedback, you_said: str = "", we_did: str = "", *, instead: str) -> None:
    """What was said before stands, unless there is something new. To whoever has an idea everybody listens anyway."""
    feedback.you_said = you_said.strip()[:LONGEST_LINE] or feedback.you_said
    feedback.we_did = we_did.strip() or instead.strip() or feedback.we_did


def _reach_somebody(feedback: Feedback) -> None:
    """Whoever gave no name can be told in one place only: where everybody is."""
    if feedback.author_id is None and not (feedback.you_said and feedback.we_did):
        missing = "we_did" if feedback.you_said else "you_said"
        raise ValidationError(
            {missing: _("Nobody knows who said it. Say it to everybody, so that they read it, too.")}
        )


def tell_all(
    feedback: Feedback, *, you_said: str, we_did: str, by: Person, now: datetime | None = None
) -> None:
    """On “You said, we did”, in words without names; both empty take it away there. News to nobody."""
    now = now or timezone.now()
    with feedback.step("tell_all", by=by, words=we_did, now=now) as step:
        feedback.you_said, feedback.we_did = you_said.strip()[:LONGEST_LINE], we_did.strip()
        step.told_at = now
        if feedback.state != Feedback.State.HEARD:
            _reach_somebody(feedback)


def give(
    feedback: Feedback, *, by: Person, team: Team, owner: Person | None = None, now: datetime | None = None
) -> FeedbackStep:
    """Somebody else owes the answer now. The promise stays."""
    if owner is not None and not team.members.filter(pk=owner.pk, is_active=True).exists():
        raise Refused(_("%(person)s is not of %(team)s.") % {"person": owner, "team": team})
    with feedback.step("give", by=by, words="", now=now or timezone.now()) as step:
        feedback.team, feedback.owner = team, owner
        step.to = str(owner or team)
    tell_soon(step)
    return step


def sort(feedback: Feedback, theme: Theme | None, *, by: Person, now: datetime | None = None) -> None:
    """What it is about, in the words of the desk. News to nobody."""
    now = now or timezone.now()
    with feedback.step("sort", by=by, words="", now=now) as step:
        feedback.theme, step.to, step.told_at = theme, str(theme or ""), now


def say(feedback: Feedback, words: str, by: Person, *, now: datetime | None = None) -> FeedbackStep:
    """Its author adds something."""
    require(words=words)
    with feedback.step("say", by=by, words=words, now=now or timezone.now()) as step:
        pass
    tell_soon(step)
    return step


def rate_again(
    feedback: Feedback, rating: int, by: Person, words: str = "", *, now: datetime | None = None
) -> FeedbackStep:
    """How it is now, by its author, once it ended. Still bad, it goes on: heard once more, with a new promise."""
    now = now or timezone.now()
    if not 0 <= rating <= feedback.rating_of:
        raise Refused(_("A rating is between 0 and %(best)d.") % {"best": feedback.rating_of})
    good = rating >= GOOD_AGAIN * feedback.rating_of
    with feedback.step("rate" if good else "reopen", by=by, words=words, now=now) as step:
        feedback.rated_again, step.to = rating, f"{rating}/{feedback.rating_of}"
        if not good:
            feedback.ended_at = feedback.planned_for = None
            feedback.waiting_since, feedback.due_at = now, promise.due(now)
            step.due_at = feedback.due_at
    tell_soon(step)
    return step


def tell_soon(step: FeedbackStep) -> None:
    """By a worker, once it is certain. A broker that is away loses nothing: a sweep finds what nobody was told."""
    transaction.on_commit(partial(wake, "comms.tell_feedback", step.pk))
