"""What waits in quarantine, and mailboxes, by API."""

import pytest
from django.urls import reverse

from comms.models import Incoming, Mailbox
from tests.comms.mail_in.post import arrives, mail
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def waiting(team) -> Incoming:
    return arrives(mail("x@mail.example", text="Let me in.\n"))


def test_the_list_says_why_and_leaves_the_words_out(waiting, team, colleague, as_agent):
    arrives(mail(colleague))  # is on a ticket, and not told of here
    told = as_agent.get(reverse("api:incoming-list"), {"state": "quarantined"}).json()["results"]
    assert [row["id"] for row in told] == [waiting.pk]
    assert "x@mail.example" in told[0]["reason"]
    assert "text" not in told[0]
    one = as_agent.get(reverse("api:incoming-detail", args=[waiting.pk])).json()
    assert one["text"] == "Let me in."


def test_it_is_from_a_colleague(waiting, colleague, as_agent):
    address = reverse("api:incoming-is-from", args=[waiting.pk])
    told = as_agent.post(address, {"sender": colleague.pk}, content_type=JSON).json()
    assert (told["state"], told["person"]) == ("done", colleague.pk)
    assert told["ticket"].startswith("INC-")
    assert as_agent.post(address, {"sender": colleague.pk}, content_type=JSON).status_code == 404


def test_it_is_set_aside(waiting, as_agent):
    address = reverse("api:incoming-set-aside", args=[waiting.pk])
    told = as_agent.post(address, {"reason": "Advertising"}, content_type=JSON).json()
    assert (told["state"], told["reason"]) == ("dropped", "Advertising")


def test_a_mailbox_never_tells_its_keys(as_administrator):
    given = {
        "address": "it@halden.example",
        "host": "imap.halden.example",
        "login": "it",
        "keys": {"password": "secret"},
    }
    answer = as_administrator.post(reverse("api:mailboxes-list"), given, content_type=JSON)
    assert answer.status_code == 201
    assert "secret" not in answer.content.decode()
    made = Mailbox.objects.get()
    assert made.keys == {"password": "secret"}
    changed = as_administrator.patch(
        reverse("api:mailboxes-detail", args=[made.pk]), {"folder": "Desk"}, content_type=JSON
    )
    made.refresh_from_db()
    assert (changed.json()["folder"], made.keys) == ("Desk", {"password": "secret"})


def test_a_password_in_the_clear_stays_on_this_machine(as_administrator):
    given = {"address": "it@halden.example", "host": "imap.halden.example", "login": "it", "security": "none"}
    answer = as_administrator.post(reverse("api:mailboxes-list"), given, content_type=JSON)
    assert answer.status_code == 422
    assert "security" in answer.json()["errors"]


def test_trying_a_mailbox_says_why_it_cannot_be_read(as_administrator):
    made = Mailbox.objects.create(
        address="it@halden.example", host="127.0.0.1", port=1, user="it", security="none"
    )
    told = as_administrator.post(reverse("api:mailboxes-test", args=[made.pk])).json()
    assert told["new"] is None
    assert told["error"]


def test_the_whole_mail_behind_a_message_is_for_the_desk_and_for_who_wrote_it(
    team, colleague, as_colleague, as_agent, signed_in
):
    mail_in = arrives(mail(colleague, text="It jams.\n\n-- \nAna, floor 2\n"))
    address = f"/api/v1/incidents/{mail_in.ticket.number}/events/{mail_in.event_id}/original/"
    for client in (as_agent, as_colleague):
        assert "Ana, floor 2" in client.get(address).json()["text"]
    mail_in.ticket.specific.add_person(other := PersonFactory(), "cc", by=colleague)
    assert signed_in(other).get(f"/api/v1/incidents/{mail_in.ticket.number}/").status_code == 200
    assert signed_in(other).get(address).status_code == 404
    elsewhere = arrives(mail(colleague, subject="Another matter")).ticket.number
    assert as_agent.get(address.replace(mail_in.ticket.number, elsewhere)).status_code == 404


def test_a_mail_that_waits_is_told_with_its_heads_and_as_it_came(waiting, as_agent, as_colleague):
    address = reverse("api:incoming-detail", args=[waiting.pk])
    told = as_agent.get(address).json()
    assert (told["to"], told["cc"], told["files"], told["meant"]) == (["desk@localhost"], [], [], None)
    came = as_agent.get(f"{address}raw/")
    assert came.content == bytes(waiting.raw)
    assert came.headers["Content-Security-Policy"].startswith("sandbox")
    assert as_colleague.get(f"{address}raw/").status_code == 404
