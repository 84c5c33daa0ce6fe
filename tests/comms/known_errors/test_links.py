"""The way round by mail: three links that only open a page, and one press that answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comms import telling
from comms.known_errors import links
from comms.mail_words.kinds import KINDS
from comms.mail_words.trying import try_out
from comms.mail_words.writing import ours
from comms.models import Delivery, Notification
from problems.models import KnownError, Problem, Trial
from tests import factories
from tests.problems.known_errors import kit


@pytest.fixture
def problem(agent, team):
    return Problem.raise_(by=agent, title="Docks lose their screen", team=team)


@pytest.fixture
def known(agent, problem):
    made = KnownError.write(by=agent, problem=problem, **kit.ABOUT)
    made.publish(by=agent)
    return made


@pytest.fixture
def ticket(known, problem, agent, colleague):
    made = kit.waits(problem, by=agent, person=colleague)
    known.offer(made, by=agent)
    return made


@pytest.fixture
def trial(ticket):
    return Trial.objects.get()


def link(trial, *, days=0, answer="works") -> str:
    return (
        links.address(trial, answer, now=timezone.now() - timedelta(days=days))
        .partition("//")[2]
        .partition("/")[2]
        .join(["/", ""])
    )


def mails(event):
    telling.tell(event, now=timezone.now())
    return Delivery.objects.filter(event=event)


def test_the_mail_has_a_link_for_each_answer(ticket, trial, colleague):
    letter = mails(ticket.events.get(verb="ticket.reply")).get()
    assert letter.person == colleague
    assert kit.ABOUT["workaround"] in letter.text
    for answer in Trial.GIVEN:
        assert f"?answer={answer.value}" in letter.text
    assert letter.html.count("way-round/") == 3
    assert "It does not work" in letter.text


def test_who_only_reads_along_is_asked_nothing(ticket, agent, known):
    reader = factories.PersonFactory()
    ticket.add_person(reader, "cc", by=agent)
    letter = mails(ticket.events.get(verb="ticket.reply")).get(person=reader)
    assert "way-round/" not in letter.text


def test_looking_answers_nothing(trial):
    """Mail servers open every link."""
    for answer in Trial.GIVEN:
        assert Client().get(link(trial, answer=answer)).status_code == 200
        assert Client().head(link(trial, answer=answer)).status_code == 200
    trial.refresh_from_db()
    assert trial.answer == ""


def test_one_press_answers_without_a_sign_in_and_a_second_changes_it_once(trial, ticket, known):
    client = Client(enforce_csrf_checks=True)
    assert client.post(link(trial), {"answer": "works"}).status_code == 200
    assert client.post(link(trial), {"answer": "fails"}).status_code == 200
    assert client.post(link(trial), {"answer": "works"}).status_code == 409
    trial.refresh_from_db()
    assert trial.answer == "fails"
    assert ticket.events.filter(verb="ticket.answer_workaround").count() == 2
    assert "it stands" in client.get(link(trial)).content.decode()


def test_the_link_may_end_the_trouble(trial, ticket):
    Client().post(link(trial), {"answer": "works", "solved": "on"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.events.get(verb="incident.resolve").actor) == ("resolved", trial.person)


def test_a_forged_or_cut_address_is_nothing(trial):
    path = link(trial).partition("?")[0]
    for wrong in (
        path[:-2] + "/",
        path.replace(f"/{trial.pk}.", f"/{trial.pk + 1}."),
        "/comms/way-round/1.2.x/",
    ):
        assert Client().post(wrong, {"answer": "works"}).status_code == 404


def test_after_a_month_it_takes_no_answer(trial):
    old = link(trial, days=31)
    assert Client().get(old).status_code == 410
    assert Client().post(old, {"answer": "works"}).status_code == 410


def test_once_it_is_over_the_link_says_so(trial, known):
    for state in set(kit.STATES) - {"published"}:
        kit.put(known, state)
        answer = Client().post(link(trial), {"answer": "works"})
        assert answer.status_code == 410
        assert known.title not in answer.content.decode()


def test_a_newer_edition_leaves_the_old_link_behind(trial, known, agent):
    known.reopen(reason="It does not help.", by=agent)
    known.publish(by=agent)
    assert Client().get(link(trial)).status_code == 410


def test_who_may_no_longer_read_it_sees_nothing_of_it(trial, known, agent):
    known.edit(by=agent, audience="desk")
    assert known.title not in Client().get(link(trial)).content.decode()


def test_somebody_else_who_is_signed_in_is_refused(trial, as_outsider):
    assert as_outsider.post(link(trial), {"answer": "works"}).status_code == 403
    trial.refresh_from_db()
    assert trial.answer == ""


def test_who_left_answers_no_more(trial):
    trial.person.is_active = False
    trial.person.save()
    assert Client().get(link(trial)).status_code == 404


def test_that_it_does_not_work_is_news_for_who_holds_the_ticket(trial, ticket, agent, known):
    ticket.take(by=agent)
    known.answer(trial.person, "works")
    mails(ticket.events.latest("pk"))
    assert not Notification.objects.filter(person=agent).exists()
    known.answer(trial.person, "fails")
    mails(ticket.events.latest("pk"))
    assert "the way round does not work" in Notification.objects.get(person=agent).title


def test_what_the_answers_took_back_is_news_for_its_owner(known, problem, agent):
    known.reopen(reason="It works for fewer than before.", by=None)
    letter = mails(problem.events.latest("pk")).get()
    assert (letter.person, letter.why) == (agent, "you look after this known error")
    assert f"The answers took {known.number} back" in letter.subject


def test_its_letter_can_be_looked_at(agent, administrator):
    kind = KINDS["workaround"]
    letter = try_out(kind, ours(kind.key), administrator, language="en", now=timezone.now())
    assert "* It works for me" in letter.text


def test_the_page_does_not_say_that_a_closed_ticket_is_with_us_again(ticket, trial):
    type(ticket).objects.filter(pk=ticket.pk).update(status="closed", open=False)
    page = Client().post(link(trial, answer="fails"), {"answer": "fails"}).content.decode()
    assert "with us again" not in page
    assert "It helps others, too." in page
