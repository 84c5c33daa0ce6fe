"""The answer to a question, to everyone who asked it: a line in the inbox and one mail, however often they asked."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comms import quiet
from comms.letters import domain, reading_as
from comms.mail_words import writing
from comms.models import Delivery, Group, Held, Notice, Question, Reason
from comms.notices import inbox
from comms.notices.queue import wake
from itsm.people.models import Person


def tell(topic: Question, askers: Mapping[int, Question], *, now: datetime) -> None:
    """`askers`: person → what they asked. Runs in the transaction of the answer; the rows are unique per topic and person."""
    people = [
        one for one in Person.objects.active().filter(pk__in=askers).order_by("pk") if knows(topic, one)
    ]
    wanted = quiet.wants([person.pk for person in people], group=Group.ANSWER, now=now)
    mails, lines = [], []
    for person in people:
        with reading_as(person):
            title = _("Your question was answered: %(title)s") % {"title": topic.notice.title}
            inbox.tell_one(topic.notice, person.pk, title=title, reason=Reason.WONDERED, at=now)
            if person.pk in wanted.at_once:
                mails.append(compose(topic, askers[person.pk], person, now=now))
            elif due_at := wanted.later.get(person.pk):
                lines.append(line(topic, person, title, now=now, due_at=due_at))
    inbox.hint_at(topic.notice, [person.pk for person in people], verb="answer")
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)
    Held.objects.bulk_create(lines, ignore_conflicts=True)
    transaction.on_commit(partial(send, cause_of(topic)))


def knows(topic: Question, person: Person) -> bool:
    """The ticket that the notice is about may have been closed to them since they asked."""
    ticket = topic.notice.ticket
    return ticket is None or not ticket.restricted or ticket.is_visible_to(person)


def cause_of(topic: Question) -> str:
    return f"question:{topic.pk}"


def url_of(notice: Notice) -> str:
    return f"{settings.BASE_URL}/portal/notices/{notice.number}/"


def line(topic: Question, person: Person, title: str, *, now: datetime, due_at: datetime) -> Held:
    """The same as a line of a digest that comes later."""
    return Held(
        cause=cause_of(topic), group=Group.ANSWER, person=person, reason=Reason.WONDERED, line=title[:300],
        url=url_of(topic.notice), at=now, due_at=due_at,
    )  # fmt: skip


def compose(topic: Question, question: Question, person: Person, *, now: datetime) -> Delivery:
    notice = topic.notice
    row = Delivery(
        cause=cause_of(topic),
        group=Group.ANSWER,
        person=person,
        reason=Reason.WONDERED,
        address=person.email,
        message_id=f"<question.{topic.pk}.{person.pk}@{domain()}>",
        thread_id=f"<notice.{notice.pk}@{domain()}>",
        created_at=now,
    )
    values = {
        "name": person.greeting_name,
        "number": notice.number,
        "title": notice.title,
        "who": str(topic.answered_by),
        "words": topic.answer,
        "question": Truncator(question.words).words(60),
        "url": url_of(notice),
    }
    words = writing.words_of("question", writing.changed())
    letter = writing.write(words, values, writing.Foot.of(person, Group.ANSWER, row.why, about=notice))
    row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    return row


def send(cause: str) -> None:
    """Small numbers, so the ordinary sending task takes them; what a lost broker forgets, its sweep finds."""
    waiting = Delivery.objects.filter(cause=cause, state=Delivery.State.QUEUED)
    pks = list(waiting.values_list("pk", flat=True))
    if pks:
        wake("comms.send_mail", pks)
