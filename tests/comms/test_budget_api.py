"""Preferences, quiet hours, messages and the weekly figure, by API."""

from datetime import UTC, datetime

import pytest
import time_machine

from comms.budget import weekly
from comms.models import Delivery, Group, Held, How, Preference, Quiet
from tests.factories import incident

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}
NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)


def test_preferences_are_those_that_can_reach_you(as_colleague, as_agent):
    assert as_colleague.get("/api/v1/me/preferences/").json() == dict.fromkeys(
        ["receipt", "answer", "watch", "notice", "approval", "said", "digest"], "at_once"
    )
    assert set(as_agent.get("/api/v1/me/preferences/").json()) == set(Group.values)


def test_what_is_not_named_stays(as_colleague, colleague):
    first = as_colleague.patch("/api/v1/me/preferences/", {"watch": "daily"}, **JSON)
    second = as_colleague.patch("/api/v1/me/preferences/", {"answer": "never"}, **JSON)
    assert first.json()["watch"] == second.json()["watch"] == "daily"
    assert Preference.objects.get(person=colleague, group=Group.ANSWER).how == How.NEVER


@pytest.mark.parametrize("given", [{"clock": "never"}, {"receipt": "daily"}, {"answer": "hourly"}])
def test_what_cannot_be_chosen_is_refused(as_colleague, given):
    answer = as_colleague.patch("/api/v1/me/preferences/", given, **JSON)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(given)
    assert not Preference.objects.exists()


def test_quiet_hours_are_kept_and_taken_away(as_colleague, colleague):
    path = "/api/v1/me/quiet-hours/"
    assert as_colleague.get(path).json() == {
        "begins": None, "ends": None, "weekends": False, "digest_at": "08:00:00", "time_zone": "Europe/Lisbon"
    }  # fmt: skip
    kept = as_colleague.patch(path, {"begins": "22:00", "ends": "07:00", "weekends": True}, **JSON)
    assert kept.json()["begins"] == "22:00:00"
    assert Quiet.objects.get(person=colleague).weekends
    half = as_colleague.patch(path, {"ends": None}, **JSON)
    assert (half.status_code, list(half.json()["errors"])) == (422, ["ends"])
    assert as_colleague.patch(path, {"begins": None, "ends": None}, **JSON).json()["ends"] is None


def test_messages_come_in_pages_that_a_program_can_follow(as_colleague, colleague, service, agent, deal):
    made = incident(by=colleague, service=service, title="Mail is down")
    made.reply("It is back, sign in again.", by=agent)
    deal()
    found, address = [], "/api/v1/messages/?limit=1"
    while address:
        page = as_colleague.get(address).json()
        found += page["results"]
        assert page["previous"] is None
        address = page["next"]
    assert sorted(each["channel"] for each in found) == ["inbox", "mail", "mail"]
    assert {each["why"] for each in found} == {"you asked for help"}
    assert {each["url"] for each in found} == {f"/incidents/{made.number}/"}
    assert as_colleague.get("/api/v1/messages/?cursor=x").status_code == 422
    assert as_colleague.get("/api/v1/messages/?limit=0").status_code == 422


def test_the_weekly_figure_and_who_is_far_above_it(as_administrator, agent):
    rows = [
        Delivery(
            cause=f"event:{each}", person=agent, group=Group.CLOCK, address=agent.email, state="sent", created_at=NOON, reason="holder"
        )
        for each in range(weekly.LIMIT + 1)
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)
    with time_machine.travel(NOON, tick=False):
        this, *_before = as_administrator.get("/api/v1/mail-weeks/").json()
    assert (this["begins"], this["over"], this["limit"]) == ("2026-11-30", 1, weekly.LIMIT)
    (row,) = as_administrator.get("/api/v1/mail-weeks/2026-11-30/").json()
    assert (row["person"], row["mails"]) == (agent.pk, weekly.LIMIT + 1)
    for wrong in ("2026-12-01", "2026-13-45"):
        assert as_administrator.get(f"/api/v1/mail-weeks/{wrong}/").status_code == 404


def test_what_waits_and_how_much_came_this_week(as_colleague, colleague, agent):
    Held.objects.create(
        person=colleague, group=Group.WATCH, cause="event:1", reason="watches", line="It is back", url="/incidents/INC-1/",
        at=NOON, due_at=NOON,
    )  # fmt: skip
    [line] = as_colleague.get("/api/v1/messages/waiting/").json()
    assert (line["line"], line["group"]) == ("It is back", "watch")
    Delivery.objects.create(
        cause="event:1",
        person=colleague,
        address=colleague.email,
        state="sent",
        created_at=NOON,
        reason="holder",
    )
    with time_machine.travel(NOON, tick=False):
        assert as_colleague.get("/api/v1/messages/week/").json() == {"mails": 1, "limit": weekly.LIMIT}


def test_the_badge_counts_what_is_unread(as_colleague, colleague, service, agent, deal):
    incident(by=colleague, service=service).reply("It is back.", by=agent)
    deal()
    assert as_colleague.get("/api/v1/inbox/unread/").json() == {"unread": 1}
    as_colleague.post("/api/v1/inbox/read/", {}, **JSON)
    assert as_colleague.get("/api/v1/inbox/unread/").json() == {"unread": 0}
