"""The answer to a question, to everyone who asked it: a line in the inbox and one mail, however often they asked."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from comms.letters import domain, reading_as
from comms.models import Delivery, Group, Preference, Question, Reason
from comms.notices import inbox
from comms.notices.queue import wake
from itsm.people.models import Person


def tell(topic: Question, askers: Mapping[int, Question], *, now: datetime) -> None:
    """`askers`: person → what they asked. Runs in the transaction of the answer; the rows are unique per topic and person."""
    people = Person.objects.active().filter(pk__in=askers)
    no = Preference.objects.unwilling(list(askers), group=Group.ANSWER, channel="mail")
    mails = []
    for person in people.order_by("pk"):
        with reading_as(person):
            title = _("Your question was answered: %(title)s") % {"title": topic.notice.title}
            inbox.tell_one(topic.notice, person.pk, title=title, reason=Reason.WONDERED, at=now)
            if person.pk not in no:
                mails.append(compose(topic, askers[person.pk], person, now=now))
    inbox.hint_at(topic.notice, [person.pk for person in people], verb="answer")
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)
    transaction.on_commit(partial(send, f"question:{topic.pk}"))


def compose(topic: Question, question: Question, person: Person, *, now: datetime) -> Delivery:
    notice = topic.notice
    row = Delivery(
        cause=f"question:{topic.pk}",
        group=Group.ANSWER,
        person=person,
        reason=Reason.WONDERED,
        address=person.email,
        message_id=f"<question.{topic.pk}.{person.pk}@{domain()}>",
        thread_id=f"<notice.{notice.pk}@{domain()}>",
        subject=_("[%(number)s] Answer to your question: %(title)s")
        % {"number": notice.number, "title": notice.title},
        created_at=now,
    )
    context = {
        "line": _("%(who)s answered your question") % {"who": topic.answered_by},
        "question": question,
        "answer": topic.answer,
        "notice": notice,
        "person": person,
        "why": row.why,
        "url": f"{settings.BASE_URL}/portal/notices/{notice.number}/",
        "preferences": settings.BASE_URL + reverse("comms:preferences"),
    }
    row.text = render_to_string("emails/question.txt", context).strip() + "\n"
    row.html = render_to_string("emails/question.html", context)
    return row


def send(cause: str) -> None:
    """Small numbers, so the ordinary sending task takes them; what a lost broker forgets, its sweep finds."""
    waiting = Delivery.objects.filter(cause=cause, state=Delivery.State.QUEUED)
    pks = list(waiting.values_list("pk", flat=True))
    if pks:
        wake("comms.send_mail", pks)
