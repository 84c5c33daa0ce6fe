"""Requests as the servers' documentation shows them, signed as the servers sign them."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from tests.comms.chat.conftest import SECRET, TOKEN

DATA = Path(__file__).resolve().parents[2] / "data" / "chat"
FORM = "application/x-www-form-urlencoded"


def signed(body: str, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(timezone.now().timestamp() if at is None else at))
    made = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def slack_message(client: Client, *, headers: dict[str, str] | None = None, **event: Any):
    told = json.loads((DATA / "slack_message.json").read_text())
    told["event_id"] = event.pop("event_id", f"Ev{timezone.now().timestamp()}")
    told["event"] |= event
    body = json.dumps(told)
    return client.post(
        "/comms/chat/slack/events/", body, content_type="application/json", headers=headers or signed(body)
    )


def slack_command(client: Client, text: str, *, age: float = 0):
    fields = dict(parse_qsl((DATA / "slack_command.txt").read_text().strip()))
    fields |= {"text": text, "trigger_id": get_random_string(20)}
    body = urlencode(fields)
    headers = signed(body, at=timezone.now().timestamp() - age)
    return client.post("/comms/chat/slack/command/", body, content_type=FORM, headers=headers)


def mattermost_words(client: Client, **told: Any):
    body = json.loads((DATA / "mattermost_words.json").read_text())
    body |= {"timestamp": int(timezone.now().timestamp() * 1000), **told}
    return client.post("/comms/chat/mattermost/words/", json.dumps(body), content_type="application/json")


def mattermost_command(client: Client, text: str, *, token: str = TOKEN, **told: str):
    fields = dict(parse_qsl((DATA / "mattermost_command.txt").read_text().strip())) | {"text": text, **told}
    headers = {"Authorization": f"Token {token}"}
    return client.post(
        "/comms/chat/mattermost/command/", urlencode(fields), content_type=FORM, headers=headers
    )
