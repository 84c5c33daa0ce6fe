"""Ideas: feedback that everybody may read and vote for. One vote each, and it can be taken back."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.models import Feedback, FeedbackVote
from itsm.knowledge.closest import closest
from itsm.people.models import Person
from itsm.tickets.errors import Refused

ALIKE = 4  # shown before one more is sent
SEARCHED = SearchVector("title", config="english", weight="A") + SearchVector(
    "words", config="english", weight="C"
)


def for_reader(person: Person) -> Any:
    """With whether they voted for each."""
    mine = FeedbackVote.objects.filter(feedback=OuterRef("pk"), person=person)
    return Feedback.objects.ideas().select_related("author", "service").annotate(mine=Exists(mine))


def vote(idea: Feedback, person: Person, *, now: datetime | None = None) -> None:
    """They want it, too. Saying so twice is saying so once."""
    if idea.author_id == person.pk:
        raise Refused(_("It is your own idea. Others vote for it."))
    if not idea.is_open:
        raise Refused(_("%(number)s has its answer already.") % {"number": idea.number})
    with transaction.atomic():
        locked = Feedback.objects.select_for_update().get(pk=idea.pk)
        FeedbackVote.objects.get_or_create(
            feedback=locked, person=person, defaults={"at": now or timezone.now()}
        )
        _count(locked)
    idea.votes = locked.votes


def take_back(idea: Feedback, person: Person) -> None:
    with transaction.atomic():
        locked = Feedback.objects.select_for_update().get(pk=idea.pk)
        FeedbackVote.objects.filter(feedback=locked, person=person).delete()
        _count(locked)
    idea.votes = locked.votes


def _count(idea: Feedback) -> None:
    idea.votes = idea.voters.count()
    idea.save(update_fields=["votes"])


def alike(words: str, person: Person) -> list[Feedback]:
    """What somebody has thought of already, the closest first: to vote for instead of saying it again."""
    if len(words.split()) < 2:
        return []
    return closest(for_reader(person).annotate(search=SEARCHED), words, limit=ALIKE, small=True)
