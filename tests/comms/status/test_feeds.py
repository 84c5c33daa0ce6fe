"""Feed, calendar and JSON, read by programs that nobody here wrote."""

import json
from datetime import timedelta

import feedparser
import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from comms.models import Notice
from comms.status.keeping import keeper
from comms.status.reading import key_of, renew_key
from tests.comms.status.conftest import NOW
from tests.comms.status.telling import address, notice, say

SPECIAL = 'Mail & calendar; <b>"down"</b>, really \\ 🧯 ' + "ü" * 90


@pytest.fixture(autouse=True)
def at_that_time():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def update(mail):
    """A public maintenance that comes in two days."""
    return notice(
        "planned", at=NOW - timedelta(days=2), services=(mail,), kind="maintenance", title="Mail update", public=True,
        starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=2, hours=3),
    )  # fmt: skip


def get(client: Client, path: str) -> bytes:
    keeper.forget()
    answer = client.get(f"/status/{path}")
    assert answer.status_code == 200, path
    return answer.content


class TestTheFeed:
    def read(self, client: Client) -> feedparser.FeedParserDict:
        found = feedparser.parse(get(client, "feed.atom"))
        assert not found.bozo, found.get("bozo_exception")
        assert found.version == "atom10"
        return found

    def test_has_an_entry_for_every_message_newest_first(self, client, mail, open_page):
        notice(
            "investigating",
            "identified",
            "resolved",
            at=NOW - timedelta(hours=2),
            services=(mail,),
            public=True,
        )
        found = self.read(client)
        assert [entry.title for entry in found.entries] == [
            "Mail is down, resolved (resolved)", "Mail is down, identified (cause found)", "Mail is down (investigating)",
        ]  # fmt: skip
        assert found.entries[0].tags[0].term == "Mail"
        assert "What: Mail is down." in found.entries[2].summary
        assert len({entry.id for entry in found.entries}) == 3
        assert found.feed.title == "Halden Instruments"

    def test_is_valid_with_the_oddest_words_and_lets_no_markup_in(self, client, mail, open_page):
        notice("investigating", at=NOW, services=(mail,), title=SPECIAL, public=True)
        entry = self.read(client).entries[0]
        assert "<b>" not in entry.summary
        assert "🧯" in entry.title

    def test_without_a_message_is_valid_and_stays_the_same(self, client, mail, open_page):
        first = get(client, "feed.atom")
        with time_machine.travel(NOW + timedelta(days=1), tick=False):
            assert get(client, "feed.atom") == first
        assert self.read(client).entries == []


class TestTheCalendar:
    def read(self, client: Client, path: str = "maintenance.ics") -> Calendar:
        text = get(client, path)
        assert all(len(line) <= 75 for line in text.split(b"\r\n"))
        found = Calendar.from_ical(text)
        assert not found.errors
        assert {"VERSION", "PRODID", "METHOD"} <= set(found)
        for event in found.walk("VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS"} <= set(event)
        return found

    def test_has_what_is_planned_with_its_hours(self, client, update, open_page):
        found = self.read(client)
        (event,) = found.walk("VEVENT")
        assert found["METHOD"] == "PUBLISH"
        assert str(event["SUMMARY"]) == "Mail update"
        assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (update.starts_at, update.ends_at)
        assert event["STATUS"] == "CONFIRMED"

    def test_a_moved_date_is_the_same_event_with_a_higher_number(self, client, update, open_page):
        (before,) = self.read(client).walk("VEVENT")
        Notice.objects.filter(pk=update.pk).update(
            starts_at=NOW + timedelta(days=5), ends_at=NOW + timedelta(days=5, hours=3)
        )
        say(update, "planned", at=NOW, subject="Moved: Mail update", verb="reschedule")
        (after,) = self.read(client).walk("VEVENT")
        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after.decoded("DTSTART") == NOW + timedelta(days=5)

    def test_one_that_is_off_disappears_from_calendars(self, client, update, open_page):
        (before,) = self.read(client).walk("VEVENT")
        say(update, "cancelled", at=NOW, subject="Called off: Mail update")
        (after,) = self.read(client).walk("VEVENT")
        assert (after["STATUS"], after["UID"]) == ("CANCELLED", before["UID"])
        assert after["SEQUENCE"] > before["SEQUENCE"]
        alone = self.read(client, f"maintenance/{update.number}.ics")
        assert alone["METHOD"] == "CANCEL"

    def test_keeps_the_oddest_words_whole(self, client, mail, open_page):
        notice(
            "planned", at=NOW, services=(mail,), kind="maintenance", title=SPECIAL, public=True, starts_at=NOW,
        )  # fmt: skip
        (event,) = self.read(client).walk("VEVENT")
        assert str(event["SUMMARY"]) == SPECIAL
        assert "DTEND" not in event

    def test_has_no_outages_and_no_file_for_them(self, client, mail, open_page):
        outage = notice("investigating", at=NOW, services=(mail,), public=True)
        assert self.read(client).walk("VEVENT") == []
        assert client.get(f"/status/maintenance/{outage.number}.ics").status_code == 404


