"""Mail through a provider's API: what it answers decides, and its own number for a mail is kept."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail
from django.utils import timezone

from comms import fanout, lines, sending
from comms.models import Addressee, Delivery
from tests.comms.notices_by_mail import message
from tests.comms.test_sending import rows
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
State = Delivery.State
REJECTED = 406  # "inactive recipients": Postmark does not write to them any more
INACTIVE = """You tried to send to recipient(s) that have been marked as inactive.
Found inactive addresses: %s.
Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression."""


class Postmark(BaseHTTPRequestHandler):
    """As Postmark's own documentation has it: 200 with a number for the mail, 422 with an error code, other numbers."""

    answers: dict[str, int] = {}
    took: list[dict] = []

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.answers.get(sent["To"], 200)
        if status == 200:
            self.took.append(sent)
            said = {"ErrorCode": 0, "Message": "OK", "To": sent["To"], "MessageID": f"id-of-{sent['To']}"}
        elif status == REJECTED:
            said = {"ErrorCode": 406, "Message": INACTIVE % sent["To"]}
        else:
            said = {"ErrorCode": 300, "Message": "Something is wrong with it."}
        words = json.dumps(said).encode()
        self.send_response(422 if status == REJECTED else status)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_about) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Postmark) as made:
        Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}/"
        made.shutdown()


@pytest.fixture(autouse=True)
def provider(settings, server) -> type[Postmark]:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "known to two", "POSTMARK_API_URL": server}
    Postmark.answers, Postmark.took = {}, []
    return Postmark


def head(sent: dict) -> dict[str, str]:
    return {field["Name"]: field["Value"] for field in sent["Headers"]}


def test_a_mail_goes_out_with_its_head_and_the_providers_number_is_kept(provider):
    (row,) = rows()
    assert sending.send([row.pk]) == 1
    row.refresh_from_db()
    assert (row.state, row.provider_id) == (State.SENT, f"id-of-{row.address}")
    (sent,) = provider.took
    assert head(sent)["Message-ID"] == row.message_id
    assert head(sent)["Auto-Submitted"] == "auto-generated"
    assert sent["HtmlBody"] == row.html


@pytest.mark.parametrize(
    ("answer", "state", "others"),
    [
        (REJECTED, State.FAILED, State.SENT),
        (422, State.QUEUED, State.SENT),  # about this mail
        (429, State.QUEUED, State.QUEUED),  # about our account
        (401, State.QUEUED, State.QUEUED),
        (503, State.QUEUED, State.QUEUED),
    ],
)
def test_what_it_answers_decides(provider, answer, state, others):
    first, second = rows(2)
    provider.answers[first.address] = answer
    sending.send([first.pk, second.pk])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (state, others)
    assert first.error


def test_a_notice_goes_through_it_too_each_marked_and_one_refused_holds_up_no_other(provider):
    update = message(*[PersonFactory(name=f"Zoë {n}") for n in range(4)])
    fanout.fan_out(update.pk, now=timezone.now())
    lost, *taken = Delivery.objects.order_by("pk")
    provider.answers[lost.address] = REJECTED
    assert lines.work(update.pk) is False
    lost.refresh_from_db()
    assert lost.state == State.FAILED
    assert [head(sent)["Message-ID"] for sent in provider.took] == [row.message_id for row in taken]
    assert [row.provider_id for row in Delivery.objects.filter(state=State.SENT).order_by("pk")] == [
        f"id-of-{row.address}" for row in taken
    ]
    assert Addressee.objects.exclude(delivered_at=None).count() == 3


def test_a_backend_of_any_other_kind_takes_a_notice_too(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    update = message(PersonFactory(name="Zoë"))
    fanout.fan_out(update.pk, now=timezone.now())
    assert lines.work(update.pk) is False
    row = Delivery.objects.get()
    assert (row.state, row.provider_id, mail.outbox[0].to) == (State.SENT, "", [row.address])
