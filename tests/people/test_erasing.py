"""Erasing a person: their words and name are gone everywhere, no row that is counted is, and nothing else may touch an Event."""

from datetime import UTC, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.utils import timezone

from comms.models import Delivery, Held, Incoming, Notification
from itsm.insights.measures import Filter, measures, standing
from itsm.insights.measures.asking import ask_rows
from itsm.insights.measures.registry import ask_now
from itsm.people import roles
from itsm.people.models import Erasure, Person, Token
from itsm.people.privacy import naming
from itsm.people.privacy.erasing import CannotErase, begin, carry_out, outlook, refusal
from itsm.people.privacy.holdings import holdings
from itsm.services.models import Outage
from itsm.tickets.models import Attachment, Event, Ticket
from tests.factories import PersonFactory, ServiceFactory, TeamFactory, incident

pytestmark = pytest.mark.django_db

NOW = timezone.now()
# Groups are how figures are told apart, and hold for nobody by name; user permissions are never given here.
OF_THE_FRAMEWORK = {"people.Person_groups.person", "people.Person_user_permissions.person"}


def test_every_column_that_points_to_a_person_says_what_becomes_of_it():
    said = {f"{one.model}.{one.field}" for one in holdings()}
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.related_model is Person
    }
    assert there - said == OF_THE_FRAMEWORK


def test_every_holding_reads_and_writes_columns_that_are_there():
    nobody = Person(pk=0)
    for one in holdings():
        assert list(one.rows(nobody).values("pk", *one.tells, *one.words, *one.files)) == []


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """One world for this file, in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(module_db, tmp_path_factory):
    return World(tmp_path_factory.mktemp("media"))


class World:
    """Ana O'Reis asked for help, Ivo answered; another Ana is left in peace."""

    def __init__(self, media):
        self.team = TeamFactory(name="Service desk", first_line=True)
        self.service = ServiceFactory(name="Mail", team=self.team)
        self.ana = PersonFactory(
            name="Ana O'Reis",
            preferred_name="Ani",
            email="ana.reis@halden.example",
            phone="+351 21 555 01 77",
        )
        self.ivo = PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[self.team])
        self.admin = PersonFactory(name="Tess Okoro", roles=[roles.ADMINISTRATOR])
        self.namesake = PersonFactory(name="Ana Berg")
        self.theirs = incident(
            by=self.ana,
            title="Ana cannot print payslips",
            description="My number is +351 21 555 01 77",
            service=self.service,
        )
        self.other = incident(
            by=self.namesake,
            title="Printer of Ana Berg",
            description="As Ana O'Reis told you",
            service=self.service,
        )
        self.theirs.reply("Hello Ani, will you restart it? Ask Ms O'Reis if she may.", by=self.ivo)
        self.theirs.reply("I did, zebra.", by=self.ana)
        self.theirs.note("ana.reis@halden.example called", by=self.ivo)
        self.other.note("Will you ask ana o'reis? Will is away.", by=self.ivo)
        self.other.add_person(self.ana, "cc", by=self.ivo)
        self.theirs.edit(by=self.ana, title="Ana cannot print her payslips")
        Outage.objects.create(
            service=self.service,
            began_at=NOW,
            ended_at=NOW,
            words=self.theirs.title,
            source=self.theirs.number,
        )
        self.file = Attachment.take_in(
            SimpleUploadedFile("pay.txt", b"one line"), ticket_id=self.theirs.pk, by=self.ana
        )
        self.theirs.resolve(resolution="fixed", words="Done, Ani.", by=self.ivo)
        line = {"event": self.theirs.events.first(), "line": "zebra", "reason": "agent", "url": "/"}
        Held.objects.create(**line, person=self.ivo, cause="x:1", at=NOW, due_at=NOW)
        Delivery.objects.create(
            cause="x:1",
            person=self.ana,
            address=self.ana.email,
            message_id="<1>",
            thread_id="<1>",
            subject="Hello Ani",
            text="Hello",
            created_at=NOW,
        )
        Incoming.objects.create(
            digest="1",
            raw=b"From: ana.reis@halden.example",
            entrance="hook",
            received_at=NOW,
            sender="ana.reis@halden.example",
            text="zebra",
            state="done",
        )
        Token.objects.issue(self.ana, now=NOW, name="script", scopes=["read"])
        self.ana.deactivate()
        self.before, self.rows = figures(), counted()
        self.erasure = begin(self.ana, name="Ana O'Reis", by=self.admin, now=NOW)
        carry_out(self.erasure.pk, now=NOW)
        self.erasure.refresh_from_db()
        self.stand_in = self.erasure.stand_in

    def said(self, ticket):
        return [event.comment for event in Event.objects.filter(ticket=ticket).exclude(comment="").in_order()]


