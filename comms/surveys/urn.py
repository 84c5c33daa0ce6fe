"""Answers without names lie sealed until there are enough of them, and come out in a heap.

An answer is put in by `answering.keep`, in the transaction that marks the invitation; so a look into the database could still see
the two side by side. Here that ends, each night: all that lies in it is written anew, in one statement and an order of chance. What
stays keeps its key, for whoever gave it may still add words; what comes out has a new one, and the Monday of the week as its day.
No page, no API, no export and no measure reads what is sealed.

At least a group comes out, and at least a group stays in, while a survey is open: so no two looks at the results differ
by fewer than a group, and the last ones to answer are never alone. When it closes all come out, or, if all of them are
too few, none does.
"""

import random
import uuid
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from comms.models import Answer, Survey, SurveyRules

_chance = random.SystemRandom()


def smallest(survey: Survey) -> int:
    """Raised since, it holds for this one, too."""
    return max(survey.minimum, SurveyRules.the().minimum_group)


def unseal(survey: Survey, *, now: datetime) -> list[Answer]:
    """What came out now."""
    with transaction.atomic():
        Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        lying = list(Answer.objects.select_for_update().filter(survey=survey, sealed=True))
        out = drawn(lying, smallest(survey), closed=survey.closed_at is not None)
        Answer.objects.filter(pk__in=[answer.pk for answer in lying]).delete()
        for answer in out:
            answer.pk, answer.sealed, answer.at = uuid.uuid4(), False, monday(now)
        Answer.objects.bulk_create(lying)
        return out


def drawn(lying: list[Answer], group: int, *, closed: bool) -> list[Answer]:
    """Which of them, in an order of chance."""
    _chance.shuffle(lying)
    if closed:
        return lying if len(lying) >= group else []
    return lying[: len(lying) - group] if len(lying) >= 2 * group else []


def monday(now: datetime) -> datetime:
    """The first moment of its week."""
    day = now.astimezone(UTC).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)
