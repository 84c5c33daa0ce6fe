"""The training room: everything can be practised in it, and nothing of it is anywhere else."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from incidents.models import Incident
from itsm.knowledge.models import Asked
from itsm.people import roles
from itsm.people.models import Team
from itsm.people.privacy import erasing
from itsm.tickets.errors import Refused
from itsm.tickets.models import Attachment, Event, Holder, Outbox, Read, Ticket
from itsm.tickets.training import examples, room
from itsm.tickets.training import team as training
from itsm.tickets.training.middleware import KEY
from itsm.tickets.training.views import look_in
from tests.factories import PersonFactory, ServiceFactory, TeamFactory, incident
from tests.tickets.practising import example, figures, gone_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    """A desk with a little real work, whose figures were asked before anybody practised."""
    with django_db_blocker.unblock(), transaction.atomic():
        team = TeamFactory(name="Service desk", first_line=True)
        service = ServiceFactory(name="Mail", team=team)
        agent = PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[team])
        real = incident(
            by=PersonFactory(name="Ana Reis"), title="The printer prints stripes", service=service
        )
        real.take(by=agent)
        real.reply("I look at it now and tell you what I find.", by=agent)
        Ticket.objects.filter(
            pk=real.pk
        ).update(  # or the house begins now, and its first second changes figures
            opened_at=timezone.now() - timedelta(days=10)
        )
        desk = SimpleNamespace(
            agent=agent, real=real, team=team, now=timezone.now() + timedelta(hours=1),
            outsider=PersonFactory(roles=[roles.AGENT]), administrator=PersonFactory(roles=[roles.ADMINISTRATOR]),
        )  # fmt: skip
        desk.before = figures(desk)
        training.begin(members=[agent], now=timezone.now())
        yield desk
        transaction.set_rollback(True)


def test_every_state_worth_practising_is_there():
    with room.inside():
        rows = list(Ticket.objects.all())
        assert {row.kind for row in rows} == {"incident", "request", "problem", "change"}
        assert {row.holder for row in rows} >= {Holder.TEAM, Holder.AGENT, Holder.COLLEAGUE}
        assert {row.status for row in rows if row.kind == "incident"} >= {
            "new",
            "in_progress",
            "on_hold",
            "resolved",
        }
        soon = timezone.now() + timedelta(hours=1)
        assert any(row.promised_at and timezone.now() < row.promised_at < soon for row in rows)
        assert Event.objects.filter(verb="ticket.break_promise").count() == 1
        assert sum(row.standing_offer is not None for row in rows) == 1
        assert any(row.waiting_since for row in rows)
        assert all(each.says for each in examples.listed())


def test_no_figure_changes_whatever_is_done_there(desk):
    client = gone_in(desk.agent)
    fresh, asked = example("The printer prints stripes"), example("My second screen stays dark")
    for ticket, verb, words in [
        (fresh, "take", {}),
        (
            fresh,
            "reply",
            {
                "words": "I bring another one in an hour.",
                "until": (timezone.now() + timedelta(hours=2)).isoformat(),
            },
        ),
        (asked, "take", {}),
        (asked, "resolve", {"resolution": "fixed", "words": "The screen has a new cable."}),
    ]:
        page = client.post(f"{ticket.get_absolute_url()}{verb}/", words)
        assert page.status_code in {200, 302}, (verb, page.content[-3000:])
    client.post(
        "/incidents/new/",
        {"title": "Opened in the room", "description": "Only there", "impact": 1, "urgency": 2},
    )
    with room.inside():
        assert Ticket.objects.get(pk=fresh.pk).assignee == desk.agent
        assert Ticket.objects.get(pk=asked.pk).status == "resolved"
        assert Event.objects.filter(actor=desk.agent).count() >= 4
    assert figures(desk) == desk.before


def test_nothing_is_left_to_be_done_after_the_commit(desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting, room.inside():
        Incident.objects.get(title="Mail is slow today").take(by=desk.agent)
        assert Outbox.objects.exists(), "inside it is as everywhere"
    assert waiting == []


def test_no_real_number_is_used_up_and_no_migration_meets_the_room(desk):
    with room.inside():
        inside = incident(by=desk.agent, title="Another one", team=desk.team)
    outside = incident(by=desk.agent, title="A real one", team=desk.team)
    assert inside.number.startswith("INC-9000")
    assert int(outside.number[4:]) == int(desk.real.number[4:]) + 1
    assert outside.pk != inside.pk, "keys are of one sequence: no hint about one is about the other"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attrdef preset JOIN pg_class inside ON inside.oid = adrelid"
            " JOIN pg_depend ON classid = 'pg_attrdef'::regclass AND objid = preset.oid"
            " JOIN pg_class outside ON refclassid = 'pg_class'::regclass AND outside.oid = refobjid"
            " WHERE inside.relnamespace = %s::regnamespace AND outside.relnamespace <> inside.relnamespace",
            [room.SCHEMA],
        )
        assert cursor.fetchone() == (0,)


def test_only_who_practises_sees_it(desk):
    ticket = example("The printer prints stripes")
    for stranger in (desk.outsider, desk.real.requester):
        client = signed_in(stranger)
        assert client.get("/training/").status_code == 404
        assert client.post("/training/enter/").status_code == 404
        assert client.get(ticket.get_absolute_url()).status_code == 404
    assert signed_in(desk.agent).get(ticket.get_absolute_url()).status_code == 404, (
        "members too, until they go in"
    )
    assert gone_in(desk.administrator).get(ticket.get_absolute_url()).status_code == 200


def test_inside_the_queue_and_the_search_hold_the_examples_alone(desk):
    client = gone_in(desk.agent)
    for address in ("/desk/?view=all", "/search/?q=printer", "/incidents/"):
        page = client.get(address).content.decode()
        assert "INC-900001" in page, address
        assert desk.real.number not in page, address
        assert "Nothing here is real" in page, address
    assert client.get(desk.real.get_absolute_url()).status_code == 404
    client.post("/training/leave/")
    page = client.get("/search/?q=printer").content.decode()
    assert desk.real.number in page
    assert "INC-900001" not in page


def test_what_is_real_cannot_be_changed_from_inside(desk):
    client = gone_in(desk.administrator)
    wanted = {"name": "Renamed", "handover_minutes": 30, "is_active": "on"}
    page = client.post(f"/people/teams/{desk.team.pk}/edit/", wanted)
    assert page.status_code == 409
    assert "Leave the room first" in page.content.decode()
    assert Team.objects.get(pk=desk.team.pk).name == "Service desk"
    with room.inside(), pytest.raises(Refused), transaction.atomic():
        PersonFactory()


@pytest.mark.parametrize(
    "statement",
    [
        "WITH one AS (UPDATE people_team SET handover_minutes = 1 RETURNING 1) SELECT * FROM one",
        "SELECT 1; DELETE FROM people_absence",
        "TRUNCATE people_absence",
        b"UPDATE people_team SET handover_minutes = 1",
    ],
)
def test_no_statement_writes_what_is_real_however_it_begins(statement):
    with room.inside(), connection.cursor() as cursor, pytest.raises(room.NotInHere):
        cursor.execute(statement)


def test_what_is_noted_after_the_answer_is_noted_inside(desk):
    client = gone_in(desk.agent)
    ticket = example("The printer prints stripes")
    with room.inside():
        Ticket.objects.filter(pk=ticket.pk).update(restricted=True)
    client.get("/search/?q=stripes")
    client.get(ticket.get_absolute_url())
    assert not Asked.objects.exists()
    assert not Read.objects.exists()
    with room.inside():
        assert (Asked.objects.count(), Read.objects.count()) == (1, 1)


def test_a_form_that_was_opened_outside_is_refused_inside(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.agent)
    client.get("/training/")
    before = client.cookies["csrftoken"].value
    form = {"csrfmiddlewaretoken": before}
    assert client.post("/training/enter/", form).status_code == 302
    assert client.post("/desk/views/", form | {"name": "Mine"}).status_code == 403


def test_when_the_room_is_gone_nothing_meant_for_it_is_done(desk):
    client = gone_in(desk.agent)
    room.pull_down()
    page = client.post("/incidents/new/", {"title": "Meant for the room", "description": "Only there"})
    assert page.status_code == 302
    assert not Ticket.objects.filter(title="Meant for the room").exists()
    assert KEY not in client.session


def test_the_connection_is_outside_again_whatever_happened_inside(desk):
    for _time in range(2):
        with pytest.raises(ZeroDivisionError), room.inside():
            1 / 0  # noqa: B018
        assert not Ticket.objects.filter(number="INC-900001").exists()
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert room.SCHEMA not in cursor.fetchone()[0]


def test_reset_brings_the_examples_back_and_remove_takes_everything_away(desk):
    client = signed_in(desk.administrator)
    with room.inside():
        ticket = Incident.objects.get(title="Mail is slow today")
        ticket.take(by=desk.agent)
        file = Attachment.take_in(SimpleUploadedFile("a.txt", b"x"), ticket_id=ticket.pk, by=desk.agent).file
    assert client.post("/training/reset/").status_code == 302
    assert example("Mail is slow today").assignee is None
    assert example("Mail is slow today").number == "INC-900007"
    assert len(look_in()) == 13
    assert not file.storage.exists(file.name)
    assert client.post("/training/remove/").status_code == 302
    assert Team.that_practises() is None
    assert not room.stands()
    assert not examples.made_up_people().exists()
    assert figures(desk) == desk.before


def test_an_account_that_may_not_make_a_schema_is_told_what_it_lacks(desk):
    room.pull_down()
    poor = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO poor"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE poor; {poor}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO poor")
        cursor.execute("SET LOCAL ROLE poor")
        page = signed_in(desk.administrator).post("/training/reset/")
        cursor.execute("RESET ROLE")
    assert page.status_code == 409
    assert "may not create a schema" in page.content.decode()


def test_erasing_somebody_closes_the_room(desk, django_capture_on_commit_callbacks):
    gone = PersonFactory(is_active=False)
    erasure = erasing.begin(gone, name=gone.name, by=desk.administrator, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        erasing.carry_out(erasure.pk, now=timezone.now())
        assert room.stands(), "nobody inside waits for it"
    assert not room.stands()
    gone_in(desk.agent)
    assert len(look_in()) == 13


def test_a_program_sees_the_examples_and_works_on_what_is_real(desk):
    answer = signed_in(desk.agent).get("/api/v1/training/").json()
    assert answer["members"] == [desk.agent.pk]
    assert {row["kind"] for row in answer["examples"]} == {"incident", "request", "problem", "change"}
    assert signed_in(desk.agent).get("/api/v1/incidents/INC-900001/").status_code == 404
    assert gone_in(desk.agent).get("/api/v1/incidents/INC-900001/").status_code == 200, (
        "a page's own questions"
    )


def test_first_steps_invite_who_practises(desk):
    assert "/training/" in signed_in(desk.agent).get("/training/invitation/").content.decode()
    assert signed_in(desk.outsider).get("/training/invitation/").content == b""


def test_signing_out_inside_ends_the_session(desk):
    client = gone_in(desk.agent)
    key = client.session.session_key
    client.post("/accounts/logout/")
    other = Client()
    other.cookies["sessionid"] = key
    assert other.get("/desk/").status_code == 302