def figures():
    """Every registered measure in one period, those about tickets by team, service and site, too, and what stands at this moment."""
    day = NOW.date()
    chosen = Filter.of_days(day - timedelta(days=2), day + timedelta(days=1), UTC)
    about_tickets = [each for each in measures() if each.source.about is None]
    asked = [(chosen, by) for by in ("team", "service", "site")]
    now = ask_now(standing(), chosen, now=NOW)
    return ask_rows(measures(), [(chosen, None)]), ask_rows(about_tickets, asked), now


def counted():
    """Tickets, Events, letters, ratings: whatever figures are counted from."""
    tables = ["tickets.Ticket", "tickets.Event", "tickets.Clock", "tickets.Hold", "tickets.Participant", "comms.Delivery",
              "comms.Incoming", "comms.Addressee", "comms.Answer", "comms.Feedback", "people.Person"]  # fmt: skip
    return {label: apps.get_model(label)._base_manager.count() for label in tables}


def everything():
    """All words of all tables, as one text."""
    found = []
    with connection.cursor() as cursor:
        for model in [*naming.ours(), Event, Person, Erasure]:
            cursor.execute(f'SELECT string_agg(rows::text, chr(10)) FROM "{model._meta.db_table}" AS rows')
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found)


def test_nothing_in_any_table_tells_who_they_were(world):
    text = everything().lower()
    for trace in ("o'reis", "o&#x27;reis", "ana.reis", "555 01 77", "ani,", "ms o'reis", "zebra"):
        assert trace not in text


def test_no_figure_changes_and_no_row_that_is_counted_goes(world):
    assert figures() == world.before
    assert counted() == world.rows


def test_others_words_stay_without_their_name_and_their_own_go(world):
    name = world.stand_in
    assert world.said(world.theirs) == [
        f"Hello {name}, will you restart it? Ask Ms {name} if she may.", "Erased.", f"{name} called", f"Done, {name}.",
    ]  # fmt: skip


def test_away_from_their_tickets_only_what_can_only_be_them_is_taken_out(world):
    world.other.refresh_from_db()
    assert world.said(world.other) == [f"Will you ask {world.stand_in}? Will is away."]
    assert world.other.title == "Printer of Ana Berg"
    assert world.other.description == f"As {world.stand_in} told you"


def test_the_ticket_stays_with_its_number_and_without_its_words(world):
    ticket = Ticket.objects.get(pk=world.theirs.pk)
    assert (ticket.number, ticket.title, ticket.description) == (world.theirs.number, "Erased.", "Erased.")
    assert ticket.requester.name == world.stand_in
    assert Outage.objects.get().words == "Erased."


def test_search_finds_neither_them_nor_what_they_wrote(world):
    for words in ("payslips", "zebra"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM tickets_ticket WHERE search @@ plainto_tsquery('english', %(words)s))"
                " + (SELECT count(*) FROM tickets_event WHERE search @@ plainto_tsquery('english', %(words)s))",
                {"words": words},
            )
            assert cursor.fetchone()[0] == 0
    assert not Person.objects.matching("reis").exists()


