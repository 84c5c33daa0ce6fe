"""What mail providers send us, in the shapes they document: proven, fresh, once, and not too large, or it is refused."""

import hmac
import json
import time
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from comms.mail_in.providers import PROVIDERS
from comms.mail_in.understanding import understand
from comms.models import Addressee, Delivery, Incoming
from itsm.tickets.models import Event
from tests.comms.notices_by_mail import message
from tests.factories import PersonFactory, TeamFactory, incident

pytestmark = pytest.mark.django_db
State = Delivery.State
PASSWORD, KEY = "hook:known to two", "key-of-mailgun"
# Bytes of another charset, a head longer than a line should be: what a careless reader would change.
RAW = (
    b"From: Zo\xeb <zoe@halden.example>\r\nTo: desk@halden.example\r\nMessage-ID: <one@halden.example>\r\n"
    b"Subject: " + b"The printer on the third floor is out of toner " * 3 + b"\r\n"
    b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Gr\xfc\xdfe\r\n"
)
PLAIN = RAW.decode("latin-1").encode("ascii", "ignore").decode()
CREDENTIALS = {"Authorization": f"Basic {b64encode(PASSWORD.encode()).decode()}"}
BOUNDARY = "xYzZY"


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": PASSWORD, "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    cache.clear()


def post(place: str, body: bytes, kind: str, **headers: str):
    client = Client(enforce_csrf_checks=True)
    address = f"/comms/hook/{place}" if place.endswith("mime") else f"/comms/hook/{place}/"
    return client.post(address, body, content_type=kind, headers=headers)


