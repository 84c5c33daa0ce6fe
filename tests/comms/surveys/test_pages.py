"""The signed page, the results, the reading list, a campaign, the rules; by page and by API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comms.models import Answer, Delivery, Feedback, Invitation, Survey, SurveyRules
from comms.surveys import answering, asking, links, opening, urn
from itsm.frame import practices
from itsm.people.models import Person
from tests.comms.surveys.kit import Desk, asked, colleagues


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def mine(colleague, agent, team, service, now) -> Invitation:
    """Asked about a ticket of theirs, an hour ago."""
    type(team).objects.filter(pk=team.pk).update(lead=agent, first_line=True)
    desk = Desk(colleague, agent, team)
    desk.now = now - timedelta(hours=4)
    desk.solved(service=service)
    asking.sweep(now=now - timedelta(hours=1))
    found: Invitation = Invitation.objects.select_related("survey", "ticket").get()
    return found


def path(invitation: Invitation) -> str:
    return reverse("surveys:answer", args=[links.token(invitation)])


# The signed page ----------------------------------------------------------------------------------------------------------


def test_looking_keeps_nothing_and_shows_what_was_pressed(mine, client):
    for _look in range(2):
        page = client.get(path(mine), {"rating": "3"}).content.decode()
    assert "data-pressed" in page
    assert 'primary" name="rating" value="3"' in page
    assert client.head(path(mine), {"rating": "3"}).status_code == 200
    assert not Answer.objects.exists()


def test_one_press_keeps_it_without_a_sign_in_and_a_second_one_changes_it(mine, client):
    page = client.post(path(mine), {"rating": "9"}).content.decode()
    assert "<b>9</b> of 10" in page
    client.post(path(mine), {"rating": "8"})
    kept = Answer.objects.get()
    assert (kept.rating, kept.person, kept.ticket_id) == (8, mine.person, mine.ticket_id)
    assert Invitation.objects.get().state == "answered"


@pytest.mark.parametrize("typed", [{}, {"rating": "11"}, {"rating": "-1"}, {"rating": "five"}])
def test_nonsense_keeps_nothing(mine, client, typed):
    assert client.post(path(mine), typed).status_code == 422
    assert not Answer.objects.exists()


def test_only_the_colleague_answers(mine, client, as_agent):
    for forged in (f"{mine.pk}.wrong", f"{mine.pk + 1}.{links.token(mine).partition('.')[2]}", "x"):
        assert client.get(reverse("surveys:answer", args=[forged])).status_code == 404
    assert as_agent.post(path(mine), {"rating": "1"}).status_code == 403
    Person.objects.filter(pk=mine.person_id).update(is_active=False)
    assert client.post(path(mine), {"rating": "1"}).status_code == 404
    assert not Answer.objects.exists()


def test_a_low_rating_has_an_owner_and_a_promise_before_the_page_is_closed(mine, client, agent):
    client.post(path(mine), {"rating": "2"})
    assert not Feedback.objects.exists()  # they may still say why
    more = {
        "more": "1",
        "reason": "silence",
        "lost_minutes": "240",
        "clear": "no",
        "words": "Two days without a word.",
    }
    page = client.post(path(mine), more).content.decode()
    heard = Feedback.objects.get()
    assert (heard.author, heard.ticket_id, heard.rating, heard.rating_of) == (
        mine.person,
        mine.ticket_id,
        2,
        10,
    )
    assert (heard.owner, heard.words, heard.source) == (agent, "Two days without a word.", "survey")
    assert heard.due_at > timezone.now()
    assert heard.number in page
    kept = Answer.objects.get()
    assert (kept.reason, kept.lost_minutes, kept.clear, kept.feedback) == ("silence", 240, False, heard)
    assert client.post(path(mine), {"rating": "10"}).status_code == 409  # somebody has been told


def test_a_low_rating_without_a_word_is_heard_once_a_little_later(mine, now):
    answering.keep(mine, 1, now=now)
    answering.sweep(now=now + timedelta(minutes=19))
    assert not Feedback.objects.exists()
    for _time in range(2):
        answering.sweep(now=now + timedelta(minutes=21))
    assert Feedback.objects.get().rating == 1


def test_who_takes_a_low_rating_back_in_time_is_not_heard(mine, now):
    answering.keep(mine, 1, now=now)
    answering.keep(mine, 8, now=now)
    answering.sweep(now=now + timedelta(hours=1))
    assert not Feedback.objects.exists()


def test_who_is_content_tells_nobody(mine, now):
    answering.add(answering.keep(mine, 9, now=now), words="Quick and kind.", now=now)
    assert not Feedback.objects.exists()


def test_the_desk_reads_it_on_the_ticket_and_the_colleague_does_not(mine, now, as_agent, as_colleague):
    answering.add(answering.keep(mine, 9, now=now), reason="quick", words="In ten minutes.", now=now)
    ticket = mine.ticket
    assert "In ten minutes." in as_agent.get(ticket.get_absolute_url()).content.decode()
    assert (
        "In ten minutes."
        not in as_colleague.get(reverse("portal:ticket", args=[ticket.number])).content.decode()
    )


def test_without_a_name_the_rest_is_added_by_whoever_has_the_key(colleague, now, client):
    survey = asked([colleague, *colleagues(5)], now=now)
    invitation = survey.invitations.select_related("survey").get(person=colleague)
    page = client.post(path(invitation), {"rating": "3"}).content.decode()
    key = str(Answer.objects.get().pk)
    assert f'value="{key}"' in page
    client.post(path(invitation), {"rating": "4", "answer": key})
    assert client.post(path(invitation), {"more": "1", "answer": key, "words": "Slow."}).status_code == 200
    assert Answer.objects.values_list("rating", "words").get() == (4, "Slow.")
    assert "it stands" in client.get(path(invitation)).content.decode()
    assert client.post(path(invitation), {"more": "1", "words": "Fast."}).status_code == 409


def test_the_mail_has_a_link_for_each_number_and_says_who_reads(mine):
    mail = Delivery.objects.get(group="survey")
    assert mail.text.count("?rating=") == 11
    assert "with your name" in mail.text
    assert mail.html.count("?rating=") == 11
    assert "fewer of these" in mail.text.lower()


def test_the_portal_asks_the_same(mine, as_colleague):
    page = as_colleague.get(reverse("portal:home")).content.decode()
    assert links.token(mine) in page


# Results ------------------------------------------------------------------------------------------------------------------


def filled(now, count: int = 30, *, kind: str = "campaign") -> Survey:
    survey = asked(colleagues(6), now=now)
    Answer.objects.bulk_create(
        Answer(
            survey=survey, named=False, at=urn.monday(now), rating=n % 11, reason=("slow", "hard", "")[n % 3], words="Words." if n % 2 else ""
        )
        for n in range(count)
    )  # fmt: skip
    return survey


def test_each_mark_opens_as_many_answers_as_it_says(now, as_manager):
    survey = filled(now)
    for chosen, count in (
        ({"rating": 3}, 3),
        ({"reason": "slow"}, 10),
        ({"rating": 10, "reason": "hard"}, 2),
        ({}, 30),
    ):
        page = as_manager.get(survey.get_absolute_url(), chosen).content.decode()
        assert f"{count} answers" in page, chosen


def test_pages_cost_the_same_with_more_answers(now, as_manager, django_assert_max_num_queries):
    survey = filled(now, 60)
    for name, most in (("list", 10), ("words", 10)):
        with django_assert_max_num_queries(most):
            assert as_manager.get(reverse(f"surveys:{name}")).status_code == 200
    with django_assert_max_num_queries(15):
        as_manager.get(survey.get_absolute_url())


def test_the_weeks_words_are_counted_by_theme(now, as_agent):
    filled(now)
    page = as_agent.get(reverse("surveys:words")).content.decode()
    assert '<span class="count">15</span>' in page  # all with words
    slow = as_agent.get(reverse("surveys:words"), {"reason": "slow"}).content.decode()
    assert slow.count('class="verbatim"') == 5
    assert as_agent.get(reverse("surveys:words"), {"week": "2026-W99"}).status_code == 200


def test_a_campaign_says_how_far_it_is(now, manager, as_manager):
    survey = filled(now, 22)
    # Of 22 answers from 0 to 10 twice each, 4 are happy and 14 unhappy: −45. From −85 to −5 that is half the way.
    Survey.objects.filter(pk=survey.pk).update(baseline=-85, target=-5)
    assert as_manager.get(reverse("api:surveys-detail", args=[survey.pk])).json()["progress"] == 50


def test_a_manager_asks_a_site_and_ends_it(now, manager, as_manager):
    people = colleagues(7)
    typed = {
        "title": "How is the portal", "audience": "limited", "sites": [people[0].site_id], "closes_on": (now + timedelta(days=9)).date(),
    }  # fmt: skip
    answer = as_manager.post(reverse("surveys:ask"), typed)
    survey = Survey.objects.get()
    assert answer.url == survey.get_absolute_url()
    assert survey.invitations.count() == Person.objects.filter(site=people[0].site).count()
    asking.sweep(now=timezone.now())
    assert Delivery.objects.filter(group="survey").count() == survey.invitations.asked().count()
    as_manager.post(reverse("surveys:end", args=[survey.pk]))
    survey.refresh_from_db()
    assert survey.closed_at


def test_whoever_asks_sees_before_how_many_that_is(mine, now, as_manager):
    people = [*colleagues(7), mine.person]
    typed = {
        "title": "How is the portal", "audience": "limited", "sites": [people[0].site_id], "look": "", "closes_on": (now + timedelta(days=9)).date(),
    }  # fmt: skip
    page = as_manager.post(reverse("surveys:ask"), typed).content.decode()
    here = Person.objects.filter(site=people[0].site).count()
    assert f"{here} colleagues would be asked." in page
    assert f"{here - 1} of them now, 1 later" in page
    body = {**typed, "closes_on": str(typed["closes_on"])}
    told = as_manager.post(reverse("api:surveys-reach"), body, content_type="application/json")
    assert told.json() == {"people": here, "later": 1}
    assert not Survey.objects.filter(kind="campaign").exists()


def test_a_campaign_for_too_few_says_why_not(now, as_manager):
    typed = {"title": "Us", "audience": "desk", "closes_on": (now + timedelta(days=9)).date()}
    page = as_manager.post(reverse("surveys:ask"), typed)
    assert page.status_code == 422
    assert "at least 5" in page.content.decode()
    body = {"title": "Us", "audience": "limited", "closes_on": str((now + timedelta(days=9)).date())}
    told = as_manager.post(reverse("api:surveys-list"), body, content_type="application/json")
    assert told.status_code == 422
    assert "audience" in told.content.decode()


def test_whoever_was_asked_lately_is_asked_in_a_campaign_later(mine, now):
    survey = Survey(kind="campaign", title="IT", opened_at=now, closes_at=now + timedelta(days=30))
    opening.begin(survey, [mine.person_id, *(one.pk for one in colleagues(5))], now=now)
    asking.sweep(now=now)
    assert survey.invitations.asked().count() == 5
    asking.sweep(now=now + timedelta(days=15))
    assert survey.invitations.asked().count() == 6


# By API -------------------------------------------------------------------------------------------------------------------


def test_a_colleague_answers_by_api(mine, as_colleague):
    listed = as_colleague.get(reverse("api:invitations-list")).json()["results"]
    assert [one["id"] for one in listed] == [mine.pk]
    body = {"rating": 3, "reason": "slow", "lost_minutes": 60, "clear": False, "words": "Too long."}
    address = reverse("api:invitations-answer", args=[mine.pk])
    told = as_colleague.post(address, body, content_type="application/json")
    assert (told.status_code, told.json()["feedback"]) == (201, Feedback.objects.get().number)
    wrong = as_colleague.post(address, {"rating": 3, "reason": "quick"}, content_type="application/json")
    assert wrong.status_code == 422


def test_administrators_set_the_rules_by_api(as_administrator):
    address = reverse("api:survey-rules")
    told = as_administrator.patch(
        address, {"minimum_group": 8, "kinds": ["ticket"]}, content_type="application/json"
    )
    assert (told.status_code, told.json()["minimum_group"], told.json()["kinds"]) == (200, 8, ["ticket"])
    assert (
        as_administrator.patch(address, {"minimum_group": 6}, content_type="application/json").status_code
        == 422
    )
    assert SurveyRules.the().minimum_group == 8


# What is off ----------------------------------------------------------------------------------------------------


def test_while_surveys_are_off_nothing_is_followed_and_no_page_is_there(
    monkeypatch, mine, as_manager, client
):
    off = practices.State.of(off=[practices.named("comms.surveys")], on=[])
    monkeypatch.setattr(practices, "_kept", (float("inf"), off))
    assert as_manager.get(reverse("surveys:list")).status_code == 404
    assert as_manager.get(reverse("api:surveys-list")).status_code == 404
    assert client.get(path(mine)).status_code == 404
    ticket = mine.ticket.specific
    ticket.reopen(words="Again.", by=mine.person)
    assert not ticket.events.get(verb="incident.reopen").outbox.filter(consumer="surveys").exists()