class TestTheJson:
    def read(self, client: Client, what: str) -> dict:
        return json.loads(get(client, f"api/v2/{what}.json"))

    def test_says_all_in_one_summary(self, client, mail, update, open_page):
        notice("investigating", "identified", at=NOW - timedelta(hours=1), services=(mail,), public=True)
        notice("investigating", "resolved", at=NOW - timedelta(days=3), services=(mail,), public=True)
        found = self.read(client, "summary")
        assert set(found) == {"page", "components", "incidents", "scheduled_maintenances", "status"}
        assert set(found["page"]) == {"id", "name", "url", "time_zone", "updated_at"}
        assert found["status"] == {"indicator": "major", "description": "One service is down."}
        assert [one["status"] for one in found["incidents"]] == ["identified"]
        assert [one["status"] for one in found["scheduled_maintenances"]] == ["scheduled"]
        assert found["scheduled_maintenances"][0]["scheduled_for"] == "2026-11-20T14:20:00.000Z"

    def test_lists_components_by_group(self, client, mail, open_page):
        group, service = self.read(client, "components")["components"]
        assert (group["group"], group["name"], group["components"]) == (
            True,
            "Working together",
            [service["id"]],
        )
        assert (service["group_id"], service["status"], service["position"]) == (
            group["id"],
            "operational",
            2,
        )

    def test_an_incident_has_its_updates_newest_first(self, client, mail, open_page):
        notice(
            "investigating",
            "monitoring",
            "resolved",
            at=NOW - timedelta(hours=2),
            services=(mail,),
            public=True,
        )
        (found,) = self.read(client, "incidents")["incidents"]
        assert [one["status"] for one in found["incident_updates"]] == [
            "resolved",
            "monitoring",
            "investigating",
        ]
        assert all(one["incident_id"] == found["id"] and one["body"] for one in found["incident_updates"])
        assert (found["status"], found["impact"]) == ("resolved", "major")
        assert found["resolved_at"] == "2026-11-18T13:20:00.000Z"
        assert [one["name"] for one in found["components"]] == ["Mail"]

    @pytest.mark.parametrize(
        ("phase", "indicator", "component"),
        [
            ("resolved", "none", "operational"), ("monitoring", "minor", "partial_outage"),
            ("investigating", "major", "major_outage"),
        ],
    )  # fmt: skip
    def test_names_the_worst(self, client, mail, open_page, phase, indicator, component):
        notice("investigating", phase, at=NOW - timedelta(hours=1), services=(mail,), public=True)
        assert self.read(client, "status")["status"]["indicator"] == indicator
        assert self.read(client, "components")["components"][1]["status"] == component

    def test_each_list_has_its_own_address(self, client, mail, update, open_page):
        notice("investigating", at=NOW, services=(mail,), public=True)
        notice("investigating", "resolved", at=NOW - timedelta(days=1), services=(mail,), public=True)
        assert len(self.read(client, "incidents")["incidents"]) == 2
        assert len(self.read(client, "incidents/unresolved")["incidents"]) == 1
        assert len(self.read(client, "scheduled-maintenances")["scheduled_maintenances"]) == 1
        assert len(self.read(client, "scheduled-maintenances/upcoming")["scheduled_maintenances"]) == 1
        assert self.read(client, "scheduled-maintenances/active")["scheduled_maintenances"] == []
        assert client.get("/status/api/v2/nothing.json").status_code == 404


class TestPrivateAddresses:
    PATHS = ("feed.atom", "maintenance.ics", "api/v2/summary.json", "api/v2/incidents.json")

    def test_show_what_their_owner_may_see_without_signing_in(self, client, colleague, files):
        told = notice("investigating", at=NOW, services=(files,), title="For a few", everyone=False)
        address(told, colleague)
        notice("investigating", at=NOW, services=(files,), title="For others", everyone=False)
        key = key_of(colleague)
        for path in self.PATHS:
            assert b"For others" not in get(client, f"for/{key}/{path}")
        assert b"For a few" in get(client, f"for/{key}/feed.atom")

    def test_end_when_their_owner_leaves_or_asks_for_new_ones(self, client, colleague, files):
        old = key_of(colleague)
        assert client.get(f"/status/for/{old}/feed.atom").status_code == 200
        renew_key(colleague)
        assert client.get(f"/status/for/{old}/feed.atom").status_code == 404
        new = key_of(colleague)
        assert client.get(f"/status/for/{new}/feed.atom").status_code == 200
        colleague.deactivate()
        assert client.get(f"/status/for/{new}/feed.atom").status_code == 404

    def test_cannot_be_made_up(self, client, colleague, agent, files):
        body, _colon, signature = key_of(colleague).rpartition(":")
        other = key_of(agent).rpartition(":")[0]
        for key in (body, f"{other}:{signature}", f"{body}:{signature[:-1]}", "nothing"):
            assert client.get(f"/status/for/{key}/feed.atom").status_code == 404

    def test_are_made_anew_on_their_own_page(self, as_colleague, client, colleague, files):
        page = as_colleague.get("/status/addresses/").content.decode()
        old = key_of(colleague)
        assert f"/status/for/{old}/feed.atom" in page
        as_colleague.post("/status/addresses/")
        assert client.get(f"/status/for/{old}/feed.atom").status_code == 404
