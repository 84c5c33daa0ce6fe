"""An answer is kept: with a name after a ticket, in the urn otherwise. A low one becomes feedback that somebody must answer."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comms.feedback import hear
from comms.models import Answer, Feedback, Invitation
from comms.models.answer import BEST
from comms.surveys.links import is_over
from itsm.frame.practices import is_here
from itsm.tickets.errors import Refused

logger = logging.getLogger(__name__)
# Whoever is unhappy may still say why; without a word for this long, the number alone is heard.
WORDS_MAY_COME = timedelta(minutes=20)
FEW = 200  # in one sweep
State = Invitation.State


def keep(invitation: Invitation, rating: int, *, now: datetime) -> Answer:
    """The one click. After a ticket it may be changed until somebody has been told; without a name it cannot be found again."""
    with transaction.atomic():
        mine = (
            Invitation.objects.select_for_update(of=("self",)).select_related("survey").get(pk=invitation.pk)
        )
        if is_over(mine, now=now):  # it ended, or the ticket was opened again, while they looked at the page
            raise Refused(_("This is no longer asked."))
        if invitation.survey.named:
            answer = _with_name(mine, rating, now=now)
        elif mine.state == State.ANSWERED:
            raise Refused(
                _("You have answered. Without names nobody can find your answer again, so it stands.")
            )
        else:
            answer = Answer.objects.create(survey=invitation.survey, named=False, sealed=True, rating=rating)
        mine.state, mine.due_at = State.ANSWERED, None
        mine.save(update_fields=["state", "due_at"])
    return answer


def _with_name(mine: Invitation, rating: int, *, now: datetime) -> Answer:
    about = {"survey": mine.survey, "named": True, "person": mine.person, "ticket": mine.ticket, "at": now}
    answer, _made = Answer.objects.get_or_create(invitation=mine, defaults={**about, "rating": rating})
    if answer.feedback_id and rating != answer.rating:
        raise Refused(_("Somebody has been told and gets back to you. Tell them what has changed."))
    answer.rating = rating
    answer.hear_at = now + WORDS_MAY_COME if answer.is_low and not answer.feedback_id else None
    answer.save(update_fields=["rating", "hear_at"])
    return answer


def find(invitation: Invitation, key: str) -> Answer | None:
    """The answer that belongs to it. Without names only the browser that gave it knows its key, until it comes out of the urn."""
    if invitation.survey.named:
        return Answer.objects.filter(invitation=invitation).first()
    try:
        known = uuid.UUID(key)
    except ValueError:
        return None
    return Answer.objects.filter(pk=known, survey=invitation.survey, sealed=True).first()


def add(answer: Answer, *, now: datetime, **more: Any) -> Answer:
    """Why, how much working time was lost, whether it was clear, and words. All of it may be left out."""
    with transaction.atomic():
        still = (
            Answer.objects.select_for_update().filter(Q(named=True) | Q(sealed=True), pk=answer.pk).first()
        )
        if still is None:
            raise Refused(
                _("Your answer has gone in with the others and cannot be found again, so it stands.")
            )
        for name in ("rating", "reason", "lost_minutes", "clear", "words"):
            if name in more:
                setattr(still, name, more[name])
        still.save()
        if still.named and still.is_low and not still.feedback_id:
            hear_of(still, now=now)
    return still


def hear_of(answer: Answer, *, now: datetime) -> Feedback | None:
    """A follow-up with an owner and a promise; its author is told at each step. Where nobody keeps such a ledger there is none."""
    answer.hear_at = None
    if is_here(hear):
        answer.feedback = hear(
            source=Feedback.Source.SURVEY, words=answer.words, author=answer.person, ticket=answer.ticket,
            rating=answer.rating, rating_of=BEST, now=now,
        )  # fmt: skip
    answer.save(update_fields=["hear_at", "feedback"])
    return answer.feedback


def hear_without_names(answers: list[Answer], *, now: datetime) -> None:
    """What came out of the urn and is low. A number alone from nobody is nothing that could be answered."""
    for answer in answers:
        if answer.is_low and answer.words and is_here(hear):
            survey = answer.survey
            hear(
                source=Feedback.Source.SURVEY, words=answer.words, ticket=survey.change, notice=survey.notice,
                service=survey.service, rating=answer.rating, rating_of=BEST, now=now,
            )  # fmt: skip


def sweep(*, now: datetime) -> None:
    """Low ratings to which nothing was added. One that fails stands in nobody else's way."""
    due = Answer.objects.filter(hear_at__lte=now).order_by("hear_at").values_list("pk", flat=True)[:FEW]
    for pk in due:
        try:
            hear_late(pk, now=now)
        except Exception:
            logger.exception("The answer %s could not be heard.", pk)


@transaction.atomic
def hear_late(pk: uuid.UUID, *, now: datetime) -> None:
    rows = Answer.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, hear_at__lte=now)
    if answer := rows.select_related("person", "ticket__service").first():
        hear_of(answer, now=now)