def form(fields: dict[str, str | bytes]) -> tuple[bytes, str]:
    """As a provider makes it: a mail is bytes like any other, and no file."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + (value if isinstance(value, bytes) else value.encode())
        for name, value in fields.items()
    ]
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    return b"\r\n".join(parts) + end, f"multipart/form-data; boundary={BOUNDARY}"


def mailgun_signature(*, at: float | None = None, token: str = "once", key: str = KEY) -> dict[str, str]:
    moment = str(int(at or time.time()))
    signed = hmac.new(key.encode(), f"{moment}{token}".encode(), sha256).hexdigest()
    return {"timestamp": moment, "token": token, "signature": signed}


def mailgun(raw: bytes = RAW, **about):
    """A route that forwards to an address ending in “mime”."""
    fields = {
        "recipient": "desk+t1@halden.example",
        "sender": "zoe@halden.example",
        "subject": "The printer",
        "from": "Zoe <zoe@halden.example>",
        "body-mime": raw,
        **mailgun_signature(**about),
    }
    return post("mailgun/inbound/mime", *form(fields), **CREDENTIALS)


def postmark(*, raw: bool = True, headers: dict[str, str] = CREDENTIALS, **changed: object):
    """With “Include raw email content in JSON payload”, and without."""
    sender, ours = {"Email": "zoe@halden.example", "Name": "Zoë", "MailboxHash": ""}, "desk@halden.example"
    payload = {
        "FromName": "Zoë",
        "MessageStream": "inbound",
        "From": "zoe@halden.example",
        "FromFull": sender,
        "To": ours,
        "ToFull": [{"Email": ours, "Name": "", "MailboxHash": ""}],
        "Cc": "",
        "CcFull": [],
        "Bcc": "",
        "BccFull": [],
        "OriginalRecipient": ours,
        "Subject": "The printer",
        "ReplyTo": "",
        "MessageID": "22c74902-a0c1-4511-804f2-341342852c90",
        "Date": "Sun, 22 Nov 2026 06:00:00 +0100",
        "TextBody": "It is out of toner.\n",
        "HtmlBody": "",
        "StrippedTextReply": "",
        "Tag": "",
        "Headers": [
            {"Name": "Return-Path", "Value": "<zoe@halden.example>"},
            {"Name": "Message-ID", "Value": "<two@halden.example>"},
        ],
        "Attachments": [
            {"Name": "page.txt", "Content": b64encode(b"faint").decode(), "ContentType": "text/plain"}
        ],
        **({"RawEmail": PLAIN} if raw else {}),
        **changed,
    }
    return post("postmark/inbound", json.dumps(payload).encode(), "application/json", **headers)


def sendgrid(raw: bytes = RAW, headers: dict[str, str] = CREDENTIALS):
    """Inbound Parse with “POST the raw, full MIME message”."""
    fields = {
        "dkim": "{@halden.example : pass}",
        "SPF": "pass",
        "email": raw,
        "sender_ip": "192.0.2.7",
        "to": "desk@halden.example",
        "from": "Zoe <zoe@halden.example>",
        "subject": "The printer",
        "envelope": json.dumps({"to": ["desk@halden.example"], "from": "zoe@halden.example"}),
        "charsets": json.dumps({"to": "UTF-8", "subject": "UTF-8", "from": "UTF-8"}),
    }
    return post("sendgrid/inbound", *form(fields), **headers)


class TestMail:
    @pytest.mark.parametrize(
        ("way", "raw", "recipient"),
        [
            (mailgun, RAW, "desk+t1@halden.example"),
            (sendgrid, RAW, "desk@halden.example"),
            (postmark, PLAIN.replace("\r\n", "\n").encode(), "desk@halden.example"),
        ],
    )
    def test_is_kept_as_the_very_bytes_that_were_sent(self, way, raw, recipient):
        answer = way()
        row = Incoming.objects.get()
        assert (answer.status_code, answer.json()) == (200, {"kept": [row.pk]})
        assert bytes(row.raw) == raw
        assert (row.entrance, row.envelope_from, row.envelope_to) == (
            "hook",
            "zoe@halden.example",
            [recipient],
        )

    def test_of_which_only_the_parts_are_given_is_put_together_and_read(self, team):
        zoe = PersonFactory(email="zoe@halden.example")
        assert postmark(raw=False).status_code == 200
        row = Incoming.objects.get()
        understand(row, now=timezone.now())
        row.refresh_from_db()
        assert (row.state, row.person, row.message_id) == (Incoming.State.DONE, zoe, "two@halden.example")
        assert "It is out of toner." in row.ticket.description
        assert [each.name for each in row.ticket.attachments.all()] == ["page.txt"]

    def test_larger_than_a_form_of_people_may_be_is_kept(self, settings):
        long = RAW + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        assert mailgun(long).status_code == 200
        assert bytes(Incoming.objects.get().raw) == long

    def test_too_large_is_refused(self, settings):
        settings.MAIL_MAX_MB = 1
        assert mailgun(RAW + b"x" * 1024 * 1024).status_code == 413
        assert mailgun(RAW + b"x" * 4 * 1024 * 1024).status_code == 413
        assert not Incoming.objects.exists()

    def test_too_large_holds_up_no_other_that_comes_with_it(self, settings):
        settings.MAIL_MAX_MB = 1
        mails = [PLAIN + "x" * 1024 * 1024, PLAIN]
        about = {"protocol": "smtp", "msg_from": "zoe@halden.example", "rcpt_to": "desk@halden.example"}
        contents = [{"email_rfc822": mail, "email_rfc822_is_base64": False} for mail in mails]
        batch = [{"msys": {"relay_message": {**about, "content": content}}} for content in contents]
        answer = post("sparkpost/inbound", json.dumps(batch).encode(), "application/json", **CREDENTIALS)
        assert answer.status_code == 413
        assert len(Incoming.objects.get().raw) < 1000

    def test_that_cannot_be_read_is_not_acknowledged(self):
        assert post("sendgrid/inbound", *form({"to": "nobody"}), **CREDENTIALS).status_code == 503

    def test_given_to_the_address_for_news_says_so(self):
        wrong = post("postmark/tracking", b'{"FromFull": {}}', "application/json", **CREDENTIALS)
        assert (wrong.status_code, "inbound" in wrong.json()["error"]) == (400, True)


class TestProof:
    @pytest.mark.parametrize(
        ("why", "given"),
        [
            ("another key", mailgun_signature(key="guessed")),
            ("another token than was signed", mailgun_signature() | {"token": "twice"}),
            ("not signed", {}),
        ],
    )
    def test_what_mailgun_did_not_sign_is_refused(self, why, given):
        answer = post("mailgun/inbound", *form({"body-mime": RAW, **given}), **CREDENTIALS)
        assert answer.status_code == 403, why
        assert not Incoming.objects.exists()

    @pytest.mark.parametrize("way", [postmark, sendgrid])
    @pytest.mark.parametrize("password", ["", "hook:guessed"])
    def test_without_the_password_nothing_is_taken(self, way, password):
        said = {"Authorization": f"Basic {b64encode(password.encode()).decode()}"} if password else {}
        assert way(headers=said).status_code == 403
        assert not Incoming.objects.exists()

    @pytest.mark.parametrize("hours", [-25, 25])
    def test_what_was_signed_too_long_ago_or_in_the_future_is_refused(self, hours):
        assert mailgun(at=time.time() + hours * 3600).status_code == 403
        assert not Incoming.objects.exists()

    def test_a_provider_that_could_not_reach_us_for_hours_is_heard(self):
        assert mailgun(at=time.time() - 8 * 3600).status_code == 200

    def test_the_same_request_twice_is_refused_and_so_is_another_mail_under_its_signature(self):
        at = time.time()
        assert mailgun(at=at).status_code == 200
        assert mailgun(at=at).status_code == 409
        assert mailgun(RAW + b"and more", at=at).status_code == 409
        assert Incoming.objects.count() == 1

    def test_to_move_digits_between_what_mailgun_signed_makes_no_second_request(self):
        """It signs time and token without anything between them."""
        given = mailgun_signature()
        assert post("mailgun/inbound", *form({"body-mime": RAW, **given}), **CREDENTIALS).status_code == 200
        for cut in (0, 9):
            time_, rest = given["timestamp"][:cut], given["timestamp"][cut:]
            moved = given | {"timestamp": time_, "token": rest + given["token"]}
            again = post("mailgun/inbound", *form({"body-mime": b"x", **moved}), **CREDENTIALS)
            assert again.status_code == 403

    def test_the_same_body_twice_is_refused_where_nothing_is_signed(self):
        assert [postmark().status_code for _time in range(2)] == [200, 409]
        assert Incoming.objects.count() == 1

    def test_the_same_mail_signed_anew_is_the_same_mail(self):
        assert mailgun(token="one").json() == mailgun(token="two").json()
        assert Incoming.objects.count() == 1

    @pytest.mark.parametrize(
        "body",
        [b"", b"--xYzZY--", b"\xff\x00", b"--xYzZY\r\n\r\n\r\n--xYzZY--", b"--xYzZY\r\nx\r\n--xYzZY--\r\n"],
    )
    def test_a_form_that_is_none_is_refused(self, body):
        assert post("mailgun/inbound", body, f"multipart/form-data; boundary={BOUNDARY}").status_code == 403

    @pytest.mark.parametrize(
        ("place", "known"),
        [
            ("postmark/inbound", {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}),
            ("sendgrid/tracking", {}),
            ("mailgun/inbound", {"WEBHOOK_SECRET": PASSWORD}),
            ("mailgun/inbound", {}),
            ("amazon_ses/inbound", {"WEBHOOK_SECRET": PASSWORD}),
            ("mailgun/elsewhere", {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}),
            ("base/inbound", {"WEBHOOK_SECRET": PASSWORD}),
        ],
    )
    def test_without_something_to_check_by_there_is_no_such_address(self, settings, place, known):
        settings.ANYMAIL = known
        assert post(place, b"{}", "application/json", **CREDENTIALS).status_code == 404
        assert Client().head(f"/comms/hook/{place}/").status_code == 404

    @pytest.mark.parametrize("kind", ["inbound", "tracking"])
    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_every_provider_has_its_addresses_once_it_has_its_secrets(self, settings, provider, kind):
        place = f"/comms/hook/{provider}/{kind}/"
        settings.ANYMAIL = {}
        assert [Client().head(place).status_code, Client().post(place).status_code] == [404, 404]
        needs = ("API_KEY", "WEBHOOK_KEY", "SIGNING_SECRET", "INBOUND_SECRET", "API_TOKEN")
        settings.ANYMAIL = {f"{provider.upper()}_{name}": "known to two" for name in needs}
        settings.ANYMAIL["WEBHOOK_SECRET"] = PASSWORD
        takes_no_mail = (provider, kind) == ("unisender_go", "inbound")
        assert Client().head(place).status_code == (404 if takes_no_mail else 200)
        assert Client().post(place).status_code == (404 if takes_no_mail else 403)

    def test_mailguns_own_key_is_enough(self, settings):
        settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
        body = urlencode({"body-mime": RAW, "recipient": "desk@halden.example", **mailgun_signature()})
        answer = post("mailgun/inbound", body.encode(), "application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert bytes(Incoming.objects.get().raw) == RAW
        assert Client().head("/comms/hook/mailgun/inbound/").status_code == 200


class TestNews:
    @pytest.fixture
    def row(self, team) -> Delivery:
        event = Event.objects.get(pk=incident(by=PersonFactory(), team=TeamFactory()).last_event)
        return Delivery.objects.create(
            cause=f"event:{event.pk}", event=event, person=PersonFactory(name="Mia Holt"),
            address="mia@halden.example", message_id="<event.7.8@halden.example>", provider_id="their-number",
            thread_id="<t>", subject="s", text="t", state=State.SENT, created_at=timezone.now(),
        )  # fmt: skip

    def mailgun(self, event: str, message_id: str, token: str = "once", **about: object):
        data = {
            "event": event,
            "id": "CPgfbmQMTCKtHW6uIWtuVe",
            "timestamp": 1521472262.908181,
            "recipient": "mia@halden.example",
            "message": {"headers": {"message-id": message_id}},
            **about,
        }
        body = {"signature": mailgun_signature(token=token), "event-data": data}
        return post("mailgun/tracking", json.dumps(body).encode(), "application/json", **CREDENTIALS)

    def lost(self, message_id: str, token: str = "once", severity: str = "permanent"):
        status = {"code": 550, "message": "5.1.1 No such\r\nmailbox", "description": "", "attempt-no": 1}
        return self.mailgun(
            "failed", message_id, token, severity=severity, reason="bounce", **{"delivery-status": status}
        )

    def test_that_a_mail_came_back_marks_it_and_stands_on_the_ticket_once(self, row):
        assert self.lost("event.7.8@halden.example").status_code == 200
        assert self.lost("event.7.8@halden.example", token="again").status_code == 200
        row.refresh_from_db()
        assert (row.state, row.error) == (State.BOUNCED, "bounced 5.1.1 No such mailbox")
        assert Event.objects.filter(verb="ticket.bounce", ticket=row.event.ticket).count() == 1

    def test_that_a_mail_is_late_or_of_somebody_else_changes_nothing(self, row):
        self.lost("event.7.8@halden.example", severity="temporary")
        self.lost("another@halden.example", token="second")
        row.refresh_from_db()
        assert row.state == State.SENT

    def test_is_found_by_the_providers_own_number(self, row):
        bounce = {
            "RecordType": "Bounce",
            "MessageStream": "outbound",
            "ID": 4323372036854775807,
            "Type": "HardBounce",
            "TypeCode": 1,
            "Name": "Hard bounce",
            "MessageID": "their-number",
            "Description": "The server was unable to deliver your message",
            "Details": "550 unknown",
            "Email": "mia@halden.example",
            "BouncedAt": "2026-11-22T06:00:00Z",
            "Inactive": True,
        }
        post("postmark/tracking", json.dumps(bounce).encode(), "application/json", **CREDENTIALS)
        row.refresh_from_db()
        assert (row.state, row.error) == (State.BOUNCED, "bounced 550 unknown")

    def test_that_a_reader_called_it_unwanted_is_on_the_ticket_and_says_so(self, row):
        self.mailgun("complained", "event.7.8@halden.example")
        row.refresh_from_db()
        assert (row.state, row.error) == (State.BOUNCED, "reported as unwanted")

    def test_that_it_arrived_ends_the_doubt_about_a_mail_whose_worker_died(self, row):
        Delivery.objects.update(state=State.SENDING, claimed_at=timezone.now() - timedelta(minutes=9))
        Delivery.objects.free_stuck(now=timezone.now())
        self.mailgun("delivered", "event.7.8@halden.example")
        row.refresh_from_db()
        assert (row.state, row.sent_at.year) == (State.SENT, 2018)  # when Mailgun says

    def test_of_a_notice_moves_its_funnel(self, team):
        reader = PersonFactory(email="mia@halden.example")
        update = message(reader)
        row = Delivery.objects.create(
            cause=f"update:{update.pk}", update=update, person=reader, address=reader.email, state=State.SENT,
            message_id=f"<update.{update.pk}.{reader.pk}@halden.example>", thread_id="<n>", created_at=timezone.now(),
        )  # fmt: skip
        self.mailgun("delivered", f"update.{update.pk}.{reader.pk}@halden.example")
        assert Addressee.objects.get().delivered_at.year == 2018
        self.lost(f"update.{update.pk}.{reader.pk}@halden.example", token="later")
        row.refresh_from_db()
        assert row.state == State.BOUNCED
        assert Addressee.objects.get().bounced_at

    def test_many_in_one_request_signed_by_sendgrid(self, settings, row):
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        settings.ANYMAIL["SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY"] = b64encode(public).decode()
        common = {"email": "mia@halden.example", "timestamp": 1513299569, "anymail_id": "their-number"}
        body = json.dumps(
            [
                {**common, "event": "processed", "smtp-id": "<a@ismtpd0026p1las1.sendgrid.net>"},
                {**common, "event": "bounce", "reason": "550 5.1.1 unknown", "status": "5.1.1"},
            ]
        ).encode()

        def send(moment: str, signed: bytes = body):
            signature = key.sign(moment.encode() + signed, ec.ECDSA(hashes.SHA256()))
            given = {"Signature": b64encode(signature).decode(), "Timestamp": moment}
            named = {f"X-Twilio-Email-Event-Webhook-{name}": value for name, value in given.items()}
            return post("sendgrid/tracking", body, "application/json", **CREDENTIALS, **named).status_code

        now = int(time.time())
        assert send(str(now), b"[]") == 403
        assert send(str(now - 25 * 3600)) == 403
        assert send(str(now)) == 200
        assert send(str(now + 1)) == 409  # the same news
        row.refresh_from_db()
        assert (row.state, row.error) == (State.BOUNCED, "bounced 550 5.1.1 unknown")
