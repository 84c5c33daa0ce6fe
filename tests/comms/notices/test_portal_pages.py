"""A notice for those it was addressed to, signed in or by their own link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comms import links
from comms.models import Addressee, Notification, Question
from comms.notices import questions, telling
from itsm.tickets.models import Participant
from tests.comms.notices.conftest import TEXTS, WORDS
from tests.factories import PersonFactory, incident


@pytest.fixture
def ticket(agent, service):
    return incident(by=PersonFactory(name="Who Reported"), service=service)


@pytest.fixture
def running(agent, colleague, ticket):
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, ticket=ticket, aim={"people": [colleague]},
        question="Is your mail lost?", answers=["No", "Yes"], right=0,
    )  # fmt: skip
    soon = timezone.now() + timedelta(minutes=20)
    texts = {"colleagues": WORDS, "it": {**WORDS, "what": "The LDAP replica on DC02 lags."}}
    telling.say(notice, "publish", by=agent, texts=texts, next_update_at=soon)
    return notice


@pytest.fixture
def here(running):
    return f"/portal/notices/{running.number}/"


@pytest.fixture
def mine(running, colleague):
    def row():
        return Addressee.objects.get(notice=running, person=colleague)

    return row


@pytest.fixture
def link(running, colleague):
    return links.personal_link(running, colleague).removeprefix("http://localhost:8000")


class TestReading:
    def test_shows_the_words_of_their_audience(self, as_colleague, here):
        page = as_colleague.get(here).content.decode()
        assert "You cannot send or get mail." in page
        assert "LDAP" not in page

    def test_is_seen_by_a_page_that_is_opened_and_by_nothing_else(self, as_colleague, here, mine):
        as_colleague.head(here)
        as_colleague.get(here, headers={"Sec-Purpose": "prefetch;prerender"})
        as_colleague.get(here, headers={"Purpose": "prefetch"})
        as_colleague.get(here, headers={"Sec-Fetch-Dest": "image"})
        assert mine().seen_at is None
        as_colleague.get(here, headers={"Sec-Fetch-Dest": "document"})
        assert mine().seen_at

    def test_is_no_news_in_the_inbox_any_more(self, as_colleague, colleague, here):
        assert Notification.objects.for_person(colleague).unread().exists()
        as_colleague.get(here)
        assert not Notification.objects.for_person(colleague).unread().exists()

    def test_is_not_there_for_who_was_not_addressed(self, signed_in, running, here):
        stranger = signed_in(PersonFactory())
        assert stranger.get(here).status_code == 404
        assert stranger.post(f"{here}acknowledge/").status_code == 404
        assert Client().get(here).headers["Location"].startswith("/accounts/login/")

    def test_the_desk_looks_and_is_not_counted(self, as_outsider, running, here):
        page = as_outsider.get(here).content.decode()
        assert "This was not addressed to you" in page
        assert "I have read it" not in page
        assert not running.addressees.exclude(seen_at=None).exists()


class TestActing:
    def test_confirms_answers_and_says_me_too(self, as_colleague, colleague, ticket, here, mine):
        as_colleague.post(f"{here}acknowledge/")
        as_colleague.post(f"{here}answer/", {"choice": "0"})
        as_colleague.post(f"{here}me-too/")
        row = mine()
        assert row.acknowledged_at
        assert row.understood is True
        assert row.affected_at
        assert ticket.participants.filter(person=colleague, part=Participant.Part.AFFECTED).exists()
        page = as_colleague.get(here).content.decode()
        assert "You have read it" in page

    def test_a_wrong_answer_is_no_shame_and_shows_the_right_one(self, as_colleague, here, mine):
        page = as_colleague.post(f"{here}answer/", {"choice": "1"}, follow=True).content.decode()
        assert mine().understood is False
        assert "Our words were not clear enough" in page
        assert '<b dir="auto">No</b>' in page

    def test_an_answer_that_is_none_is_said_on_the_page(self, as_colleague, here, mine):
        answer = as_colleague.post(f"{here}answer/", {"choice": "9"})
        assert answer.status_code == 422
        assert mine().understood is None

    def test_asks_and_reads_the_answer(self, as_colleague, agent, here):
        empty = as_colleague.post(f"{here}ask/", {"words": ""})
        assert empty.status_code == 422
        assert "Write your question." in empty.content.decode()
        as_colleague.post(f"{here}ask/", {"words": "Are attachments gone?"})
        assert "You are told when it is answered" in as_colleague.get(here).content.decode()
        questions.answer(Question.objects.get(), "They are all there.", agent, now=timezone.now())
        assert "They are all there." in as_colleague.get(here).content.decode()

    def test_others_read_what_was_answered_and_not_what_was_only_asked(
        self, as_colleague, colleague, running, agent, here
    ):
        other = PersonFactory()
        told = questions.ask(running, other, "Is the calendar broken?", "portal", now=timezone.now())
        questions.ask(running, other, "My private matter please?", "portal", now=timezone.now())
        questions.answer(told, "The calendar works.", agent, now=timezone.now())
        page = as_colleague.get(here).content.decode()
        assert "The calendar works." in page
        assert "private matter" not in page


class TestByLink:
    def test_reads_and_confirms_without_signing_in(self, link, here, mine):
        stranger = Client()
        page = stranger.get(link).content.decode()
        assert "You cannot send or get mail." in page
        confirm = f"{here}acknowledge/?key={link.partition('key=')[2]}"
        assert confirm in page
        assert stranger.post(confirm).headers["Location"] == link
        assert mine().acknowledged_at

    def test_opens_this_notice_and_nothing_else(self, link, agent, colleague):
        stranger, key = Client(), link.partition("key=")[2]
        other = telling.open_notice(kind="advisory", title="Watch out", by=agent, aim={"people": [colleague]})
        telling.say(other, "publish", by=agent, texts=TEXTS)
        stranger.get(link)
        for address in (
            f"/portal/notices/{other.number}/?key={key}",
            f"/portal/?key={key}",
            f"/portal/notices/?key={key}",
        ):
            assert stranger.get(address).headers["Location"].startswith("/accounts/login/")

    def test_a_link_of_a_leaver_or_with_a_changed_letter_is_nothing(self, link, colleague):
        assert Client().get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 302
        colleague.is_active = False
        colleague.save()
        assert Client().get(link).status_code == 302

    def test_a_program_that_follows_it_has_not_seen_it(self, link, colleague, mine):
        Client().head(link)
        Client().get(link, headers={"Sec-Fetch-Dest": "document"})
        assert mine().seen_at is None
        assert Notification.objects.for_person(colleague).unread().exists()

    def test_is_seen_when_the_page_says_that_it_lies_open(self, link, colleague, mine):
        stranger = Client(enforce_csrf_checks=True)
        page = stranger.get(link).content.decode()
        address = re.search(r'<form data-seen method="post" action="([^"]+)"', page)[1]
        assert stranger.post(address).status_code == 403
        token = {"csrfmiddlewaretoken": stranger.cookies["csrftoken"].value}
        assert stranger.post(address, token).headers["Location"] == link
        assert mine().seen_at
        assert not Notification.objects.for_person(colleague).unread().exists()
        assert "data-seen" not in stranger.get(link).content.decode()

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("acknowledge", {}),
            ("answer", {"choice": "1"}),
            ("clear", {"yes": "0"}),
            ("me-too", {}),
            ("ask", {"words": "Are attachments gone?"}),
        ],
    )
    def test_is_seen_by_who_does_anything_on_it(self, link, here, mine, name, given):
        assert Client().post(f"{here}{name}/?key={link.partition('key=')[2]}", given).status_code == 302
        assert mine().seen_at

    def test_whoever_is_signed_in_sees_it_by_opening_it(self, as_colleague, link, here, mine):
        page = as_colleague.get(link).content.decode()
        assert mine().seen_at
        assert "data-seen" not in page


class TestAround:
    def test_the_home_shows_it_first_with_me_too_and_the_incident_not_again(
        self, as_colleague, running, ticket, here, mine
    ):
        type(ticket).objects.filter(pk=ticket.pk).update(major=True)
        page = as_colleague.get("/portal/").content.decode()
        assert page.count("Mail is down") == page.count("Mail is down</bdi></a>") + page.count(
            ": Mail is down"
        )
        answer = as_colleague.post(f"{here}me-too/", {"next": "/portal/"})
        assert answer.headers["Location"] == "/portal/"
        assert mine().affected_at
        assert "You said “me too”." in as_colleague.get("/portal/").content.decode()

    def test_a_line_stands_on_every_page_until_it_is_put_away(self, as_colleague, agent, running, here):
        assert "notice-line" in as_colleague.get("/incidents/report/").content.decode()
        assert "notice-line" not in as_colleague.get("/portal/").content.decode()
        away = {"message": running.updates.latest("pk").pk, "next": "/incidents/report/"}
        assert as_colleague.post(f"{here}put-away/", away).headers["Location"] == "/incidents/report/"
        assert "notice-line" not in as_colleague.get("/incidents/report/").content.decode()
        telling.say(
            running, "update", by=agent, texts=TEXTS, next_update_at=timezone.now() + timedelta(minutes=9)
        )
        assert "notice-line" in as_colleague.get("/incidents/report/").content.decode()

    def test_leads_nowhere_else(self, as_colleague, here):
        answer = as_colleague.post(f"{here}me-too/", {"next": "https://elsewhere.example/"})
        assert answer.headers["Location"] == here

    def test_the_list_has_what_runs_and_what_is_over(self, as_colleague, agent, running):
        assert "Mail is down" in as_colleague.get("/portal/notices/").content.decode()
        telling.say(running, "resolve", by=agent, texts=TEXTS, lost="")
        page = as_colleague.get("/portal/notices/").content.decode()
        assert "The last 90 days" in page
        assert "Mail is down" in page
