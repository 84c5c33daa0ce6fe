"""The calendar by API: the same answers as the pages, and the same refusals."""

import pytest
import time_machine

from changes.models import CalendarAddress, Collision, Occasion
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY

pytestmark = pytest.mark.django_db
WEEKEND = {"since": "2026-11-28T00:00:00Z", "until": "2026-11-30T00:00:00Z"}
FREEZE = {
    "kind": "freeze",
    "title": "Year end",
    "starts_at": "2026-11-27T18:00:00Z",
    "ends_at": "2026-11-30T08:00:00Z",
}


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(calendar, signed_in):
    return signed_in(calendar.ivo)


@pytest.fixture
def chief(calendar, signed_in):
    return signed_in(calendar.jonas)


def post(client, path, **body):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def test_a_span_lists_what_meets_it_and_filters_like_the_page(
    calendar, desk, as_colleague, meeting, mail_change
):
    found = desk.get("/api/v1/change-calendar/", WEEKEND).json()
    assert {(item["number"], item["collides"]) for item in found} == {(mail_change.number, True), (meeting.change.number, True)}  # fmt: skip
    calendar.freeze(services=[calendar.booking])  # of another team
    mine = desk.get("/api/v1/change-calendar/", WEEKEND | {"team": calendar.team.pk}).json()
    assert [item["number"] for item in mine] == [mail_change.number]
    assert (
        desk.get("/api/v1/change-calendar/", WEEKEND | {"until": "2027-11-30T00:00:00Z"}).status_code == 422
    )
    assert desk.get("/api/v1/change-calendar/").status_code == 422
    assert as_colleague.get("/api/v1/change-calendar/", WEEKEND).status_code == 404


def test_another_time_is_looked_at_before_it_is_taken(calendar, desk, as_manager, meeting):
    path = f"/api/v1/change-calendar/{meeting.change.number}/"
    told = desk.get(path).json()
    assert [found["collision"] for found in told["in_the_way"]] == [meeting.pk]
    assert told["next_free"] == {"starts_at": "2026-11-28T14:00:00Z", "ends_at": "2026-11-28T16:00:00Z"}
    free = desk.get(path, told["next_free"]).json()
    assert (free["in_the_way"], free["next_free"]) == ([], None)
    move = f"change-calendar/{meeting.change.number}/move/"
    assert post(as_manager, move, **told["next_free"]).status_code == 403
    assert post(desk, move, **told["next_free"]).json()["in_the_way"] == []
    meeting.change.refresh_from_db()
    assert meeting.change.starts_at == SATURDAY + 4 * HOUR
    assert not Collision.objects.open().exists()
    assert post(desk, move, starts_at=SATURDAY, ends_at=SATURDAY).status_code == 422


def test_occasions_are_planned_changed_and_cancelled_as_on_the_pages(calendar, desk, chief):
    assert post(desk, "occasions/", **FREEZE).status_code == 403
    made = post(chief, "occasions/", **FREEZE, services=[calendar.mail.pk])
    assert made.status_code == 201, made.content
    path = f"/api/v1/occasions/{made.json()['id']}/"
    later = {"ends_at": "2026-12-01T08:00:00Z"}
    changed = chief.patch(path, later, content_type="application/json").json()
    assert (changed["ends_at"], changed["services"]) == (later["ends_at"], [calendar.mail.pk])
    assert desk.patch(path, later, content_type="application/json").status_code == 403
    assert chief.patch(path, {"kind": "on_call"}, content_type="application/json").status_code == 422
    assert (
        chief.patch(path, {"ends_at": "2026-11-01T08:00:00Z"}, content_type="application/json").status_code
        == 422
    )
    assert post(desk, f"occasions/{made.json()['id']}/cancel/").status_code == 403
    assert post(chief, f"occasions/{made.json()['id']}/cancel/").json()["cancelled_at"]
    assert post(chief, f"occasions/{made.json()['id']}/cancel/").status_code == 409
    on_call = {**FREEZE, "kind": "on_call"}
    assert post(desk, "occasions/", **on_call).status_code == 422
    assert post(desk, "occasions/", **on_call, person=calendar.ivo.pk).status_code == 201
    assert Occasion.objects.count() == 2


def test_a_collision_is_talked_about_and_accepted(calendar, desk, chief, as_manager, meeting):
    path = f"collisions/{meeting.pk}"
    assert [row["id"] for row in desk.get("/api/v1/collisions/").json()["results"]] == [meeting.pk]
    assert post(desk, f"{path}/discuss/", words="At noon?").json()["words"][0]["words"] == "At noon?"
    assert post(as_manager, f"{path}/discuss/", words="Why?").status_code == 403
    assert post(desk, f"{path}/accept/", reason="It is fine.").status_code == 409
    told = post(chief, f"{path}/accept/", reason="One after the other.").json()
    assert (told["accepted_by"]["name"], told["accept_reason"]) == ("Jonas Weil", "One after the other.")


def test_ones_own_address_is_told_and_ended(calendar, desk, as_colleague):
    first = desk.get("/api/v1/me/calendar-address/").json()["address"]
    second = post(desk, "me/calendar-address/").json()["address"]
    assert first != second
    assert CalendarAddress.objects.get(person=calendar.ivo).issue == 1
    assert as_colleague.get("/api/v1/me/calendar-address/").status_code == 404
