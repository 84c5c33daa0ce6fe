"""Who hears of a step, where, and in which words; once each, also when a worker is lost."""

from datetime import timedelta

import pytest

from comms.feedback import answer, decline, finish, give, hear, ideas, letters, plan, rate_again, say, telling
from comms.models import Delivery, FeedbackStep, Held, How, Notification, Preference
from tests.comms.feedback.moments import NOON
from tests.factories import PersonFactory, ServiceFactory, incident

LATER = NOON + timedelta(days=1)


def inbox(step=None):
    rows = Notification.objects.filter(feedback__isnull=False).select_related("person")
    return {row.person.name: row.title for row in rows}


def mailed(verb):
    step = FeedbackStep.objects.filter(verb=verb).latest("pk")
    return {mail.person.name: mail for mail in Delivery.objects.filter(cause=f"feedback:{step.pk}")}


def test_whoever_spoke_has_a_receipt_and_whoever_owes_the_answer_is_told(heard, told):
    told()
    assert inbox() == {
        "Ana Reis": "We have heard you",
        "Ivo Lund": "Ana Reis tells us what could be better",
    }
    mails = mailed("hear")
    assert {name: mail.group for name, mail in mails.items()} == {"Ana Reis": "receipt", "Ivo Lund": "work"}
    text = mails["Ana Reis"].text
    assert "The printer on floor 2 prints blank pages." in text
    assert "Who has it: Ivo Lund" in text
    assert "You hear from us by: Wed 18 Mar 2026, 12:00 (Europe/Lisbon)" in text
    assert f"/portal/feedback/{heard.number}/" in text
    assert f"/comms/feedback/{heard.number}/" in mails["Ivo Lund"].text
    assert "You get this because you told us what could be better." in text


@pytest.mark.parametrize(
    ("act", "line"),
    [
        (lambda item, by: answer(item, "We look at it.", by), "Ivo Lund answers what you told us"),
        (lambda item, by: plan(item, "Ordered.", by), "Ivo Lund plans it"),
        (lambda item, by: finish(item, "It has a new drum.", by), "What you told us about is done"),
        (lambda item, by: decline(item, "It leaves in May.", by), "Not now, and why"),
    ],
)
def test_its_author_is_told_at_each_step(heard, agent, told, act, line):
    told()
    act(heard, agent)
    told(LATER)
    assert inbox()["Ana Reis"] == line
    words = heard.steps.last().words
    (mail,) = mailed(heard.steps.last().verb).values()
    assert (mail.address, mail.group, mail.reason) == ("ana.reis@halden.example", "answer", "spoke")
    assert words in mail.text


def test_one_line_in_the_inbox_whose_newest_word_stands_for_all(heard, agent, colleague, told, as_colleague):
    told()
    answer(heard, "We look at it.", agent)
    told(LATER)
    page = as_colleague.get("/comms/").text
    assert page.count(heard.number) >= 1
    assert "We have heard you" not in page
    (row,) = as_colleague.get("/api/v1/inbox/").json()["results"]
    assert (row["feedback"], row["ticket"]) == (heard.number, None)
    read = as_colleague.post("/api/v1/inbox/read/", {"feedback": heard.number}, "application/json")
    assert read.json() == {"read": 1}


def test_what_its_author_says_goes_to_the_owner(heard, agent, colleague, told):
    told()
    say(heard, "Floor 3, too.", colleague)
    told(LATER)
    assert inbox()["Ivo Lund"] == "Ana Reis adds something"
    finish(heard, "A new drum.", agent)
    rate_again(heard, 1, colleague, "Still blank.")
    told(LATER)
    assert inbox()["Ivo Lund"] == "Ana Reis says that it is still bad: 1/5"


def test_whom_it_is_given_to_is_told_and_its_author_is_not(heard, outsider, agent, told):
    told()
    give(heard, by=agent, team=outsider.teams.get(), owner=outsider)
    told(LATER)
    assert mailed("give").keys() == {"Noor Haddad"}


def test_a_team_reads_it_in_the_inbox_and_nobody_mails_all_of_them(heard, agent, outsider, told):
    told()
    give(heard, by=agent, team=outsider.teams.get())
    told(LATER)
    assert inbox()["Noor Haddad"].endswith("to answer")
    assert not mailed("give")


def test_whoever_voted_is_told_what_comes_of_it_but_not_of_each_answer(idea, agent, outsider, told):
    ideas.vote(idea, outsider)
    told()
    answer(idea, "We like it.", agent)
    told(LATER)
    assert mailed("answer").keys() == {"Ana Reis"}
    plan(idea, "By summer.", agent)
    told(LATER)
    assert {name: mail.reason for name, mail in mailed("plan").items()} == {
        "Ana Reis": "spoke",
        "Noor Haddad": "voted",
    }


def test_nobody_can_be_told_who_gave_no_name(lead, service, agent, told):
    nameless = hear(source="survey", words="Slow.", rating=1, service=service, now=NOON)
    told()
    assert inbox() == {"Ivo Lund": "A colleague tells us what could be better"}
    answer(nameless, "We look at it.", agent)
    told(LATER)
    assert not mailed("answer")


def test_of_a_restricted_ticket_nobody_hears_to_whom_it_is_closed(lead, colleague, outsider, team, told):
    elsewhere = ServiceFactory(name="Payroll", team=outsider.teams.get())
    secret = incident(by=colleague, team=team, service=elsewhere, restricted=True)
    said = hear(source="survey", words="Who read my payslip?", author=colleague, ticket=secret, rating=1)
    assert (said.team, said.owner) == (team, lead)
    told()
    give(said, by=lead, team=outsider.teams.get(), owner=outsider)
    told()
    assert inbox().keys() == {"Ana Reis", "Ivo Lund"}


def test_it_comes_as_people_chose(heard, agent, colleague, told):
    Preference.choose(colleague, "answer", How.NEVER)
    Preference.choose(agent, "work", How.DAILY)
    told()
    answer(heard, "We look at it.", agent)
    told(LATER)
    assert not mailed("answer")
    assert Held.objects.get(person=agent).line.startswith(heard.number)


def test_whoever_left_is_told_nothing(heard, colleague, told):
    colleague.is_active = False
    colleague.save()
    told()
    assert "Ana Reis" not in inbox()


def test_what_a_lost_worker_forgot_is_told_once(heard, told):
    (step,) = FeedbackStep.objects.all()
    assert telling.untold(since=NOON) == [step.pk]
    assert telling.untold(since=NOON - timedelta(seconds=1)) == []
    assert len(telling.tell(step.pk, now=NOON)) == 2
    assert telling.tell(step.pk, now=NOON) == []
    assert telling.untold(since=LATER) == []


def test_telling_hundreds_of_voters_costs_as_much_as_telling_one(
    idea, agent, told, django_assert_max_num_queries
):
    for _ in range(6):
        ideas.vote(idea, PersonFactory())
    told()
    step = plan(idea, "By summer.", agent)
    with django_assert_max_num_queries(22):
        telling.tell(step.pk, now=LATER)


def test_a_planned_day_that_has_passed_is_not_promised_again(heard, agent):
    plan(heard, "Ordered.", agent, NOON.date(), now=NOON)
    assert letters.hear_next(heard, now=NOON).startswith("Wed 11 Mar 2026, 17:00")
    assert letters.hear_next(heard, now=LATER) == ""
