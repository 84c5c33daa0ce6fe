"""The doors for chat servers: forged, late, replayed and oversized requests are refused and change nothing."""

import json

import pytest

from comms.chat.signatures import LARGEST
from itsm.tickets.models import Event
from tests.comms.chat.conftest import TOKEN
from tests.comms.chat.requests import (
    DATA,
    FORM,
    mattermost_command,
    mattermost_words,
    signed,
    slack_command,
    slack_message,
)
from tests.factories import incident


@pytest.fixture
def talk(thread_for, colleague, service, known):
    return thread_for(ticket=incident(by=colleague, service=service)).ticket.specific


def words_on(ticket) -> list[str]:
    said = Event.objects.filter(ticket=ticket.pk, verb__in=["ticket.reply", "ticket.note"])
    return list(said.values_list("comment", flat=True))


def test_the_handshake_is_answered_only_when_it_is_signed(client, slack):
    body = '{"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV"}'
    ask = {"path": "/comms/chat/slack/events/", "data": body, "content_type": "application/json"}
    assert client.post(**ask, headers=signed(body)).content == b"3eZbrw1aBm2rZgRNFdxV"
    assert client.post(**ask, headers=signed(body, secret="guessed")).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": "1355517523"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "9" * 400},
    ],
)
def test_a_forged_or_late_request_is_refused(client, talk, change):
    body = json.dumps(json.loads((DATA / "slack_message.json").read_text()))
    assert slack_message(client, headers=signed(body) | change).status_code == 401
    assert words_on(talk) == []


@pytest.mark.parametrize(("age", "status"), [(0, 200), (290, 200), (310, 401), (-310, 401)])
def test_a_request_signed_six_minutes_ago_is_too_late(client, slack, known, age, status):
    assert slack_command(client, "mine", age=age).status_code == status


def test_a_replayed_request_is_refused_and_a_repeated_event_is_heard_once(client, talk):
    first = slack_message(client, event_id="Ev1")
    assert first.status_code == 200
    assert slack_message(client, event_id="Ev1", text="It is back on our floor. ").status_code == 200
    assert words_on(talk) == ["It is back on our floor."]
    request = first.wsgi_request
    kept = {name: request.headers[name] for name in ("X-Slack-Signature", "X-Slack-Request-Timestamp")}
    again = client.post(
        "/comms/chat/slack/events/", request._body, content_type="application/json", headers=kept
    )
    assert again.status_code == 401
    assert words_on(talk) == ["It is back on our floor."]


@pytest.mark.parametrize("door", ["slack/events", "slack/command", "mattermost/words", "mattermost/command"])
def test_an_oversized_request_is_refused_before_it_is_read(client, slack, door):
    body = "x" * (LARGEST + 1)
    answer = client.post(f"/comms/chat/{door}/", body, content_type=FORM, headers=signed(body))
    assert answer.status_code == 413


@pytest.mark.parametrize("door", ["slack/events", "slack/command", "mattermost/words", "mattermost/command"])
def test_without_any_room_nobody_comes_in(client, db, door):
    body = "{}"
    answer = client.post(
        f"/comms/chat/{door}/", body, content_type="application/json",
        headers=signed(body, secret="") | {"Authorization": "Token "},
    )  # fmt: skip
    assert answer.status_code == 401


def test_a_room_that_is_not_in_use_proves_nothing(client, slack):
    slack.is_active = False
    slack.save()
    assert slack_command(client, "mine").status_code == 401


@pytest.mark.parametrize("wrong", [{"token": "guessed"}, {"token": ""}, {"timestamp": 1355517523000}, {"timestamp": "soon"}, {"channel_id": "elsewhere"}])  # fmt: skip
def test_mattermost_words_that_are_forged_or_late_are_refused(client, mattermost, wrong):
    assert mattermost_words(client, **wrong).status_code == 401


def test_mattermost_words_are_heard_once(client, mattermost):
    assert mattermost_words(client).status_code == 200
    assert mattermost_words(client).status_code == 401


def test_mattermost_commands_need_their_token_and_count_once(client, mattermost):
    assert mattermost_command(client, "mine", token="guessed").status_code == 401
    assert mattermost_command(client, "mine", token="").status_code == 401
    assert mattermost_command(client, "mine", token=TOKEN).status_code == 200
    assert mattermost_command(client, "mine", token=TOKEN).status_code == 401
    assert mattermost_command(client, "mine", token=TOKEN, trigger_id="another").status_code == 200
