"""Questions under a notice: those who ask the same are one topic, answered once, and each of them is told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.models import Notice, Question
from comms.notices import alike, answers, inbox, reading
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require


def ask(notice: Notice, person: Person, words: str, channel: str, *, now: datetime) -> Question:
    """A colleague's question, from the page, by mail or in chat. Asked before, it joins that topic; answered before,
    they have the answer at once. Whoever asks again after the answer begins a topic of their own.
    """
    require(words=words)
    with transaction.atomic():
        Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)  # two who ask at once find each other
        reading.see(notice, person, now=now)
        topic = alike.topic_for(notice, person, words)
        question = Question.objects.create(
            notice=notice, by=person, at=now, words=words.strip(), channel=channel, topic=topic
        )
        if topic is not None and topic.answered_at:
            take_answer(question, topic, now=now)
        inbox.hint_at_desk(notice, verb="ask")
    return question


def put_together(question: Question, topic: Question) -> None:
    """An agent sees that it is the same question. What was put together with it comes along."""
    with transaction.atomic():
        Notice.objects.select_for_update(no_key=True).get(pk=question.notice_id)
        question.refresh_from_db()
        topic.refresh_from_db()
        topic = topic.topic or topic
        if question.notice_id != topic.notice_id or question.pk == topic.pk:
            raise Refused(_("These two cannot be one topic."))
        moving = [question, *question.others.all()]
        Question.objects.filter(pk__in=[each.pk for each in moving]).update(topic=topic)
        for each in moving:
            each.topic = topic
            if topic.answered_at and not each.answered_at:
                take_answer(each, topic, now=timezone.now())


def take_apart(question: Question) -> None:
    """It is another question after all."""
    Question.objects.filter(pk=question.pk).update(topic=None)
    question.topic = None


def answer(question: Question, words: str, by: Person, *, now: datetime) -> Question:
    """Answer the whole topic; everyone who asked is told, once."""
    require(words=words)
    with transaction.atomic():
        Notice.objects.select_for_update(no_key=True).get(pk=question.notice_id)
        topic = question.topic or question
        topic.refresh_from_db()
        if topic.answered_at:
            raise Refused(_("%(who)s has answered this already.") % {"who": topic.answered_by})
        rows = [topic, *topic.others.all()]
        Question.objects.filter(pk__in=[each.pk for each in rows]).update(
            answer=words.strip(), answered_by=by, answered_at=now
        )
        topic.refresh_from_db()
        answers.tell(topic, {each.by_id: each for each in rows}, now=now)
    return topic


def take_answer(question: Question, topic: Question, *, now: datetime) -> None:
    """The topic has its answer already: it holds for this one, too."""
    question.answer, question.answered_by, question.answered_at = topic.answer, topic.answered_by, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    answers.tell(topic, {question.by_id: question}, now=now)