def test_mail_keeps_its_fate_and_loses_what_it_says(world):
    letter, mail = Delivery.objects.get(cause="x:1"), Incoming.objects.get(digest="1")
    assert (letter.address, letter.subject, letter.text, letter.state) == (
        world.erasure.address,
        "Erased.",
        "Erased.",
        "skipped",
    )
    assert (bytes(mail.raw), mail.sender, mail.text, mail.state) == (b"", "Erased.", "Erased.", "done")


def test_files_tokens_and_inbox_lines_are_gone(world):
    assert not Attachment.objects.filter(pk=world.file.pk).exists()
    assert not Token.objects.filter(person=world.ana).exists()
    assert not Notification.objects.filter(person=world.ana).exists()


def test_the_line_that_stays_says_who_did_it_how_much_and_no_name(world):
    assert (world.erasure.by, world.erasure.done_at) == (world.admin, NOW)
    assert world.erasure.counts["tickets"] == 1
    assert world.erasure.counts["messages"] >= 1
    assert "reis" not in str(world.erasure.counts).lower()


def test_a_second_worker_changes_nothing(world):
    carry_out(world.erasure.pk, now=NOW + timedelta(days=1))
    assert Erasure.objects.get(pk=world.erasure.pk).done_at == NOW


def test_words_are_counted_before_anything_happens(world):
    lines = {line.kind.key: line.count for line in outlook(world.ivo)}
    assert lines["work"] > 0
    assert "forms" not in lines


FORGED = [
    "UPDATE tickets_event SET comment = 'nothing was said'",
    "UPDATE tickets_event SET actor_id = NULL",
    "UPDATE tickets_event SET comment = 'Erased.' WHERE comment <> ''",
    "UPDATE tickets_event SET at = now()",
    "DELETE FROM tickets_event",
]


@pytest.mark.parametrize("statement", FORGED)
@pytest.mark.parametrize("under_way", [True, False])
def test_no_other_change_passes_even_while_somebody_is_erased(world, statement, under_way):
    """The setting opens nothing by itself: the trigger makes the row itself and compares."""
    with transaction.atomic():
        erasure = Erasure.objects.create(
            person=world.namesake, by=world.admin, at=NOW, done_at=None if under_way else NOW
        )
        for named in (str(erasure.pk), "0", ""):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('baton.erasure', %s, true)", [named])
                with pytest.raises(Error, match="never changed"), transaction.atomic():
                    cursor.execute(statement)
        transaction.set_rollback(True)


def test_the_way_through_is_closed_once_it_is_done(world):
    with pytest.raises(Error, match="no rows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tickets_forget(%s)", [world.erasure.pk])


def test_who_can_still_sign_in_or_has_work_in_hand_is_not_erased(world):
    assert "Deactivate them first" in refusal(world.ivo)
    assert "under way" in refusal(world.ana)
    with transaction.atomic():
        world.other.assign(to=world.ivo, by=world.ivo)
        Person.objects.filter(pk__in=[world.ivo.pk, world.namesake.pk]).update(is_active=False)
        assert "hold 1 open ticket" in refusal(Person.objects.get(pk=world.ivo.pk))
        assert "1 ticket of theirs is open" in refusal(Person.objects.get(pk=world.namesake.pk))
        transaction.set_rollback(True)


def test_the_name_has_to_be_typed_and_only_administrators_erase(world):
    with transaction.atomic():
        gone = PersonFactory(name="Uma Vik", is_active=False)
        for name, by in (("uma vik", world.admin), ("Uma Vik", world.ivo), ("Uma Vik", gone)):
            with pytest.raises(CannotErase):
                begin(gone, name=name, by=by, now=NOW)
        assert begin(gone, name=" Uma Vik ", by=world.admin, now=NOW).stand_in.startswith("Erased colleague")
        transaction.set_rollback(True)


def test_whether_a_name_is_borne_twice_is_asked_of_an_index(module_db):
    """It is asked for every word that is read: over all colleagues each time, erasing would take hours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM people_person other WHERE lower(other.name) = lower('Ana')")
        assert "person_name_any_case" in str(cursor.fetchall())
