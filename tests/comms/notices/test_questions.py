"""Questions under a notice: asked by twenty, answered once, told to each."""

from datetime import time

import pytest

from comms.models import Delivery, Held, Notice, Notification, Question, Quiet
from comms.notices import questions
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from tests.comms.notices.conftest import NOW, SOON
from tests.factories import PersonFactory, incident

TWENTY = [
    "When will mail work again?", "How long will this take?", "Any ETA?", "Hi, when is it back?", "Do you know how long?",
    "When can I send mail?", "Until when is it down?", "when???", "Is there any news on when it is back up?",
    "What time will it work?", "How much longer?", "When will this be fixed please", "How soon can I use mail again?",
    "Hello team, any update on this?", "Any news?", "when is mail up again", "Till when will it last?", "When do we get mail back?",
    "Good morning, when will it be solved?", "How long do we have to wait for mail?",
]  # fmt: skip


def ask(notice, words, person=None, **about):
    return questions.ask(notice, person or PersonFactory(), words, "mail", **{"now": NOW} | about)


def topics(notice) -> int:
    return notice.questions.filter(topic=None).count()


def test_twenty_replies_are_one_topic_and_each_is_told_once(told, agent, django_capture_on_commit_callbacks):
    asked = [ask(told, words) for words in TWENTY]
    assert topics(told) == 1
    questions.answer(asked[7], "At noon, we think.", agent, now=SOON)
    assert set(Question.objects.values_list("answer", flat=True)) == {"At noon, we think."}
    mails = Delivery.objects.filter(cause=f"question:{asked[0].pk}")
    assert sorted(mails.values_list("person", flat=True)) == sorted(one.by_id for one in asked)
    mail = mails.get(person=asked[3].by)
    assert "At noon, we think." in mail.text
    assert "when is it back?" in mail.text
    lines = Notification.objects.filter(notice=told, title__startswith="Your question was answered")
    assert lines.count() == 20


def test_different_questions_stay_apart(told):
    for words in (
        "When will it work?", "Does the web page for mail work?", "Are mails from yesterday lost?", "Can I use my phone?",
    ):  # fmt: skip
        ask(told, words)
    assert topics(told) == 4


def test_the_same_in_other_words_is_one_topic(told):
    first = ask(told, "Are the mails from yesterday lost?")
    assert ask(told, "Did we lose yesterday's mails, are they lost?").topic == first


def test_one_who_asks_twice_is_told_once(told, agent, readers):
    first = ask(told, "When will it work?", readers[0])
    ask(told, "When???", readers[0])
    questions.answer(first, "At noon.", agent, now=SOON)
    assert Delivery.objects.filter(cause=f"question:{first.pk}").count() == 1


def test_asked_after_the_answer_one_has_it_at_once(told, agent):
    first = ask(told, "When will it work?")
    questions.answer(first, "At noon.", agent, now=SOON)
    late = ask(told, "How long does it take?", now=SOON)
    assert (late.topic, late.answer, late.answered_by) == (first, "At noon.", agent)
    assert Delivery.objects.filter(cause=f"question:{first.pk}", person=late.by).count() == 1


def test_whoever_asks_again_after_the_answer_begins_a_topic_of_their_own(told, agent, readers):
    first = ask(told, "When will it work?", readers[0])
    questions.answer(first, "At noon.", agent, now=SOON)
    again = ask(told, "It is past noon. When will it work?", readers[0], now=SOON)
    assert (again.topic, again.answered_at) == (None, None)


def test_an_agent_puts_together_and_takes_apart(told, agent):
    one, two, three = (
        ask(told, "Can I use my phone?"),
        ask(told, "What about the calendar?"),
        ask(told, "Is fax safe?"),
    )
    questions.put_together(two, one)
    questions.put_together(one, three)
    assert set(told.questions.exclude(pk=three.pk).values_list("topic", flat=True)) == {three.pk}
    questions.take_apart(two)
    assert topics(told) == 2
    questions.answer(three, "Yes, all of it works.", agent, now=SOON)
    two.refresh_from_db()
    assert two.answered_at is None


def test_put_together_with_an_answered_one_it_has_the_answer(told, agent):
    one, two = ask(told, "Can I use my phone?"), ask(told, "What about the calendar?")
    questions.answer(one, "Yes.", agent, now=SOON)
    questions.put_together(two, one)
    two.refresh_from_db()
    assert two.answer == "Yes."
    assert Delivery.objects.filter(person=two.by, cause=f"question:{one.pk}").exists()


def test_a_topic_is_answered_once_and_no_topic_holds_itself(told, outage, agent):
    one = ask(told, "Can I use my phone?")
    with pytest.raises(Refused):
        questions.put_together(one, one)
    questions.answer(one, "Yes.", agent, now=SOON)
    with pytest.raises(Refused, match="answered this already"):
        questions.answer(one, "No.", agent, now=SOON)


def test_leavers_are_told_nothing(told, agent):
    gone = PersonFactory()
    one = ask(told, "Can I use my phone?", gone)
    gone.deactivate()
    questions.answer(one, "Yes.", agent, now=SOON)
    assert not Delivery.objects.filter(person=gone).exists()


def test_asking_shows_that_it_was_seen(told, readers):
    ask(told, "Can I use my phone?", readers[0])
    assert told.addressees.get(person=readers[0]).seen_at == NOW


def test_at_night_the_answer_is_a_line_of_the_morning(told, agent, readers):
    """The notice itself came by mail; the answer keeps the same quiet hours."""
    Quiet.objects.create(person=readers[0], begins=time(0), ends=time(23, 30))
    questions.answer(ask(told, "Until when does it last?", readers[0]), "Until noon.", agent, now=NOW)
    assert not Delivery.objects.filter(person=readers[0], cause__startswith="question:").exists()
    line = Held.objects.get(person=readers[0], cause__startswith="question:")
    assert "was answered" in line.line
    assert line.due_at > NOW


def test_who_may_no_longer_see_the_ticket_hears_no_answer(told, agent, readers, colleague, service):
    question = ask(told, "Until when does it last?", readers[0])
    made = incident(by=colleague, service=service)
    Notice.objects.filter(pk=told.pk).update(ticket=made)
    Ticket.objects.filter(pk=made.pk).update(restricted=True)
    questions.answer(Question.objects.get(pk=question.pk), "Until noon.", agent, now=NOW)
    assert not Delivery.objects.filter(cause__startswith="question:").exists()
    assert not Notification.objects.filter(person=readers[0], reason="wondered").exists()
