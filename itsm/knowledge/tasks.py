"""What knowledge learns by itself, by the schedule in settings."""

from celery import shared_task

from itsm.knowledge import lessons
from itsm.knowledge.articles import tickets
from itsm.knowledge.assistant import outcomes
from itsm.knowledge.importing import job
from itsm.knowledge.models import Word
from itsm.knowledge.sources import learn_words


@shared_task(name="knowledge.count_words", expires=3600)
def count_words() -> None:
    """Which words are rare, and how they are written, changes slowly."""
    Word.objects.count_anew()
    learn_words()


@shared_task(name="knowledge.learn", expires=3600)
def learn() -> None:
    """What the newest tickets teach about a new one."""
    lessons.learn_all()


@shared_task(name="knowledge.note_told")
def note_told(event_pk: int) -> None:
    tickets.note_told(event_pk)


@shared_task(name="knowledge.import_articles")
def import_articles(key: str, by: int) -> None:
    job.run(key, by)


@shared_task(name="knowledge.decide_talks", expires=600)
def decide_talks() -> None:
    outcomes.decide()
