"""Who reads a restricted ticket is noted, once an hour; its team and administrators see it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itsm.tickets.models import Attachment, Read
from tests.factories import PersonFactory, incident

NOON = datetime(2026, 3, 3, 12, 10, tzinfo=UTC)


@pytest.fixture
def ticket(colleague, service):
    return incident(by=colleague, service=service, restricted=True)


def noted():
    return list(Read.objects.order_by("pk").values_list("person__name", "way"))


def test_a_reading_by_page_is_noted(ticket, as_agent):
    as_agent.get(ticket.get_absolute_url())
    assert noted() == [("Ivo Lund", "page")]


def test_its_own_colleague_is_noted_as_anybody_is(ticket, as_colleague):
    as_colleague.get(f"/portal/{ticket.number}/")
    assert noted() == [("Ana Reis", "page")]


@pytest.mark.parametrize("what", ["", "events/", "people/"])
def test_a_reading_by_api_is_noted(ticket, as_agent, what):
    assert as_agent.get(f"/api/v1/incidents/{ticket.number}/{what}").status_code == 200
    assert noted() == [("Ivo Lund", "api")]


@pytest.mark.parametrize(
    ("address", "way"), [("/files/{}/", "file"), ("/api/v1/attachments/{}/content/", "api")]
)
def test_a_file_of_it_is_noted(ticket, as_agent, agent, settings, tmp_path, address, way):
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("log.txt", b"one line", "text/plain")
    row = Attachment.take_in(upload, ticket_id=ticket.pk, by=agent)
    as_agent.get(address.format(row.pk)).getvalue()
    assert noted() == [("Ivo Lund", way)]


def test_who_may_not_see_it_is_no_reader(ticket, signed_in, outsider):
    assert signed_in(outsider).get(ticket.get_absolute_url()).status_code == 404
    assert noted() == []


def test_a_list_is_no_reading(ticket, as_agent):
    assert ticket.number in as_agent.get("/desk/?view=open").text
    assert noted() == []


def test_a_page_that_lies_open_is_no_reading(ticket, as_agent):
    as_agent.get(ticket.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "presence"})
    assert noted() == []


def test_an_ordinary_ticket_notes_nobody(colleague, service, as_agent):
    ordinary = incident(by=colleague, service=service)
    with CaptureQueriesContext(connection) as asked:
        as_agent.get(ordinary.get_absolute_url())
    assert not [each for each in asked if "tickets_read" in each["sql"]]


def test_the_same_hour_is_noted_once_and_the_next_again(ticket, agent, colleague):
    for minutes in (0, 20, 49, 50):
        Read.note(ticket.pk, by=agent, way="page", now=NOON + timedelta(minutes=minutes))
    Read.note(ticket.pk, by=colleague, way="page", now=NOON)
    assert noted() == [("Ivo Lund", "page"), ("Ivo Lund", "page"), ("Ana Reis", "page")]
    assert ticket.reads.filter(person=agent).latest("at").at == NOON + timedelta(minutes=50)


def test_the_team_sees_on_the_ticket_who_read_it(ticket, as_agent, colleague):
    Read.note(ticket.pk, by=colleague, way="page", now=NOON)
    assert "Who read this" in as_agent.get(ticket.get_absolute_url()).text
    assert "Ana Reis" in as_agent.get(f"{ticket.get_absolute_url()}reads/").text


def test_who_is_only_named_on_it_reads_it_and_not_its_readers(ticket, signed_in, outsider, agent):
    ticket.add_person(outsider, "named", by=agent)
    page = signed_in(outsider).get(ticket.get_absolute_url())
    assert page.status_code == 200
    assert "Who read this" not in page.text
    assert signed_in(outsider).get(f"{ticket.get_absolute_url()}reads/").status_code == 404
    assert signed_in(outsider).get(f"/api/v1/incidents/{ticket.number}/reads/").status_code == 404


def test_an_administrator_sees_who_read_and_not_what_it_says(
    ticket, agent, colleague, signed_in, administrator
):
    for person in (agent, colleague):
        Read.note(ticket.pk, by=person, way="page", now=NOON)
    client = signed_in(administrator)
    page = client.get("/desk/reads/", {"person": agent.pk}).text
    assert ticket.number in page
    assert ticket.title not in page
    rows = client.get("/api/v1/reads/", {"ticket": ticket.number.lower(), "since": "2026-03-03"}).json()[
        "results"
    ]
    assert [row["person"]["name"] for row in rows] == ["Ana Reis", "Ivo Lund"]
    assert client.get("/api/v1/reads/", {"until": "2026-03-02"}).json()["results"] == []
    assert "2026-03-31" in client.get("/desk/reads/", {"since": "soon"}).text


def test_the_log_costs_the_same_for_two_readings_and_for_thirty(ticket, signed_in, administrator):
    def cost(readers):
        for _ in range(readers):
            Read.note(ticket.pk, by=PersonFactory(), way="page", now=NOON)
        return min(asked() for _time in range(2))  # what is kept for a moment may run out at any time

    def asked():
        with CaptureQueriesContext(connection) as statements:
            client.get("/desk/reads/")
        return len(statements)

    client = signed_in(administrator)
    few = cost(1)
    assert cost(28) == few <= 10
