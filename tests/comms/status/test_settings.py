"""What administrators decide about the page, on their page and by API; and the page by API."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from comms.models import ServiceOnStatus, StatusPage, Subscription
from tests.comms.status.telling import notice


def program(person) -> APIClient:
    client = APIClient()
    client.force_login(person)
    return client


class TestTheSettingsPage:
    def fields(self, *services, **more) -> dict[str, str]:
        made = {"page-title": "Halden Instruments"}
        for service in services:
            made |= {f"service-{service.pk}-group": "Working together", f"service-{service.pk}-shown": "on"}
        return made | more

    def test_opens_the_page_and_places_the_services(self, as_administrator, client, mail, vault):
        given = self.fields(mail, vault, **{"page-public": "on", f"service-{vault.pk}-public": "on"})
        assert as_administrator.post("/status/settings/", given).status_code == 302
        assert StatusPage.the().public
        assert (vault.on_status.group, vault.on_status.public) == ("Working together", True)
        assert not ServiceOnStatus.objects.get(service=mail).public
        html = client.get("/status/").content.decode()
        assert "Drawing vault" in html
        assert "Mail" not in html

    def test_writes_no_row_for_a_service_that_nobody_touched(self, as_administrator, vault):
        as_administrator.post("/status/settings/", {"page-title": "", f"service-{vault.pk}-shown": "on"})
        assert not ServiceOnStatus.objects.exists()

    def test_keeps_all_or_nothing(self, as_administrator, mail):
        given = self.fields(mail, **{"page-public": "on", f"service-{mail.pk}-group": "x" * 61})
        assert as_administrator.post("/status/settings/", given).status_code == 422
        assert not StatusPage.the().public

    @pytest.mark.parametrize(("who", "code"), [("as_colleague", 404), ("as_agent", 403), ("as_manager", 403)])
    def test_is_for_administrators(self, request, mail, who, code):
        client = request.getfixturevalue(who)
        assert client.get("/status/settings/").status_code == code
        assert client.post("/status/settings/", {"page-public": "on"}).status_code == code
        assert not StatusPage.the().public


class TestTheApi:
    def test_tells_how_services_are_and_what_is_for_you(self, colleague, mail, files):
        at = timezone.now() - timedelta(minutes=5)
        notice("investigating", at=at, services=(mail,))
        notice("investigating", at=at, services=(mail,), title="For a few", everyone=False)
        found = program(colleague).get("/api/v1/status/").json()
        assert (found["sentence"], found["state"]) == ("One service is down, one is fine.", "down")
        assert [(one["name"], one["state"]) for one in found["services"]] == [
            ("Mail", "down"),
            ("Shared files", "fine"),
        ]
        (told,) = found["running"]
        assert (told["title"], told["messages"][0]["phase"]) == ("Mail is down", "investigating")

    def test_follows_and_stops(self, colleague, mail):
        api = program(colleague)
        made = api.post("/api/v1/subscriptions/", {"service": mail.pk}).json()
        assert api.post("/api/v1/subscriptions/", {"service": mail.pk}).json() == made
        assert [one["service"] for one in api.get("/api/v1/subscriptions/").json()["results"]] == [mail.pk]
        assert api.delete(f"/api/v1/subscriptions/{made['id']}/").status_code == 204
        assert not Subscription.objects.exists()

    def test_shows_nobody_what_others_follow(self, colleague, agent, mail):
        made = program(colleague).post("/api/v1/subscriptions/", {"service": mail.pk}).json()
        assert program(agent).get("/api/v1/subscriptions/").json()["results"] == []
        assert program(agent).delete(f"/api/v1/subscriptions/{made['id']}/").status_code == 404

    def test_lets_administrators_open_the_page_and_place_services(self, administrator, agent, vault):
        api = program(administrator)
        assert api.patch("/api/v1/status/page/", {"public": True}).json() == {"public": True, "title": ""}
        placed = api.patch(
            f"/api/v1/status/services/{vault.pk}/", {"group": "Engineering", "public": True}
        ).json()
        assert placed == {
            "service": vault.pk, "name": "Drawing vault", "group": "Engineering", "shown": True, "public": True,
        }  # fmt: skip
        assert program(agent).patch("/api/v1/status/page/", {"public": False}).status_code == 403
        assert StatusPage.the().public
