"""Answers to a notice: a question under it, or “me too”; and notices that did not arrive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.models import Addressee, Delivery, Incoming, Question
from comms.notices import telling
from comms.reply_address import reply_address
from incidents.models import Incident
from tests import factories
from tests.comms.mail_in.post import arrives, mail
from tests.comms.mail_in.test_automatic import report
from tests.comms.notices.conftest import TEXTS
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
State = Incoming.State


@pytest.fixture
def outage(team, agent, colleague):
    """Mail is down, and the colleague was told."""
    now = timezone.now()
    ticket = factories.incident(by=PersonFactory(), team=team)
    made = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, now=now, ticket=ticket, aim={"people": [colleague]}
    )
    telling.say(made, "publish", by=agent, texts=TEXTS, next_update_at=now + timedelta(hours=1), now=now)
    return made


def test_an_answer_is_a_question_under_the_notice_and_no_ticket(outage, colleague):
    before = Incident.objects.count()
    row = arrives(mail(colleague, to=reply_address(outage, colleague), text="Does the phone work?\n"))
    asked = Question.objects.get(notice=outage)
    assert (asked.words, asked.channel) == ("Does the phone work?", "mail")
    assert (row.state, outage.number in row.reason) == (State.DONE, True)
    assert Incident.objects.count() == before


@pytest.mark.parametrize("words", ["Me too", "me too!", "Same here.", "I have the same problem since today."])
def test_me_too_by_mail_is_me_too(outage, colleague, words):
    before = Incident.objects.count()
    arrives(mail(colleague, to=reply_address(outage, colleague), text=f"{words}\n\n> Mail is down\n"))
    assert Addressee.objects.get(notice=outage, person=colleague).affected_at
    assert outage.ticket.participants.get(person=colleague).part == "affected"
    assert Incident.objects.count() == before
    assert not Question.objects.exists()


def test_its_number_in_the_subject_is_enough_for_who_was_told(outage, colleague):
    arrives(mail(colleague, subject=f"Re: [{outage.number}] Mail is down", text="Until when?\n"))
    assert Question.objects.get().words == "Until when?"


def test_who_was_not_told_asks_nothing_under_it(outage):
    stranger = PersonFactory()
    row = arrives(mail(stranger, to=reply_address(outage, stranger), subject="Until when?"))
    assert not Question.objects.exists()
    assert row.ticket.requester == stranger
    assert outage.number in row.reason


def test_a_notice_that_came_back_is_marked_at_its_reader(outage, colleague):
    update = outage.updates.get()
    row = Delivery.objects.create(
        cause=f"update:{update.pk}:mail", update=update, person=colleague, address=colleague.email, reason="addressed",
        message_id=f"<update.{update.pk}.{colleague.pk}@localhost>", thread_id="<notice.1@localhost>", state=Delivery.State.SENT,
        created_at=timezone.now(),
    )  # fmt: skip
    arrives(report(row))
    row.refresh_from_db()
    assert row.state == Delivery.State.BOUNCED
    assert Addressee.objects.get(notice=outage, person=colleague).bounced_at
