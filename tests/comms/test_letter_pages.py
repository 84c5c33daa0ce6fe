"""Administrators see every kind of automatic letter, change its words, try them, and take ours back; and what is sent says so."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings

from comms import sending
from comms.mail_words.kinds import KINDS
from comms.mail_words.writing import ours
from comms.models import Delivery, Template
from comms.rules import RULES
from tests.factories import incident

pytestmark = pytest.mark.django_db
FACTS = "{number} {who_has_it} {hear_next}"
MINE = {"subject": "Yours: {title}", "text": f"Dear {{name}},\n\nwe have it. {FACTS}\n\n<b>Bye</b>"}


def change(browser, kind: str = "receipt", **given):
    return browser.post(f"/comms/letters/{kind}/", {"language": "en", **MINE, **given})


@pytest.fixture
def ticket(colleague, service, agent):
    made = incident(by=colleague, service=service, title="Mail is down")
    made.take(by=agent)
    made.reply("It is back, sign in again.", by=agent)
    return made


def test_every_kind_of_mail_that_rules_send_is_a_letter_with_words():
    assert {str(rule.group) for rules in RULES.values() for rule in rules} <= KINDS.keys()


def test_every_kind_is_listed_and_can_be_looked_at_in_every_language(as_administrator):
    page = as_administrator.get("/comms/letters/").content.decode()
    for kind in KINDS.values():
        assert f"/comms/letters/{kind.key}/" in page
        for language, _name in settings.LANGUAGES:
            shown = as_administrator.get(f"/comms/letters/{kind.key}/?language={language}").content.decode()
            assert 'id="shown-title"' in shown
            assert f'lang="{language}"' in shown


def test_changed_words_are_what_is_sent_in_their_language_only(as_administrator, colleague, service, deal):
    assert change(as_administrator).status_code == 302
    incident(by=colleague, service=service, title="Mail is down")
    deal()
    colleague.language = "de"
    colleague.save()
    incident(by=colleague, service=service, title="Post ist weg")
    deal()
    english, german = Delivery.objects.filter(event__verb="incident.open").order_by("pk")
    assert english.subject == "Yours: Mail is down"
    assert english.text.startswith("Dear Ana,\n\nwe have it. INC-")
    assert "Service desk" in english.text
    assert "&lt;b&gt;Bye&lt;/b&gt;" in english.html
    assert "You get this because you asked for help." in english.text
    assert german.subject.startswith("[INC-")


def test_a_colleagues_words_cannot_reach_into_the_letter(as_administrator, colleague, service, agent, deal):
    change(as_administrator, "answer", text=f"{FACTS}\n\n{{words}}\n\n{{url}}")
    made = incident(by=colleague, service=service, title="{url} <script>")
    made.reply("{hear_next} {{ settings }} <img src=x>", by=agent)
    deal()
    row = Delivery.objects.get(event__verb="ticket.reply")
    assert "{hear_next} {{ settings }} <img src=x>" in row.text
    assert "<img" not in row.html
    assert row.subject == "Yours: {url} <script>"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": f"{FACTS} {{password}}"}, "There is no {password} in this letter"),
        ({"subject": "{words.__class__}"}, "There is no {words.__class__} in this letter"),
        ({"text": "Hello {name}, {number}"}, "who has it. Put {who_has_it} back"),
        ({"text": ""}, "required"),
    ],
)
def test_words_that_cannot_be_kept_are_refused_in_words(as_administrator, given, says):
    answer = change(as_administrator, **given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Template.objects.exists()


def test_looking_keeps_nothing_and_shows_a_ticket_that_exists(as_administrator, ticket):
    answer = as_administrator.post(
        "/comms/letters/answer/try/", {"language": "en", **MINE, "ticket": ticket.number.lower()}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Yours: Mail is down" in page
    assert ticket.number in page.partition("shown-title")[2]
    assert not Template.objects.exists()


def test_a_ticket_on_which_nobody_was_asked_to_agree_shows_that_letter_all_the_same(as_administrator, ticket):
    page = as_administrator.get(f"/comms/letters/approval/?ticket={ticket.number}").content.decode()
    assert ticket.number in page.partition("shown-title")[2]


def test_a_ticket_closed_to_the_administrator_is_none(as_administrator, colleague, service, agent):
    made = incident(by=colleague, service=service, title="Salaries by mistake")
    made.take(by=agent)
    made.restrict(by=agent, restricted=True)
    page = as_administrator.get(f"/comms/letters/answer/?ticket={made.number}").content.decode()
    assert "no such ticket for you" in page
    assert "Salaries" not in page


@override_settings(DEFAULT_FROM_EMAIL="Baton <desk@halden.example>")
def test_a_test_goes_to_oneself_with_the_words_in_the_form(as_administrator, administrator):
    answer = as_administrator.post("/comms/letters/receipt/test/", {"language": "en", **MINE})
    assert answer.status_code == 200
    row = Delivery.objects.get()
    assert (row.person, row.subject) == (administrator, "Test: Yours: Mail is down")
    sending.send([row.pk])
    assert mail.outbox[0].to == [administrator.email]
    assert not Template.objects.exists()


def test_back_to_ours(as_administrator, colleague, service, deal):
    change(as_administrator)
    page = as_administrator.get("/comms/letters/receipt/").content.decode()
    assert "These are words of" in page
    assert as_administrator.post("/comms/letters/receipt/ours/", {"language": "en"}).status_code == 302
    assert not Template.objects.exists()
    page = as_administrator.get("/comms/letters/receipt/").content.decode()
    assert "These are Baton" in page


def test_there_is_no_such_letter_or_language(as_administrator):
    assert as_administrator.get("/comms/letters/poem/").status_code == 404
    assert as_administrator.get("/comms/letters/receipt/?language=xx").status_code == 404


def test_the_pages_cost_little(as_administrator, django_assert_max_num_queries):
    change(as_administrator, "answer", text=f"{FACTS} {{what}}")
    with django_assert_max_num_queries(12):
        as_administrator.get("/comms/letters/")
    with django_assert_max_num_queries(14):
        as_administrator.get("/comms/letters/answer/")


# By API -------------------------------------------------------------------------------------------------------------


def test_letters_by_api_are_the_same_letters(as_administrator, ticket, administrator):
    kinds = as_administrator.get("/api/v1/letters/").json()
    assert [each["kind"] for each in kinds] == list(KINDS)
    assert as_administrator.get("/api/v1/letters/receipt/").json() == {
        "subject": ours("receipt").subject,
        "text": ours("receipt").text,
        "ours": True,
    }
    put = as_administrator.put("/api/v1/letters/receipt/", MINE, content_type="application/json")
    assert put.json() == {**MINE, "ours": False}
    [mine] = [each for each in as_administrator.get("/api/v1/letters/").json() if each["changed"]]
    assert (mine["kind"], mine["changed"][0]["changed_by"]["id"]) == ("receipt", administrator.pk)
    wrong = as_administrator.put(
        "/api/v1/letters/receipt/", {**MINE, "text": "{nobody}"}, content_type="application/json"
    )
    assert wrong.status_code == 422
    assert "There is no {nobody}" in wrong.json()["errors"]["text"][0]
    tried = as_administrator.post(
        "/api/v1/letters/answer/try/", {**MINE, "ticket": ticket.number}, content_type="application/json"
    )
    assert tried.json()["subject"] == "Yours: Mail is down"
    none = as_administrator.post(
        "/api/v1/letters/answer/try/", {**MINE, "ticket": "INC-0"}, content_type="application/json"
    )
    assert none.status_code == 422
    assert not Delivery.objects.exists()
    as_administrator.post("/api/v1/letters/receipt/test/", MINE, content_type="application/json")
    assert Delivery.objects.get().person == administrator
    assert as_administrator.delete("/api/v1/letters/receipt/").status_code == 204
    assert as_administrator.get("/api/v1/letters/receipt/").json()["ours"] is True
    assert as_administrator.get("/api/v1/letters/poem/").status_code == 404
