"""You said, we did by mail: what is in it, who gets it, and that nobody gets it twice."""

from datetime import UTC, datetime, timedelta

import pytest

from comms import unsubscribe
from comms.feedback import answer, digest, finish, hear, ideas, plan
from comms.models import Delivery, Held, How, Preference
from itsm.tickets import personal
from tests import factories
from tests.comms.feedback.moments import NOON
from tests.factories import PersonFactory

MONDAY = datetime(2026, 3, 16, 7, tzinfo=UTC)  # after the week of the Wednesday


def send(now=MONDAY):
    week = digest.Week.before(now)
    digest.write(digest.readers(now=now), week, now=now)
    return {mail.person.name: mail for mail in Delivery.objects.filter(group="said").select_related("person")}


@pytest.fixture
def done(heard, agent):
    finish(heard, "Dear Ana, a new drum.", agent, now=NOON, you_said="Blank pages", we_did="A new drum.")
    return heard


def test_whoever_spoke_reads_what_was_done_in_words_for_everybody(done, colleague):
    mail = send()["Ana Reis"]
    assert "You said: Blank pages" in mail.text
    assert "We did: A new drum." in mail.text
    assert "Dear Ana" not in mail.text
    assert "You get this because you told us what could be better." in mail.text
    assert mail.subject == "You said, we did"


def test_whoever_voted_and_the_desk_get_it_and_nobody_else(done, idea, outsider, manager):
    voter, _silent = PersonFactory(name="Vera Voter"), PersonFactory(name="Sil Ent")
    ideas.vote(idea, voter, now=NOON)
    assert send().keys() == {"Ana Reis", "Vera Voter", "Ivo Lund", "Noor Haddad", "Marit Sand"}


def test_an_idea_stands_there_under_its_own_title(idea, agent):
    plan(idea, "A code on your phone.", agent, now=NOON)
    text = send()["Ana Reis"].text
    assert "You said: Reset a password by phone" in text
    assert "We plan: A code on your phone." in text


def test_nobody_gets_it_twice(done):
    send()
    assert digest.write({}, digest.Week.before(MONDAY), now=MONDAY) == []
    before = Delivery.objects.count()
    send(MONDAY + timedelta(hours=3))
    assert Delivery.objects.count() == before


def test_an_answer_that_is_for_its_author_alone_is_in_no_digest(heard, agent):
    answer(heard, "We look at it.", agent, now=NOON)
    finish(heard, "Dear Ana, a new drum.", agent, now=NOON)
    assert send() == {}


@pytest.mark.parametrize("moment", [MONDAY - timedelta(days=7), MONDAY + timedelta(days=7)])
def test_it_holds_one_week_and_no_other(done, moment):
    assert send(moment) == {}


def test_it_is_declined_in_the_preferences_or_by_one_click(done, colleague, agent):
    Preference.choose(colleague, "said", How.NEVER)
    mail = send()["Ivo Lund"]
    assert "Ana Reis" not in {mail.person.name for mail in Delivery.objects.filter(group="said")}
    assert unsubscribe.address(agent, "said").rsplit(".", 1)[0] in mail.text


def test_whoever_gathers_mail_has_one_line(done, colleague):
    Preference.choose(colleague, "said", How.DAILY)
    send()
    assert Held.objects.get(person=colleague).line.startswith("You said, we did")


def test_the_preferences_name_it(lead, as_colleague):
    assert "You said, we did: once a week" in as_colleague.get("/comms/preferences/").text


# Thanks --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def helped(colleague, agent, team):
    ticket = factories.incident(by=colleague, team=team)
    ticket.reply("It is back.", by=agent)
    return ticket


def test_the_desk_reads_the_thanks_of_the_week_as_they_came(done, helped, colleague, agent):
    personal.thank(helped, by=colleague, to=agent, words="You stayed until it worked.", now=NOON)
    personal.thank(helped, by=colleague, words="All of you.", now=NOON + timedelta(hours=1))
    mails = send()
    text = mails["Ivo Lund"].text
    assert "Ana Reis thanks Ivo Lund" in text
    assert "You stayed until it worked." in text
    assert text.index("Ivo Lund\n  You stayed") < text.index("thanks Service desk")
    assert "thanks" not in mails["Ana Reis"].text.partition("--")[0]


def test_whoever_wants_no_thanks_by_name_is_not_named_and_a_closed_ticket_says_nothing(
    done, helped, colleague, agent, team
):
    personal.thank(helped, by=colleague, to=agent, words="You stayed.", now=NOON)
    agent.takes_thanks = False
    agent.save()
    secret = factories.incident(by=colleague, team=team, restricted=True)
    personal.thank(secret, by=colleague, words="For my payslip.", now=NOON)
    text = send()["Ivo Lund"].text
    assert "You stayed." not in text
    assert "payslip" not in text


def test_what_no_week_holds_is_no_mail(lead, colleague):
    hear(source="page", words="Slow.", author=colleague, now=NOON)
    assert send() == {}
