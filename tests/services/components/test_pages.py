"""Components on pages and by API: read by the desk, edited by administrators; the map and the import."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from itsm.services.models import Component
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"
FILE = b"key,name,kind,services,depends_on\ndb1,Database,database,Mail,disk1\ndisk1,Disk,storage,,\nbad,,teapot,,\n"


def component(key, **fields):
    return Component.objects.create(key=key, name=fields.pop("name", key), **fields)


@pytest.fixture
def database(service):
    """Mail stands on it, and it on a disk."""
    made = component("db1", name="Database")
    made.services.add(service)
    made.depends_on.add(component("disk1", name="Disk"))
    return made


def upload(client, data=FILE, **fields):
    file = SimpleUploadedFile("components.csv", data)
    return client.post(reverse("services:component_import"), {"file": file, **fields})


def test_the_page_says_whom_a_failure_hits(database, as_agent, agent, django_assert_max_num_queries):
    disk = Component.objects.get(key="disk1")
    with django_assert_max_num_queries(15):
        page = as_agent.get(disk.get_absolute_url())
    assert "<b>1 colleague</b> is hit" in page.text
    assert reverse("services:service", args=[database.services.get().pk]) in page.text
    assert "Edit" not in page.text


def test_the_list_costs_the_same_however_many(database, as_agent, django_assert_max_num_queries):
    for n in range(30):
        component(f"c{n}").services.add(ServiceFactory())
    with django_assert_max_num_queries(10):
        page = as_agent.get(reverse("services:components"))
    assert "c29" in page.text
    assert [
        row.key
        for row in as_agent.get(reverse("services:components"), {"on": Component.objects.get(key="disk1").pk})
        .context["page"]
        .rows
    ] == ["db1"]
    assert "c29" in as_agent.get(reverse("services:components"), {"on": "5.5", "kind": "x"}).text
    assert "disk1" not in as_agent.get(reverse("services:components"), {"q": "DATA", "kind": "other"}).text


def test_an_administrator_adds_edits_and_deletes(service, as_administrator):
    component("disk1")
    typed = {
        "name": "Database",
        "key": "db1",
        "kind": "database",
        "stands_on": "DISK1\n",
        "services": [service.pk],
    }
    assert as_administrator.post(reverse("services:component_add"), typed).status_code == 302
    made = Component.objects.get(key="db1")
    assert (made.depends_on.get().key, made.services.get()) == ("disk1", service)
    address = reverse("services:component_edit", args=[made.pk])
    assert "disk1" in as_administrator.get(address).text
    refused = as_administrator.post(address, typed | {"stands_on": "db1", "key": "DISK1"})
    assert refused.status_code == 422
    assert "Another component has this key." in refused.text
    assert "Nothing stands on itself." in refused.text
    assert (
        "no component with the key nowhere"
        in as_administrator.post(address, typed | {"stands_on": "nowhere"}).text
    )
    as_administrator.post(reverse("services:component_delete", args=[made.pk]))
    assert not Component.objects.filter(key="db1").exists()


def test_the_map_links_every_box_and_says_the_same_as_a_table(
    database, as_agent, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        answer = as_agent.get(reverse("services:map"), {"level": "components"})
    page = answer.text
    for one in (database, Component.objects.get(key="disk1"), database.services.get()):
        assert page.count(f'href="{one.get_absolute_url()}"') == 2
    assert (answer.context["picture"].boxes, answer.context["picture"].arrows) == (3, 2)
    services = as_agent.get(reverse("services:map")).text
    assert "Disk" not in services
    around = as_agent.get(reverse("services:map"), {"service": database.services.get().pk}).text
    assert "Disk" in around
    assert 'aria-current="true"' in around
    assert as_agent.get(reverse("services:map"), {"service": "99999"}).status_code == 404


def test_a_file_is_shown_before_it_is_applied(service, as_administrator):
    page = as_administrator.get(upload(as_administrator).url)
    assert "teapot is not one of the kinds" in page.text
    assert not Component.objects.exists()
    plan = page.context["plan"]
    report = as_administrator.get(upload(as_administrator).url + "report/")
    assert "teapot" in report.text
    applied = as_administrator.post(
        upload(as_administrator).url + "apply/", {"shown": plan.digest}, follow=True
    )
    assert "2 components are changed or added." in applied.text
    again = as_administrator.get(upload(as_administrator).url)
    assert "There is nothing to apply." in again.text


def test_what_nobody_was_shown_is_not_applied(service, as_administrator, as_agent):
    address = upload(as_administrator).url
    refused = as_administrator.post(address + "apply/", {"shown": "another"})
    assert (refused.status_code, Component.objects.count()) == (409, 0)
    assert as_agent.get(address).status_code == 403
    assert as_administrator.get(reverse("services:component_import_plan", args=["gone"])).status_code == 404
    assert "cannot be unpacked" in upload(as_administrator, b"\x1f\x8b").text


def test_the_api_does_all_of_it(service, as_administrator, as_agent, as_colleague):
    made = as_administrator.post("/api/v1/components/", {"key": "disk1", "name": "Disk"}, JSON).json()
    body = {
        "key": "db1",
        "name": "Database",
        "kind": "database",
        "services": [service.pk],
        "depends_on": [made["id"]],
    }
    upper = as_administrator.post("/api/v1/components/", body, JSON)
    assert (upper.status_code, upper.json()["depends_on"]) == (201, [made["id"]])
    address = f"/api/v1/components/{made['id']}/"
    impact = as_agent.get(address + "impact/").json()
    assert [row["name"] for row in impact["services"]] == ["Mail"]
    assert [
        row["name"]
        for row in as_agent.get(f"/api/v1/components/{upper.json()['id']}/footing/").json()["components"]
    ] == ["Database", "Disk"]
    assert as_agent.get(f"/api/v1/services/{service.pk}/impact/").json()["services"][0]["name"] == "Mail"
    assert as_colleague.get(f"/api/v1/services/{service.pk}/impact/").status_code == 404
    assert [row["key"] for row in as_agent.get("/api/v1/components/?key=DB1").json()["results"]] == ["db1"]
    assert as_administrator.patch(address, {"depends_on": [made["id"]]}, JSON).status_code == 422
    assert as_administrator.patch(address, {"key": "DB1"}, JSON).status_code == 422
    assert as_agent.patch(address, {"name": "x"}, JSON).status_code == 403
    assert as_colleague.get(address).status_code == 404
    assert as_administrator.delete(address).status_code == 204


def test_a_file_by_api(service, as_administrator, as_agent):
    file = SimpleUploadedFile("components.csv", FILE)
    shown = as_administrator.post("/api/v1/component-imports/", {"file": file}).json()
    assert [row["key"] for row in shown["new"]] == ["db1", "disk1"]
    assert shown["left_out"][0]["line"] == 4
    address = f"/api/v1/component-imports/{shown['key']}/"
    assert as_administrator.get(address).json()["digest"] == shown["digest"]
    assert as_administrator.post(address + "apply/", {"digest": "another"}, JSON).status_code == 409
    assert as_administrator.post(address + "apply/", {"digest": shown["digest"]}, JSON).status_code == 200
    assert Component.objects.get(key="disk1").needed_by.get().key == "db1"
    assert as_administrator.get(address).status_code == 404
    wrong = as_administrator.post("/api/v1/component-imports/", {"file": SimpleUploadedFile("x", b"nothing")})
    assert (wrong.status_code, set(wrong.json()["errors"])) == (422, {"file"})
