"""Who may erase and copy, by page and by API; what a copy holds; when it goes."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from itsm.people.models import DataCopy, Erasure, Person
from itsm.people.tasks import erase_person, tend_privacy
from itsm.tickets.models import Attachment
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone():
    return PersonFactory(name="Uma Vik", email="uma.vik@halden.example", is_active=False)


@pytest.fixture
def run(worker, django_capture_on_commit_callbacks):
    """What waits for the end of the transaction is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_page_counts_first_and_asks_for_the_name(
    as_administrator, gone, service, django_assert_max_num_queries
):
    incident(by=gone, service=service, status="cancelled")
    page = as_administrator.get(f"/people/{gone.pk}/").text
    assert f"/people/{gone.pk}/erase/" in page
    with django_assert_max_num_queries(15):  # however many kinds there are
        asked = as_administrator.get(f"/people/{gone.pk}/erase/").text
    assert "Tickets they asked for" in asked
    wrong = as_administrator.post(f"/people/{gone.pk}/erase/", {"name": "Uma"})
    assert wrong.status_code == 422
    assert not Erasure.objects.exists()


def test_the_list_of_erasures_costs_the_same_for_many(
    as_administrator, administrator, django_assert_max_num_queries
):
    for gone in PersonFactory.create_batch(3, is_active=False):
        Erasure.objects.create(person=gone, by=administrator, at=timezone.now())
    with django_assert_max_num_queries(10):
        assert as_administrator.get("/people/erasures/").text.count("Under way") == 3


def test_erasing_by_page_leaves_a_line_without_the_name(as_administrator, gone, run):
    with run():
        answer = as_administrator.post(f"/people/{gone.pk}/erase/", {"name": "Uma Vik"}, follow=True)
    assert "Vik" not in answer.text
    row = Erasure.objects.get()
    assert row.done_at
    assert row.stand_in in as_administrator.get("/people/erasures/").text
    page = as_administrator.get(f"/people/{gone.pk}/").text
    assert row.stand_in in page
    assert "reactivate" not in page
    assert "invalid" not in page


@pytest.mark.parametrize("what", ["edit/", "roles/", "reactivate/"])
def test_nothing_of_the_erased_is_changed_any_more(as_administrator, administrator, gone, what):
    Erasure.objects.create(person=gone, by=administrator, at=timezone.now(), done_at=timezone.now())
    assert as_administrator.post(f"/people/{gone.pk}/{what}").status_code == 404
    assert (
        as_administrator.post(f"/api/v1/people/{gone.pk}/reactivate/", {}, "application/json").status_code
        == 404
    )
    assert as_administrator.get(f"/api/v1/people/{gone.pk}/").status_code == 200


def test_who_can_sign_in_is_refused_by_page_and_api(as_administrator, colleague):
    page = as_administrator.post(f"/people/{colleague.pk}/erase/", {"name": colleague.name})
    assert (page.status_code, "Deactivate them first" in page.text) == (409, True)
    api = as_administrator.post(
        "/api/v1/erasures/", {"person": colleague.pk, "name": colleague.name}, "application/json"
    )
    assert (api.status_code, "Deactivate them first" in api.json()["detail"]) == (409, True)


def test_erasing_by_api(as_administrator, gone, run):
    seen = as_administrator.get("/api/v1/erasures/preview/", {"person": gone.pk}).json()
    assert seen["refusal"] == ""
    assert {"profile"} <= {one["kind"] for one in seen["kinds"]}
    with run():
        made = as_administrator.post(
            "/api/v1/erasures/", {"person": gone.pk, "name": "Uma Vik"}, "application/json"
        )
    assert made.status_code == 202
    told = as_administrator.get(f"/api/v1/erasures/{made.json()['id']}/").json()
    assert told["done_at"]
    assert Person.objects.get(pk=gone.pk).name == told["stand_in"]


def test_what_lost_its_worker_goes_on(administrator, gone, worker):
    before = timezone.now() - timedelta(hours=1)
    Erasure.objects.create(person=gone, by=administrator, at=before)
    tend_privacy()
    assert Erasure.objects.get().done_at
    erase_person(Erasure.objects.get().pk)  # twice is once


def test_a_copy_holds_what_they_wrote_got_and_sent_and_nothing_internal(
    as_colleague, colleague, agent, service, run, media
):
    ticket = incident(by=colleague, title="No coffee", service=service)
    ticket.reply("Have you tried tea?", by=agent)
    ticket.note("Always the same with this one", by=agent)
    Attachment.take_in(SimpleUploadedFile("../cup.txt", b"empty"), ticket_id=ticket.pk, by=colleague)
    with run():
        assert as_colleague.post("/people/me/copy/").status_code == 302
    copy = DataCopy.objects.get()
    assert f"/people/copies/{copy.pk}/" in as_colleague.get("/people/me/copy/").text
    packed = zipfile.ZipFile(io.BytesIO(as_colleague.get(f"/people/copies/{copy.pk}/").getvalue()))
    text = "\n".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".json"))
    assert "No coffee" in text
    assert "Have you tried tea?" in text
    assert "Always the same" not in text
    assert colleague.email in text
    assert [packed.read(name) for name in packed.namelist() if name.endswith("cup.txt")] == [b"empty"]
    about = json.loads(packed.read("about.json"))
    assert about["rows"]["tickets"] == len(json.loads(packed.read("tickets.json"))) == 1


def test_a_copy_is_for_its_person_and_administrators_alone(
    as_administrator, as_agent, as_outsider, as_colleague, colleague, run, media
):
    with run():
        made = as_administrator.post("/api/v1/data-copies/", {"person": colleague.pk}, "application/json")
    address = f"/people/copies/{made.json()['id']}/"
    for client in (as_colleague, as_administrator):
        assert zipfile.is_zipfile(io.BytesIO(client.get(address).getvalue()))
    assert as_agent.get(address).status_code == as_outsider.get(address).status_code == 404
    assert (
        as_agent.post("/api/v1/data-copies/", {"person": colleague.pk}, "application/json").status_code == 403
    )
    file = as_colleague.get(f"/api/v1/data-copies/{made.json()['id']}/file/")
    assert zipfile.is_zipfile(io.BytesIO(file.getvalue()))


def test_a_copy_ends_and_its_bytes_go(as_colleague, colleague, run, media):
    with run():
        as_colleague.post("/people/me/copy/")
    copy = DataCopy.objects.get()
    assert copy.ends_at - copy.made_at == timedelta(days=7)
    DataCopy.objects.update(ends_at=timezone.now())
    assert as_colleague.get(f"/people/copies/{copy.pk}/").status_code == 404
    tend_privacy()
    assert not DataCopy.objects.exists()
    assert not default_storage.exists(copy.file.name)


def test_one_copy_at_a_time(as_colleague):
    for status in (202, 409):
        assert as_colleague.post("/api/v1/data-copies/", {}, "application/json").status_code == status
