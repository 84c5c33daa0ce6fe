"""Each kind of record goes when its days are over: what is old goes, what is young or in hand stays, and no figure changes."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comms.models import ChatPost, Delivery, Incoming, NoticeDraft, Notification, Room
from incidents.models import AlertDelivery, AlertSource
from itsm.frame.models import Answer, RetentionRule, RetentionRun
from itsm.frame.retention import keeping, kinds
from itsm.frame.tasks import keep_retention
from itsm.knowledge.models import Asked, Talk, Turn
from itsm.people.models import Person, Token
from itsm.tickets.models import Attachment, Draft, Read, Ticket
from tests.factories import incident
from tests.incidents.alerts_kit import source

NOW = timezone.now().replace(microsecond=0)
pytestmark = pytest.mark.django_db


WORDS = {"incident-words", "request-words"}  # in a file of their own


def ago(days):
    return NOW - timedelta(days=days)


def sessions(people, ticket, at, n):
    Session.objects.create(session_key=f"ended{n}", session_data="", expire_date=at)


def answers(people, ticket, at, n):
    Answer.objects.create(person=people["agent"], key=str(n), digest="d", at=at)


def tokens(people, ticket, at, n):
    Token.objects.create(
        person=people["agent"],
        name=str(n),
        scopes=["read"],
        digest=str(n),
        prefix="p",
        created_at=at,
        revoked_at=at,
    )


def drafts(people, ticket, at, n):
    Draft.keep(ticket_id=ticket.pk, person=list(people.values())[n], mode="public", words="not yet")
    Draft.objects.filter(person=list(people.values())[n]).update(saved_at=at)


def unsent_files(people, ticket, at, n):
    row = Attachment.take_in(
        SimpleUploadedFile("log.txt", b"one line"), ticket_id=ticket.pk, by=people["agent"]
    )
    Attachment.objects.filter(pk=row.pk).update(at=at)


def files(people, ticket, at, n):
    closed = incident(by=people["colleague"], service=ticket.service)
    Ticket.objects.filter(pk=closed.pk).update(open=False, closed_at=at)
    row = Attachment.take_in(SimpleUploadedFile("log.txt", b"x"), ticket_id=closed.pk, by=people["agent"])
    row.settle(closed.opening)


def notice_drafts(people, ticket, at, n):
    NoticeDraft.keep(person=people["agent"], about=f"new:{n}", fields={}, now=at)


def reads(people, ticket, at, n):
    Read.note(ticket.pk, by=people["agent"], way="page", now=at)


def searches(people, ticket, at, n):
    Asked.objects.create(words="printer", place="portal", by=people["colleague"], at=at, hits=0)


def talks(people, ticket, at, n):
    talk = Talk.objects.create(
        person=people["colleague"], began_at=at, last_at=at, outcome="solved", decided_at=at
    )
    Turn.objects.create(talk=talk, side="colleague", at=at, words="My printer is on fire")


def alert_deliveries(people, ticket, at, n):
    to = AlertSource.objects.first() or source(people["agent"], team=ticket.team)
    AlertDelivery.objects.create(source=to, body=b"{}", received_at=at, state="done")


def mail(at, n, state):
    return Incoming.objects.create(
        digest=f"{state}{n}", raw=b"Subject: x", text="whole", entrance="smtp", received_at=at, state=state
    )


def raw_mails(people, ticket, at, n):
    mail(at, n, "done")


def mails_aside(people, ticket, at, n):
    mail(at, n, "dropped")


def letters(people, ticket, at, n):
    Delivery.objects.create(
        cause=f"event:{n}",
        person=people["colleague"],
        address="a@halden.example",
        message_id=f"<{n}@x>",
        thread_id="t",
        text="Dear Ana",
        html="<p>Dear Ana",
        state="sent",
        created_at=at,
        reason="requester",
    )


def inbox(people, ticket, at, n):
    event = ticket.events.order_by("pk")[n]
    Notification.objects.create(
        event=event,
        person=people["outsider"],
        ticket=ticket,
        title="x",
        at=at,
        read_at=at,
        reason="requester",
    )


def chat_posts(people, ticket, at, n):
    room = Room.objects.get_or_create(name="Desk", defaults={"server": "zulip"})[0]
    ChatPost.objects.create(
        room=room, cause=f"event:{n}", text="x", state="sent", created_at=at, next_try_at=at
    )


MAKERS = {
    maker.__name__.replace("_", "-"): maker
    for maker in (
        sessions, answers, tokens, drafts, unsent_files, files, notice_drafts, reads, searches, talks, alert_deliveries,
        raw_mails, mails_aside, letters, inbox, chat_posts,
    )
}  # fmt: skip


@pytest.fixture
def ticket(colleague, agent, service, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = incident(by=colleague, service=service)
    made.reply("We look into it.", by=agent)
    return made


@pytest.fixture
def people(colleague, agent, outsider):
    return {"colleague": colleague, "agent": agent, "outsider": outsider}


def test_every_kind_is_tried_here():
    assert {kind.key for kind in kinds.all_kinds()} - WORDS == set(MAKERS)


@pytest.mark.parametrize("key", sorted(MAKERS))
def test_what_is_too_old_goes_and_what_is_younger_stays(key, people, ticket):
    kind = kinds.named(key)
    RetentionRule.objects.create(kind=key, days=100, at=NOW)
    before = kind.old(NOW).count()
    MAKERS[key](people, ticket, ago(101), 0)
    MAKERS[key](people, ticket, ago(99), 1)
    assert keeping.preview(kind, 100, now=NOW).count == 1
    assert keeping.forget_old(kind, now=NOW) == (1, True)
    assert keeping.forget_old(kind, now=NOW) == (0, True)
    assert kind.old(NOW).count() == before + 1
    assert RetentionRun.objects.get().gone == 1


@pytest.mark.parametrize("key", ["talks", "files"])
def test_what_people_said_stays_for_ever_until_somebody_decides(key):
    kind = kinds.named(key)
    assert keeping.days_of(kind) is None
    assert keeping.forget_old(kind, now=NOW) == (0, True)


def test_leftovers_go_without_anybody_deciding():
    assert {kind.key for kind in kinds.all_kinds() if kind.days is None} == {"talks", "files"} | WORDS


def test_what_is_in_hand_stays_however_old(people, ticket):
    mail(ago(900), 1, "quarantined")
    mail(ago(900), 2, "stored")
    letters(people, ticket, ago(900), 3)
    Delivery.objects.update(state="queued")
    for key in ("raw-mails", "mails-aside", "letters"):
        assert keeping.forget_old(kinds.named(key), now=NOW) == (0, True)


def test_the_bytes_of_a_file_go_with_its_row(people, ticket, django_capture_on_commit_callbacks):
    unsent_files(people, ticket, ago(50), 0)
    name = Attachment.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        keeping.forget_old(kinds.named("unsent-files"), now=NOW)
    assert not default_storage.exists(name)


def test_more_than_one_round_goes_in_one_run(people, ticket, monkeypatch):
    monkeypatch.setattr(keeping, "SOME", 2)
    for n in range(5):
        searches(people, ticket, ago(400), n)
    assert keeping.forget_old(kinds.named("searches"), now=NOW) == (5, True)
    assert RetentionRun.objects.get().gone == 5


def test_what_there_was_no_time_for_is_said_to_be_left(people, ticket):
    searches(people, ticket, ago(400), 0)
    assert keeping.forget_old(kinds.named("searches"), now=NOW, seconds=0) == (0, False)


def test_the_night_takes_every_kind(people, ticket, monkeypatch):
    woken = []
    monkeypatch.setattr("itsm.frame.tasks.forget_old.delay", woken.append)
    keep_retention()
    assert set(woken) == {kind.key for kind in kinds.all_kinds()}


def test_too_few_days_are_refused(administrator):
    with pytest.raises(ValidationError, match="From 30"):
        keeping.change(kinds.named("reads"), 29, by=administrator, now=NOW)


def test_an_administrator_counts_decides_and_lets_go(people, ticket, administrator, signed_in):
    client, page = signed_in(administrator), "/setup/retention/searches/"
    searches(people, ticket, ago(200), 0)
    assert "none would go now" in client.get(page).text
    assert "1 record would go now" in client.get(page, {"days": 100}).text
    assert not RetentionRule.objects.exists()
    assert client.post(page, {"days": 5}).status_code == 422
    assert client.post(page, {"days": 100}).status_code == 302
    assert "Decided by" in client.get(page).text
    assert Asked.objects.get().words == "printer"
    client.post(f"{page}run/")
    assert Asked.objects.get().words != "printer"
    run = RetentionRun.objects.get()
    assert (run.gone, run.by) == (1, administrator)
    client.post(page, {"days": ""})
    assert keeping.days_of(kinds.named("searches")) is None


def test_the_list_costs_the_same_counted_or_not(people, ticket, administrator, signed_in):
    client = signed_in(administrator)
    client.get("/setup/retention/")
    reads(people, ticket, ago(400), 0)
    with CaptureQueriesContext(connection) as plain:
        client.get("/setup/retention/")
    with CaptureQueriesContext(connection) as counted:
        assert "Would go now" in client.get("/setup/retention/", {"count": ""}).text
    assert len(counted) == len(plain) + 1 <= 10


def test_the_api_says_the_same_and_does_the_same(people, ticket, administrator, signed_in):
    client, at = signed_in(administrator), "/api/v1/retention/reads/"
    reads(people, ticket, ago(200), 0)
    assert client.get(f"{at}preview/").json()["count"] == 0
    assert client.get(f"{at}preview/", {"days": 100}).json()["count"] == 1
    assert client.get(f"{at}preview/", {"days": 3}).status_code == 422
    assert client.patch(at, {"days": 100}, "application/json").json()["days"] == 100
    assert client.post(f"{at}run/").json() == {"gone": 1, "done": True}
    assert client.get(f"{at}runs/").json()[0]["gone"] == 1
    assert client.get(at).json()["changed_by"] == administrator.pk
    assert {row["kind"] for row in client.get("/api/v1/retention/").json()} >= set(MAKERS)


def test_an_agent_decides_nothing(as_agent):
    assert as_agent.get("/setup/retention/").status_code == 403
    assert as_agent.patch("/api/v1/retention/reads/", {"days": 100}, "application/json").status_code == 403


def test_no_rule_touches_figures_or_what_they_are_counted_from():
    counted_from = {"insights", "services"}
    for kind in kinds.all_kinds():
        assert kind.old(NOW).model._meta.app_label not in counted_from
    assert not [
        kind
        for kind in kinds.all_kinds()
        if kind.forget is kinds.delete and kind.old(NOW).model in (Person, Delivery, Asked, Talk)
    ]
