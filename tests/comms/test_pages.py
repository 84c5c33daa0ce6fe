"""The inbox, the choices about mail, the demo's mailbox."""

import pytest
from django.test import override_settings
from django.utils import timezone

from comms import sending
from comms.budget.forms import groups_for
from comms.models import Delivery, Group, How, Notification, Preference
from itsm.tickets.models import Event
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db
WORDS = "Your mailbox is back, sign in again."


@pytest.fixture
def ticket(colleague, service, agent, deal):
    made = incident(by=colleague, service=service, title="Mail is down")
    made.take(by=agent)
    made.reply(WORDS, by=agent)
    made.resolve(resolution="fixed", words=WORDS, by=agent)
    deal()
    return made


def unread(person) -> int:
    return Notification.objects.for_person(person).unread().count()


def test_the_inbox_gathers_news_by_ticket_and_says_why(ticket, as_colleague):
    page = as_colleague.get("/comms/").content.decode()
    assert page.count("<section") == 1
    assert "Ivo Lund replied<" in page
    assert "Ivo Lund resolved it<" in page
    assert "you asked for help" in page


def test_an_empty_inbox_says_what_will_stand_here(as_agent):
    assert "Nothing unread" in as_agent.get("/comms/").content.decode()
    assert "Nothing read yet" in as_agent.get("/comms/?earlier=1").content.decode()


def test_read_by_ticket_or_all_at_once(ticket, colleague, as_colleague, agent, service, deal):
    second = incident(by=colleague, service=service)
    second.reply(WORDS, by=agent)
    deal()
    assert unread(colleague) == 3
    assert as_colleague.post("/comms/read/", {"ticket": ticket.number}).url == "/comms/"
    assert unread(colleague) == 1
    as_colleague.post("/comms/read/")
    assert unread(colleague) == 0
    assert "Mail is down" in as_colleague.get("/comms/?earlier=1").content.decode()


def test_nobody_reads_for_another(ticket, colleague, as_agent):
    as_agent.post("/comms/read/")
    assert unread(colleague) == 2


def test_the_tickets_page_marks_its_news_as_read_without_leaving(ticket, colleague, as_colleague):
    answer = as_colleague.post(
        "/comms/read/", {"ticket": ticket.number, "quiet": "1"}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, unread(colleague)) == (204, 0)


@pytest.mark.parametrize(("count", "shows"), [(0, "nothing unread"), (3, ">3<"), (120, ">99+<")])
def test_the_badge_counts_up_to_99(ticket, colleague, as_colleague, agent, count, shows):
    Notification.objects.all().delete()
    for _number in range(count):
        event = Event.objects.create(ticket_id=ticket.pk, verb="ticket.reply", at=timezone.now())
        Notification.objects.create(
            event=event, person=colleague, ticket_id=ticket.pk, reason="asked", title="News", at=event.at
        )
    page = as_colleague.get("/comms/badge/").content.decode()
    assert shows in f">{page}"


def test_a_ticket_restricted_since_is_gone_from_the_inbox(ticket, outsider, as_outsider, agent, deal):
    ticket.add_person(outsider, "watcher", by=agent)
    ticket.note("A word among us.", by=agent)
    deal()
    assert "Mail is down" in as_outsider.get("/comms/").content.decode()
    ticket.remove_person(outsider, "watcher", by=agent)
    ticket.restrict(by=agent, restricted=True)
    page = as_outsider.get("/comms/").content.decode()
    assert "Mail is down" not in page
    assert unread(outsider)
    assert "Mark all read" in page, "or the figure at the top of every page would stay"


def test_the_inbox_costs_the_same_however_full(
    ticket, colleague, as_colleague, agent, service, deal, django_assert_max_num_queries
):
    for _number in range(4):
        incident(by=colleague, service=service).reply(WORDS, by=agent)
    deal()
    with django_assert_max_num_queries(10):
        as_colleague.get("/comms/")


def test_news_is_paged_by_key(ticket, colleague, as_colleague, monkeypatch):
    monkeypatch.setattr("comms.inbox.PAGE", 1)
    first = as_colleague.get("/comms/")
    assert "resolved it" in first.content.decode()
    following = as_colleague.get("/comms/", {"cursor": first.context["page"].next}).content.decode()
    assert "replied" in following
    assert "resolved it" not in following


def test_a_kind_declined_sends_no_mail_and_still_arrives_in_the_inbox(
    colleague, as_colleague, service, agent, deal
):
    chosen = dict.fromkeys(groups_for(colleague), How.AT_ONCE) | {"digest_at": "08:00"}
    kept = as_colleague.post("/comms/preferences/", {**chosen, Group.ANSWER: How.NEVER})
    assert (kept.status_code, kept.headers["Location"]) == (302, "/comms/preferences/")
    made = incident(by=colleague, service=service)
    event = made.reply(WORDS, by=agent)
    deal()
    assert not Delivery.objects.filter(event=event).exists()
    assert unread(colleague) == 1
    assert 'name="answer"' in as_colleague.get("/comms/preferences/").content.decode()
    as_colleague.post("/comms/preferences/", chosen)
    assert not Preference.objects.filter(wanted=False).exists()


def test_a_colleague_is_asked_only_about_what_can_reach_them(as_colleague, as_agent):
    for browser, shown in [(as_colleague, False), (as_agent, True)]:
        page = browser.get("/comms/preferences/").content.decode()
        assert 'name="answer"' in page
        assert ('name="clock"' in page) == shown


@override_settings(DEMO=True)
def test_the_demos_mailbox_shows_every_mail_with_its_words(ticket, as_manager):
    sending.send(Delivery.objects.values_list("pk", flat=True))
    page = as_manager.get("/comms/mailbox/").content.decode()
    assert "Ivo Lund resolved it: Mail is down" in page
    row = Delivery.objects.get(event__verb="ticket.reply")
    shown = as_manager.get(f"/comms/mailbox/{row.pk}/").content.decode()
    assert WORDS in shown
    assert "<style" not in row.shown
    assert row.message_id.strip("<>") in shown


def test_outside_the_demo_there_is_no_mailbox(ticket, as_administrator):
    row = Delivery.objects.first()
    assert as_administrator.get("/comms/mailbox/").status_code == 404
    assert as_administrator.get(f"/comms/mailbox/{row.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["", "badge/", "preferences/", "mailbox/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client, path):
    assert client.get(f"/comms/{path}").status_code == 302


def test_rows_say_what_they_are(ticket, colleague):
    assert str(Notification.objects.first()) == "Ivo Lund replied"
    assert str(Delivery.objects.filter(event__verb="ticket.reply").get()).endswith(
        "to ana.reis@halden.example"
    )
    assert "answer by mail" in str(Preference(person=PersonFactory(), group="answer"))
