"""From the upload to the database, on the pages an administrator sees."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itsm.people import roles
from itsm.people.importing import carry
from itsm.people.importing.plan import Options
from itsm.people.importing.sheet import read
from itsm.people.models import Person, Site, Team
from tests.factories import PersonFactory, SiteFactory

FILE = """email,name,phone,site,manager,teams
ana.reis@halden.example,,+351 22,Porto,lena.brandt@halden.example,
lena.brandt@halden.example,Lena Brandt,,Berlin,,Service desk | Chess
no.zone@halden.example,No Site,,Mars,,
,Nobody,,,,
"""
PLACES = {"create_places": "on"}


def upload(client, text: str = FILE, **options):
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("people.csv", data)
    return client.post("/people/import/", {"file": file} | options)


def shown_on(client, path: str) -> tuple[str, str]:
    page = client.get(path).content.decode()
    return page, page.split('name="shown" value="')[1].split('"')[0]


def apply(client, path: str):
    _page, shown = shown_on(client, path)
    return client.post(f"{path}apply/", {"shown": shown})


@pytest.fixture
def here(colleague, team, db):
    SiteFactory(name="Porto")
    return colleague


def test_uploading_changes_nothing_and_shows_what_would(as_administrator, here):
    before = list(Person.objects.values_list())
    answer = upload(as_administrator, **PLACES)
    page, _shown = shown_on(as_administrator, answer.url)
    assert list(Person.objects.values_list()) == before
    assert "<ins>+351 22</ins>" in page
    assert "Lena Brandt" in page
    assert "Sites to be added:" in page
    assert "The e-mail is missing." in page


def test_applying_does_what_was_shown_and_says_how_many(as_administrator, here, team):
    path = upload(as_administrator, FILE.replace("Mars", "Porto"), **PLACES).url
    done = apply(as_administrator, path)
    assert done.url == "/people/"
    assert "3 people are changed or added." in as_administrator.get("/people/").content.decode()
    here.refresh_from_db()
    lena = Person.objects.get(email="lena.brandt@halden.example")
    assert (here.phone, here.manager) == ("+351 22", lena)
    assert lena.site == Site.objects.get(name="Berlin")
    assert {team.name for team in lena.teams.all()} == {"Service desk", "Chess"}
    assert not lena.has_usable_password()
    assert Team.objects.filter(name="Chess").exists()


def test_applying_twice_finds_nothing_left_to_do(as_administrator, here):
    apply(as_administrator, upload(as_administrator, **PLACES).url)
    again = upload(as_administrator, **PLACES).url
    assert "There is nothing to apply." in as_administrator.get(again).content.decode()


def test_an_upload_is_applied_once_and_then_gone(as_administrator, here):
    path = upload(as_administrator).url
    apply(as_administrator, path)
    assert as_administrator.get(path).status_code == 404
    assert as_administrator.post(f"{path}apply/", {"shown": "x"}).status_code == 404


def test_an_upload_belongs_to_its_uploader(as_administrator, signed_in, here):
    path = upload(as_administrator).url
    other = signed_in(PersonFactory(roles=[roles.ADMINISTRATOR]))
    assert other.get(path).status_code == 404
    assert other.post(f"{path}apply/").status_code == 404


def test_when_people_changed_in_between_nothing_is_applied_and_it_is_shown_anew(as_administrator, here):
    path = upload(as_administrator, **PLACES).url
    _page, shown = shown_on(as_administrator, path)
    Person.objects.filter(pk=here.pk).update(phone="+351 99")
    answer = as_administrator.post(f"{path}apply/", {"shown": shown})
    assert answer.status_code == 409
    assert "Nothing was applied" in answer.content.decode()
    assert "<del>+351 99</del>" in answer.content.decode()
    assert not Person.objects.filter(email="lena.brandt@halden.example").exists()


def test_an_edit_of_another_field_in_between_is_not_undone(here):
    agreed = carry.plan(read(b"email,phone\nana.reis@halden.example,7\n"), Options())
    Person.objects.filter(pk=here.pk).update(name="Ana Reis Lopes", password="kept")
    carry.write(agreed)
    here.refresh_from_db()
    assert (here.phone, here.name, here.password) == ("7", "Ana Reis Lopes", "kept")


def test_the_complete_list_deactivates_the_missing_but_not_administrators(
    as_administrator, administrator, here, agent
):
    path = upload(as_administrator, "email\nana.reis@halden.example\n", deactivate_missing="on").url
    apply(as_administrator, path)
    active = set(Person.objects.active().values_list("email", flat=True))
    assert active == {here.email, administrator.email}


def test_a_manager_and_a_site_are_emptied_by_a_dash(as_administrator, here, manager):
    here.manager = manager
    here.save()
    apply(as_administrator, upload(as_administrator, "email,manager,site\nana.reis@halden.example,-,-\n").url)
    here.refresh_from_db()
    assert here.manager is here.site is None


@pytest.mark.parametrize(
    ("data", "says"), [("name\nAna\n", "No column is called e-mail"), (b"\x00\x01", "not a text file")]
)
def test_a_file_that_cannot_be_meant_is_refused_on_the_form(as_administrator, data, says):
    answer = upload(as_administrator, data)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_the_sample_can_be_downloaded_and_uploaded(as_administrator, db):
    sample = as_administrator.get("/people/import/sample.csv")
    assert sample["Content-Type"].startswith("text/csv")
    page, _shown = shown_on(as_administrator, upload(as_administrator, sample.content, **PLACES).url)
    assert "Rui Alves" in page


def test_the_report_has_every_line_and_no_formula(as_administrator, here):
    path = upload(as_administrator, FILE + "eve@halden.example,=HYPERLINK(1),,,,\n", **PLACES).url
    report = as_administrator.get(f"{path}report.csv").content.decode()
    assert "5,left out,,,,,The e-mail is missing." in report
    assert "'=HYPERLINK(1)" in report
    assert "'+351 22" in report


def big(count: int) -> str:
    lines = [
        f"p{n}@halden.example,Person {n},+351 {n},Porto,p{n // 10}@halden.example" for n in range(1, count)
    ]
    return "\n".join(["email,name,phone,site,manager", "p0@halden.example,Person 0,1,Porto,", *lines]) + "\n"


def test_thousands_of_people_take_few_statements(here, django_assert_max_num_queries):
    for sheet, statements in (
        (read(big(1200).encode()), 25),
        (read(big(1200).replace("+351", "+49").encode()), 25),
    ):
        with django_assert_max_num_queries(statements):
            carry.carry_out(sheet, Options(), shown=carry.plan(sheet, Options()).digest)
    assert Person.objects.filter(phone__startswith="+49", manager__isnull=False).count() == 1199


def test_statements_do_not_grow_with_people_in_a_batch(here):
    def statements(count: int) -> int:
        sheet = read(big(count).replace("p", f"q{count}-").encode().replace(b"hoq", b"ho"))
        digest = carry.plan(sheet, Options()).digest
        with CaptureQueriesContext(connection) as caught:
            carry.carry_out(sheet, Options(), shown=digest)
        return len(caught)

    assert statements(20) == statements(200)
