"""Rooms as an administrator sets them up: what is secret is typed in and never shown again."""

import pytest

from comms.models import Room
from itsm.frame.secrets import unseal

ROOM = {
    "name": "desk", "server": "slack", "channel": "C1", "token": "xoxb-secret-token", "signing": "signing-secret",
    "notices": "on", "is_active": "on",
}  # fmt: skip


def test_a_room_is_kept_with_its_secrets_sealed(as_administrator):
    assert as_administrator.post("/comms/chat/new/", ROOM).status_code == 302
    room = Room.objects.get()
    assert (unseal(room.address), unseal(room.secret)) == ("xoxb-secret-token", "signing-secret")
    assert "secret" not in room.address + room.secret
    page = as_administrator.get(f"/comms/chat/{room.pk}/").content.decode()
    assert "xoxb-secret-token" not in page
    assert "signing-secret" not in page
    assert "/comms/chat/slack/events/" in page


def test_changing_a_room_without_typing_the_secrets_keeps_them(as_administrator):
    as_administrator.post("/comms/chat/new/", ROOM)
    room = Room.objects.get()
    as_administrator.post(f"/comms/chat/{room.pk}/", ROOM | {"name": "desk 2", "token": "", "signing": ""})
    room.refresh_from_db()
    assert (room.name, unseal(room.address)) == ("desk 2", "xoxb-secret-token")


@pytest.mark.parametrize("lacking", [{"token": ""}, {"channel": ""}, {"name": ""}, {"tickets": "on"}])
def test_what_is_lacking_is_said_at_its_field(as_administrator, lacking):
    answer = as_administrator.post("/comms/chat/new/", ROOM | lacking)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Room.objects.exists()


def test_a_word_is_sent_at_once_and_what_became_of_it_is_told(as_administrator, chat, slack):
    answer = as_administrator.post(f"/comms/chat/{slack.pk}/try/", follow=True)
    assert "It arrived." in answer.content.decode()
    chat.answer = lambda path, body: (200, {"ok": False, "error": "not_in_channel"})
    answer = as_administrator.post(f"/comms/chat/{slack.pk}/try/", follow=True)
    assert "It did not arrive: not_in_channel" in answer.content.decode()


def test_a_room_can_go(as_administrator, slack):
    as_administrator.post(f"/comms/chat/{slack.pk}/delete/")
    assert not Room.objects.exists()
