"""Four ways in, one door: by SMTP and LMTP, from an IMAP folder, through a pipe. (The hook has tests of its own.)"""

import base64
import http.server
import io
import smtplib
import socket
import ssl
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from comms.mail_in import imap as reader
from comms.mail_in import oauth, understanding
from comms.mail_in.listening import Place
from comms.models import Incoming, Mailbox
from tests.comms.mail_in.post import mail
from tests.comms.mail_in.servers import entrance, imap

ANA = "Ana <ana.reis@halden.example>"
RAW = mail(ANA).as_bytes().replace(b"\n", b"\r\n")


@contextmanager
def no_table():
    """The database is there and refuses: as when a disk is full."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comms_incoming RENAME TO comms_incoming_away")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE comms_incoming_away RENAME TO comms_incoming")


# SMTP and LMTP --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_mail_by_smtp_is_committed_when_the_server_says_ok():
    with entrance() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("ana.reis@halden.example", ["desk@localhost"], RAW)
        row = Incoming.objects.get()  # another connection than the server's: it sees only what is committed
    assert (row.entrance, row.envelope_from) == ("smtp", "ana.reis@halden.example")
    assert row.envelope_to == ["desk@localhost"]
    assert bytes(row.raw).strip() == RAW.strip()


@pytest.mark.django_db(transaction=True)
def test_delivery_reports_come_from_nobody_and_are_taken():
    with entrance() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("", ["desk+t1.p1.x@localhost"], RAW)
    assert Incoming.objects.get().envelope_from == ""


@pytest.mark.django_db(transaction=True)
def test_mail_for_others_is_not_relayed():
    with entrance() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        server.mail("a@b.example")
        assert server.rcpt("somebody@elsewhere.example")[0] == 550
    assert not Incoming.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_too_large_is_refused_for_good(settings):
    settings.MAIL_MAX_MB = 1
    with entrance() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        server.mail("a@b.example")
        server.rcpt("desk@localhost")
        assert server.data(RAW + b"\r\n" * 600_000)[0] == 552
    assert not Incoming.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_kept_stays_with_the_sender():
    with entrance() as port, smtplib.SMTP("127.0.0.1", port) as server, no_table():
        with pytest.raises(smtplib.SMTPDataError) as refused:
            server.sendmail("a@b.example", ["desk@localhost"], RAW)
        assert refused.value.smtp_code == 451
    assert not Incoming.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_lmtp_answers_for_each_recipient_and_keeps_one_mail():
    """By hand: Python's own LMTP client reads one answer only."""
    with entrance(lmtp=True) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        talk = line.makefile("rwb")
        for words in (
            "LHLO x",
            "MAIL FROM:<a@b.example>",
            "RCPT TO:<desk@localhost>",
            "RCPT TO:<it@localhost>",
            "DATA",
        ):
            talk.write(f"{words}\r\n".encode())
        talk.write(RAW + b"\r\n.\r\nQUIT\r\n")
        talk.flush()
        codes = [answer[:4] for answer in talk.read().decode().splitlines()]
        talk.close()
    assert codes[-7:] == ["250 ", "250 ", "250 ", "354 ", "250 ", "250 ", "221 "]
    assert Incoming.objects.get().envelope_to == ["desk@localhost", "it@localhost"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[str, str]:
    """Files of a certificate that signed itself, and of its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=9000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    files = {"cert.pem": made.public_bytes(pem), "key.pem": key.private_bytes(pem, *plain)}
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return str(folder / "cert.pem"), str(folder / "key.pem")


@pytest.mark.parametrize("lmtp", [False, True])
@pytest.mark.django_db(transaction=True)
def test_with_a_certificate_mail_comes_encrypted(settings, certificate, lmtp):
    settings.MAIL_LISTEN_CERT, settings.MAIL_LISTEN_KEY = certificate
    trusted = ssl.create_default_context(cafile=certificate[0])
    client = smtplib.LMTP if lmtp else smtplib.SMTP
    with entrance(lmtp=lmtp) as port, client("localhost", port) as server:
        server.starttls(context=trusted)
        assert server.sock.version() in {"TLSv1.2", "TLSv1.3"}
        server.sendmail("ana.reis@halden.example", ["desk@localhost"], RAW)
    assert bytes(Incoming.objects.get().raw).strip() == RAW.strip()


@pytest.mark.django_db(transaction=True)
def test_what_was_said_before_the_encryption_began_is_forgotten(settings, certificate):
    """Or somebody in between could put their own words before those of the sender."""
    settings.MAIL_LISTEN_CERT, settings.MAIL_LISTEN_KEY = certificate
    trusted = ssl.create_default_context(cafile=certificate[0])
    with entrance() as port, smtplib.SMTP("localhost", port) as server:
        server.ehlo()
        server.mail("forged@b.example")
        server.starttls(context=trusted)
        server.ehlo()
        assert server.rcpt("desk@localhost")[0] == 503


def test_without_a_certificate_encryption_is_not_offered():
    with entrance() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        assert not server.has_extn("starttls")


def test_a_certificate_that_cannot_be_read_stops_the_start_with_a_sentence(settings):
    settings.MAIL_LISTEN, settings.MAIL_LISTEN_CERT = "127.0.0.1:0", "/nowhere/cert.pem"
    with pytest.raises(CommandError, match="MAIL_LISTEN_CERT and MAIL_LISTEN_KEY cannot be used"):
        call_command("mail_listen")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("127.0.0.1:2525", Place("127.0.0.1", 2525, lmtp=False)),
        ("lmtp:localhost:24", Place("localhost", 24, lmtp=True)),
        ("[::1]:25", Place("::1", 25, lmtp=False)),
    ],
)
def test_where_to_listen(words, place):
    assert Place.read(words) == place


@pytest.mark.parametrize("words", ["", "2525", "host:", "host:mail", "host:99999"])
def test_a_wrong_place_says_what_to_set(words):
    with pytest.raises(ValueError, match="Set it to host:port"):
        Place.read(words)


# IMAP -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def box(db):
    with imap() as (folder, port):
        made = Mailbox(
            address="desk@halden.example", host="127.0.0.1", port=port, security="none", user="desk"
        )
        made.keep_keys({"password": folder.password})
        made.save()
        yield SimpleNamespace(folder=folder, row=made)


def look(box) -> int:
    found = reader.look(Mailbox.objects.get(pk=box.row.pk), now=timezone.now())
    box.row.refresh_from_db()
    return found


def test_new_mail_is_taken_once_and_its_read_mark_left_alone(box):
    box.folder.put(RAW)
    box.folder.put(RAW.replace(b"Printer", b"Scanner"))
    assert look(box) == 2
    assert look(box) == 0
    assert [row.entrance for row in Incoming.objects.all()] == ["imap", "imap"]
    assert (box.row.last_uid, box.row.uid_validity, box.row.error) == (102, 7, "")
    said = " ".join(box.folder.said)
    assert "EXAMINE" in said  # opened for reading only
    assert "STORE" not in said
    assert "BODY[]" not in said  # without PEEK it would mark the mail as read


def test_a_look_that_died_before_its_cursor_moved_repeats_and_doubles_nothing(box):
    box.folder.put(RAW)
    look(box)
    Mailbox.objects.update(last_uid=0)
    assert look(box) == 1
    assert Incoming.objects.count() == 1


def test_a_folder_numbered_anew_is_read_anew(box):
    box.folder.put(RAW)
    look(box)
    box.folder.mails, box.folder.validity = {1: RAW, 2: RAW.replace(b"Printer", b"Scanner")}, 8
    assert look(box) == 2
    assert Incoming.objects.count() == 2
    assert (box.row.uid_validity, box.row.last_uid) == (8, 2)


def test_mail_that_went_away_meanwhile_holds_nothing_up(box):
    uid = box.folder.put(RAW)
    box.folder.put(RAW)
    box.folder.about_mails = gone(box.folder, uid)
    assert look(box) == 2
    assert Incoming.objects.count() == 1


def gone(folder, uid: int):
    answer = folder.about_mails
    return lambda command: (b"", "OK done") if f"FETCH {uid} (BODY" in command else answer(command)


def test_of_what_is_too_large_the_head_is_kept_in_quarantine(box, settings):
    settings.MAIL_MAX_MB = 1
    box.folder.put(RAW + b"x" * 1024 * 1024)
    look(box)
    row = Incoming.objects.get()
    assert len(row.raw) < 2000
    understanding.attempt(row.pk, now=row.received_at)
    row.refresh_from_db()
    assert row.state == "quarantined"
    assert "too large and still in the mailbox" in row.reason


def test_a_wrong_password_stands_on_the_mailbox_with_its_hour(box):
    box.folder.password = "changed"
    assert look(box) == 0
    first = box.row.failing_since
    assert "wrong password" in box.row.error
    look(box)
    assert box.row.failing_since == first
    box.folder.password = "open sesame"
    look(box)
    assert (box.row.error, box.row.failing_since) == ("", None)


def test_a_server_that_is_away_stands_on_the_mailbox(box):
    Mailbox.objects.update(port=1)
    assert look(box) == 0
    assert box.row.error


def test_a_password_that_nobody_can_decrypt_is_an_error_and_no_crash(box, settings):
    settings.SECRET_KEY = "another"
    assert look(box) == 0
    assert box.row.error == "Unreadable"


@contextmanager
def token_server(answer: bytes, status: int = 200):
    asked: list[str] = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/token", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_oauth2_signs_in_with_a_fresh_token(box):
    with token_server(b'{"access_token": "ya29.fresh"}') as (url, asked):
        box.row.oauth_token_url = url
        box.row.keep_keys({"client_id": "baton", "client_secret": "s", "refresh_token": "r"})
        box.row.save()
        box.folder.token = base64.b64encode(b"user=desk\x01auth=Bearer ya29.fresh\x01\x01").decode()
        box.folder.put(RAW)
        assert look(box) == 1
    assert "grant_type=refresh_token" in asked[0]
    assert "refresh_token=r" in asked[0]


@pytest.mark.parametrize(
    ("answer", "status", "why"),
    [
        (b"denied", 400, "400"),
        (b"<html>", 200, "not JSON"),
        (b"{}", 200, "has none"),
        (b"[]", 200, "has none"),
    ],
)
def test_why_there_is_no_token_stands_on_the_mailbox(box, answer, status, why):
    with token_server(answer, status) as (url, _asked):
        Mailbox.objects.update(oauth_token_url=url)
        assert look(box) == 0
    assert why in box.row.error


def test_tokens_are_asked_for_by_http_only():
    with pytest.raises(oauth.Refused):
        oauth.access_token("file:///etc/passwd", {})


def test_an_administrator_adds_a_mailbox_and_tries_it(box, as_administrator):
    box.folder.put(RAW)
    Mailbox.objects.all().delete()
    port = box.row.port
    form = {
        "address": "it@halden.example", "host": "127.0.0.1", "port": port, "security": "none", "folder": "INBOX",
        "user": "it", "password": "open sesame", "reads_from": timezone.localdate() - timedelta(days=1),
        "is_active": "on",
    }  # fmt: skip
    assert as_administrator.post(reverse("comms:mailbox_new"), form).status_code == 302
    made = Mailbox.objects.get()
    assert "sesame" not in made.secret
    page = as_administrator.get(reverse("comms:mailbox_edit", args=[made.pk])).content.decode()
    assert "sesame" not in page
    tried = as_administrator.post(reverse("comms:mailbox_test", args=[made.pk]), follow=True).content.decode()
    assert "1 mail is new" in tried
    assert not Incoming.objects.exists()
    as_administrator.post(
        reverse("comms:mailbox_edit", args=[made.pk]), form | {"password": "", "folder": "Desk"}
    )
    made.refresh_from_db()
    assert (made.folder, made.keys) == ("Desk", {"password": "open sesame"})


def test_a_password_in_the_clear_stays_on_this_machine(as_administrator):
    form = {
        "address": "a@b.example",
        "host": "imap.b.example",
        "port": 143,
        "security": "none",
        "folder": "INBOX",
    }
    answer = as_administrator.post(
        reverse("comms:mailbox_new"), form | {"user": "a", "reads_from": "2026-01-01"}
    )
    assert answer.status_code == 422
    assert "may not leave this machine" in answer.content.decode()


# The pipe -------------------------------------------------------------------------------------------------------


def pipe(monkeypatch, raw: bytes, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    try:
        call_command("receive", *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.mark.django_db
def test_mail_comes_through_a_pipe(monkeypatch):
    assert pipe(monkeypatch, RAW, "--sender", "a@b.example", "desk@localhost") == 0
    row = Incoming.objects.get()
    assert (row.entrance, row.envelope_from, row.envelope_to) == ("pipe", "a@b.example", ["desk@localhost"])


@pytest.mark.django_db(transaction=True)
def test_the_mail_server_is_told_to_come_again(monkeypatch):
    with no_table():
        assert pipe(monkeypatch, RAW) == 75


@pytest.mark.django_db
def test_the_mail_server_is_told_that_it_is_too_large(monkeypatch, settings):
    settings.MAIL_MAX_MB = 1
    assert pipe(monkeypatch, RAW + b"x" * 1024 * 1024) == 65
