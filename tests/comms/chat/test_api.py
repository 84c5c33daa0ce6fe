"""Chat rooms by API: by the page's own rules, and no secret is told again."""

import pytest

from comms.models import Room
from itsm.frame.secrets import unseal

URL, JSON = "/api/v1/rooms/", "application/json"
ROOM = {
    "name": "desk",
    "server": "slack",
    "channel": "C1",
    "token": "xoxb-secret",
    "signing": "signing-secret",
}


def test_a_room_is_kept_and_changed_without_telling_its_secrets(as_administrator):
    made = as_administrator.post(URL, ROOM, JSON)
    assert made.status_code == 201, made.json()
    room = Room.objects.get()
    changed = as_administrator.patch(f"{URL}{room.pk}/", {"name": "desk 2", "token": ""}, JSON)
    room.refresh_from_db()
    assert (room.name, unseal(room.address), unseal(room.secret)) == (
        "desk 2",
        "xoxb-secret",
        "signing-secret",
    )
    assert (room.notices, room.is_active) == (True, True)
    told = made.content + changed.content + as_administrator.get(URL).content
    assert b"secret" not in told
    assert as_administrator.delete(f"{URL}{room.pk}/").status_code == 204


@pytest.mark.parametrize(
    ("lacking", "field"),
    [({"token": ""}, "token"), ({"channel": ""}, "channel"), ({"name": ""}, "name"), ({"tickets": True}, "team")],
)  # fmt: skip
def test_what_is_lacking_is_said_at_its_field(as_administrator, lacking, field):
    answer = as_administrator.post(URL, ROOM | lacking, JSON)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {field})
    assert not Room.objects.exists()


def test_a_word_is_said_at_once_and_what_became_of_it_is_told(as_administrator, chat, slack):
    assert as_administrator.post(f"{URL}{slack.pk}/try/").json() == {"error": ""}
    chat.answer = lambda path, body: (200, {"ok": False, "error": "not_in_channel"})
    assert "not_in_channel" in as_administrator.post(f"{URL}{slack.pk}/try/").json()["error"]
    hooks = as_administrator.get(f"{URL}hooks/").json()
    assert any(hook["url"].endswith("/comms/chat/slack/events/") for hook in hooks)


def test_the_list_costs_the_same_for_few_and_many(as_administrator, team, django_assert_max_num_queries):
    def more(count):
        Room.objects.bulk_create(Room(name=f"{count} {n}", server="other", team=team) for n in range(count))

    more(1)
    with django_assert_max_num_queries(9) as few:
        as_administrator.get(URL)
    more(5)
    with django_assert_max_num_queries(len(few)):
        as_administrator.get(URL)
