"""Asked by mail and by chat: whom, in which words, and a page that takes one answer and never by looking."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from catalog.models import Approval, ServiceRequest
from comms import tasks
from comms.approvals import links
from comms.chat import posting
from comms.chat import tasks as chat_tasks
from comms.models import ChatName, ChatPost, Delivery, Group, How, Notification, Preference, Room
from itsm.people.models import Absence
from itsm.tickets.models import Outbox
from tests.catalog.approvals.conftest import change
from tests.comms.chat.conftest import chat, mattermost, slack  # noqa: F401
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal():
    """As the worker would."""

    def empty() -> None:
        waiting = Outbox.objects.filter(consumer="comms").order_by("event")
        for pk in list(waiting.values_list("event", flat=True)):
            tasks.tell(pk)

    return empty


@pytest.fixture
def mine(ask, deal) -> Approval:
    ask()
    deal()
    return Approval.objects.get()


def link_in(text: str) -> str:
    return re.search(rf"{re.escape(settings.BASE_URL)}(/comms/approve/\S+)", text)[1]


@pytest.fixture
def link(mine) -> str:
    return link_in(Delivery.objects.get(person=mine.person).text)


def test_the_mail_says_exactly_what_is_agreed_to(mine, marit):
    letter = Delivery.objects.get(person=marit)
    assert letter.subject == "[REQ-1] Your yes or no is needed: A laptop".replace(
        "REQ-1", mine.step.ticket.number
    )
    for words in ("Ana Reis needs your yes or no", "Which one?: Light", "What it costs: 1,200 € once"):
        assert words in letter.text
    assert "You get this because your yes or no is needed." in letter.text
    assert Notification.objects.get(person=marit).title == "Your yes or no is needed"


def test_only_who_is_asked_is_told_and_nobody_who_answered_meanwhile(ask, deal, marit):
    people = {"kind": "people", "people": [marit.pk, PersonFactory().pk]}
    ask({"name": "Both", "who": people, "rule": "all"})
    Approval.objects.filter(person=marit).update(state="approved")
    deal()
    assert not Delivery.objects.filter(person=marit).exists()
    assert Delivery.objects.filter(group=Group.APPROVAL).count() == 1


def test_a_stand_in_reads_for_whom(ask, deal, marit):
    now = timezone.now()
    nils = PersonFactory(name="Nils Berg")
    Absence.objects.create(person=marit, since=now - timedelta(1), until=now + timedelta(1), delegate=nils)
    ask()
    deal()
    text = Delivery.objects.get(person=nils).text
    assert "You stand in for Marit Sand, who is away." in text
    assert "because you stand in for Marit Sand" in text


def test_who_wants_no_mail_of_this_kind_finds_it_in_the_inbox(ask, deal, marit, signed_in):
    Preference.choose(marit, Group.APPROVAL, How.NEVER)
    ask()
    deal()
    assert not Delivery.objects.filter(person=marit).exists()
    page = signed_in(marit).get("/comms/").content.decode()
    assert Approval.objects.get().get_absolute_url() in page
    assert [row["title"] for row in signed_in(marit).get("/api/v1/inbox/").json()["results"]]


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_decides_nothing(mine, link, method):
    for _scanner in range(3):
        page = getattr(Client(), method)(link)
        assert page.status_code == 200
    mine.refresh_from_db()
    assert mine.state == "asked"
    if method == "get":
        assert all(
            words in page.content.decode()
            for words in ("Ana Reis", "Light", "1,200 € once", "You answer as Marit Sand")
        )


def test_one_press_answers_without_signing_in_and_only_once(mine, link, marit):
    assert "You agreed" in Client().post(link, {"answer": "yes"}).content.decode()
    mine.refresh_from_db()
    assert (mine.state, mine.channel, mine.link_used_at is not None) == ("approved", "mail", True)
    assert mine.step.ticket.events.get(verb="ticket.approve_step").actor == marit
    again = Client().post(link, {"answer": "no", "words": "Changed my mind"})
    assert (again.status_code, Client().get(link).status_code) == (409, 410)
    assert "nothing was done twice" in again.content.decode()


def test_a_no_needs_its_reason_here_too(mine, link):
    assert Client().post(link, {"answer": "no"}).status_code == 422
    assert Client().post(link, {"answer": "perhaps"}).status_code == 422
    Client().post(link, {"answer": "no", "words": "Too dear"})
    assert ServiceRequest.objects.get().status == "declined"


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (lambda request: change(request, model="Strong"), "has changed since"),
        (lambda request: request.withdraw(by=request.requester), "not asked any more"),
    ],
)
def test_an_address_that_came_too_late_says_why(mine, link, happens, sentence):
    happens(ServiceRequest.objects.get())
    for answered in (Client().get(link), Client().post(link, {"answer": "yes"})):
        assert answered.status_code in {409, 410}
        assert sentence in answered.content.decode()
    assert not Approval.objects.exclude(decided_at=None).exists()


def test_an_old_address_takes_no_answer(mine):
    old = links.token(mine, now=timezone.now() - timedelta(days=31))
    answered = Client().post(f"/comms/approve/{old}/", {"answer": "yes"})
    assert answered.status_code == 410
    assert "older than 30 days" in answered.content.decode()
    mine.refresh_from_db()
    assert mine.state == "asked"


@pytest.mark.parametrize(
    "spoil", [lambda it: it[:-2] + "x", lambda it: "9" + it, lambda it: it.replace(".mail", ".chat")]
)
def test_an_address_that_we_did_not_write_opens_nothing(mine, spoil):
    token = links.token(mine, now=timezone.now())
    assert Client().get(f"/comms/approve/{spoil(token)}/").status_code == 404


def test_whoever_left_answers_nothing(mine, link, marit):
    marit.is_active = False
    marit.save()
    assert Client().post(link, {"answer": "yes"}).status_code == 404


def test_by_chat_it_is_said_to_them_alone(ask, deal, marit, chat, slack):  # noqa: F811
    ChatName.objects.create(server=Room.Server.SLACK, account="U7", person=marit)
    request = ask()
    deal()
    chat_tasks.send(list(posting.due(now=timezone.now()).values_list("pk", flat=True)))
    [(_method, path, body, _headers)] = [call for call in chat.heard if "Your yes or no" in str(call[2])]
    assert (path, body["channel"]) == ("/chat.postMessage", "U7")
    assert all(words in body["text"] for words in ("For Ana Reis", "Which one?: Light", request.number))
    Client().post(link_in(body["text"]), {"answer": "yes"})
    assert Approval.objects.get().channel == "chat"


def test_mattermost_opens_a_talk_of_their_own(ask, deal, marit, chat, mattermost):  # noqa: F811
    ChatName.objects.create(server=Room.Server.MATTERMOST, account="u8", person=marit)
    ask()
    deal()
    chat.answer = lambda path, body: (200, {"id": "bot" if "users/me" in path else "talk"})
    chat_tasks.send(list(posting.due(now=timezone.now()).values_list("pk", flat=True)))
    assert [path for _method, path, _body, _headers in chat.heard] == [
        "/api/v4/users/me", "/api/v4/channels/direct", "/api/v4/posts",
    ]  # fmt: skip
    assert (chat.heard[1][2], chat.heard[2][2]["channel_id"]) == (["bot", "u8"], "talk")
    assert ChatPost.objects.get().state == "sent"
