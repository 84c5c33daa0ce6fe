"""The calendar's pages: what each view shows, in the reader's zone, at a cost that does not grow."""

import gzip
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changes.calendar import tasks
from changes.models import Collision
from itsm.people import roles
from tests.changes.calendar import year
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY
from tests.factories import PersonFactory, ServiceFactory, SiteFactory

pytestmark = pytest.mark.django_db
MONTH = "/changes/calendar/?on=2026-11-23"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(calendar, signed_in):
    return signed_in(calendar.ivo)


def text(response):
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_every_view_shows_the_change_and_why_it_collides(desk, meeting, mail_change):
    for view in ("month", "week", "day", "timeline"):
        page = text(desk.get(f"/changes/calendar/?view={view}&on=2026-11-28"))
        assert mail_change.number in page, view
        assert meeting.because in page, view
        assert "10:00" in page, view
        assert "data-collides" in page, view
    assert "Booking" in text(desk.get("/changes/calendar/?view=week&on=2026-11-28"))
    assert "Service desk" in text(desk.get("/changes/calendar/?view=timeline&rows=team&on=2026-11-28"))


def test_an_address_that_cannot_be_read_is_this_month(desk, mail_change):
    page = text(
        desk.get("/changes/calendar/?view=century&on=yesterday&service=x&team=-1&site=99999999999999999999")
    )
    assert "November 2026" in page
    assert mail_change.number in page
    for day in ("0001-01-01", "9999-12-31"):
        for view in ("month", "week", "day", "timeline"):
            text(desk.get(f"/changes/calendar/?view={view}&on={day}"))


def test_filters_by_service_take_what_stands_on_it_and_what_it_stands_on(calendar, desk, mail_change):
    alone = ServiceFactory(name="Payroll", team=calendar.team)
    far = calendar.change(alone, calendar.ivo, starts_at=SATURDAY + 30 * HOUR)
    calendar.freeze(title="Everybody stops")
    for service, shown in ((calendar.mail, True), (calendar.booking, True), (alone, False)):
        page = text(desk.get(f"{MONTH}&service={service.pk}"))
        assert (mail_change.number in page) is shown
        assert (far.number in page) is not shown
        assert "Everybody stops" in page
    by_team = text(desk.get(f"{MONTH}&team={calendar.booking.team_id}"))
    assert mail_change.number not in by_team


def test_filters_by_site_take_services_that_are_used_there(calendar, desk, mail_change):
    porto, oslo = SiteFactory(name="Porto"), SiteFactory(name="Oslo")
    calendar.mail.sites.add(porto)
    assert mail_change.number in text(desk.get(f"{MONTH}&site={porto.pk}"))
    assert mail_change.number not in text(desk.get(f"{MONTH}&site={oslo.pk}"))


def test_a_day_stands_by_the_readers_clock(calendar, signed_in):
    late = calendar.change(
        calendar.mail, calendar.ivo, starts_at=SATURDAY + 13 * HOUR
    )  # 23:00 UTC on Saturday
    tokyo = PersonFactory(roles=[roles.AGENT], time_zone="Asia/Tokyo")
    page = text(signed_in(tokyo).get("/changes/calendar/?view=day&on=2026-11-29"))
    assert late.number in page
    assert "08:00" in page
    assert late.number not in text(signed_in(tokyo).get("/changes/calendar/?view=day&on=2026-11-28"))


def test_a_draft_is_its_authors_own_business_and_a_restricted_change_is_not_there(calendar, signed_in, desk):
    draft = calendar.change(calendar.mail, calendar.noor, status="draft")
    closed_to_others = calendar.change(calendar.booking, calendar.noor, restricted=True, look=False)
    assert draft.number in text(signed_in(calendar.noor).get(MONTH))
    page = text(desk.get(MONTH))
    assert draft.number not in page
    assert closed_to_others.number not in page


def test_a_full_day_folds_and_five_hundred_changes_stay_within_the_budget_of_a_list(calendar, desk):
    people = [PersonFactory(teams=[calendar.team]) for _n in range(5)]
    services = year.services(40)
    november = datetime(2026, 11, 1, tzinfo=ZoneInfo("UTC"))

    def statements(view):
        with CaptureQueriesContext(connection) as counted:
            page = desk.get(f"/changes/calendar/?view={view}&on=2026-11-23")
        assert len(counted) <= 10, "\n".join(each["sql"][:200] for each in counted)
        return len(counted), page

    year.fill(5, of=services, team=calendar.team, people=people, since=november, days=28)
    statements("month")  # warm: the session is kept
    few = {view: statements(view)[0] for view in ("month", "week", "timeline")}
    keys = year.fill(495, of=services, team=calendar.team, people=people, since=november, days=28, seed=9)
    calendar.look(*year.Change.objects.filter(pk__in=keys[:12]))
    assert Collision.objects.exists()
    statements("month")  # warm again: what is kept for a minute may have run out meanwhile
    for view, count in few.items():
        cost, page = statements(view)
        assert cost <= count + 1  # why what is shown collides
        assert len(gzip.compress(page.content)) < 15_000, view
        assert " more</a>" in page.content.decode()


def test_moving_looks_again_and_keeps_the_wall_clock_over_the_change_to_summer_time(calendar, signed_in):
    porto = PersonFactory(roles=[roles.AGENT], teams=[calendar.team], time_zone="Europe/Lisbon")
    spring = datetime(2027, 3, 27, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    change = calendar.change(calendar.mail, porto, starts_at=spring, status="assess")
    page = text(signed_in(porto).get(f"/changes/calendar/move/{change.number}/?on=2027-03-28"))
    assert 'value="2027-03-28T10:00"' in page  # 09:00 UTC: an hour less has gone by
    given = {"starts_at": "2027-03-28T10:00", "ends_at": "2027-03-28T12:00"}
    answer = signed_in(porto).post(f"/changes/calendar/move/{change.number}/", given)
    assert (answer.status_code, answer.url) == (302, change.get_absolute_url())
    change.refresh_from_db()
    assert change.starts_at - spring == timedelta(hours=23)


def test_moving_into_the_night_the_clock_is_changed_keeps_the_hours_the_work_takes(calendar, signed_in):
    porto = PersonFactory(roles=[roles.AGENT], teams=[calendar.team], time_zone="Europe/Lisbon")
    evening = datetime(2026, 12, 5, 22, tzinfo=ZoneInfo("UTC"))
    change = calendar.change(calendar.mail, porto, starts_at=evening, hours=7, status="assess")
    page = text(signed_in(porto).get(f"/changes/calendar/move/{change.number}/?on=2027-03-27"))
    assert 'value="2027-03-27T22:00"' in page
    assert 'value="2027-03-28T06:00"' in page  # an hour of this night is not there


def test_who_moves_what_another_moved_meanwhile_is_told_and_may_move_it_then(calendar, signed_in):
    change = calendar.change(calendar.mail, calendar.ivo, status="assess")
    address = f"/changes/calendar/move/{change.number}/"
    given = {"starts_at": "2026-12-05T10:00", "ends_at": "2026-12-05T12:00", "seen": change.last_event}
    change.plan(by=calendar.noor, ends_at=change.ends_at + HOUR)
    late = signed_in(calendar.ivo).post(address, given)
    assert late.status_code == 409
    change.refresh_from_db()
    assert (change.starts_at, change.ends_at) == (SATURDAY, SATURDAY + 3 * HOUR)
    assert f'name="seen" value="{change.last_event}"' in late.content.decode()
    assert signed_in(calendar.ivo).post(address, given | {"seen": change.last_event}).status_code == 302


def test_moving_into_something_says_so_before_and_proposes_the_next_free_window(calendar, desk, mail_change):
    other = calendar.change(calendar.mail, calendar.ivo, starts_at=SATURDAY + 24 * HOUR, status="assess")
    address = f"/changes/calendar/move/{other.number}/"
    page = text(desk.get(f"{address}?on=2026-11-28&back={MONTH}"))
    assert "both change Mail" in page
    assert "Sat 28 Nov 14:00 to 16:00" in page  # two hours after the other one has ended
    given = {"starts_at": "2026-11-28T10:00", "ends_at": "2026-11-28T11:00", "look": "1"}
    assert "both change Mail" in text(desk.post(address, given))
    other.refresh_from_db()
    assert other.starts_at == SATURDAY + 24 * HOUR
    wrong = desk.post(address, {"starts_at": "2026-11-28T10:00", "ends_at": "2026-11-28T09:00"})
    assert wrong.status_code == 422
    moved = desk.post(
        address,
        {"starts_at": "2026-11-30T10:00", "ends_at": "2026-11-30T11:00", "back": "https://evil.example/"},
    )
    assert moved.url == other.get_absolute_url()


def test_a_slip_in_a_year_is_a_slip_and_nothing_more(desk, signed_in, calendar, mail_change):
    address = f"/changes/calendar/move/{mail_change.number}/"
    for wanted in (
        "on=0001-01-01",
        "on=9999-12-31",
        "at=0001-01-01T00:00",
        "at=9999-12-31T23:59:59Z",
        "at=31",
        "by=999999",
        "by=-x",
    ):
        text(desk.get(f"{address}?{wanted}"))
    far = {"starts_at": "0001-01-01T00:00", "ends_at": "9999-12-31T23:59"}
    assert desk.post(address, far).status_code == 422
    given = {"kind": "freeze", "title": "Year end", **far}
    assert signed_in(calendar.jonas).post("/changes/occasions/new/", given).status_code == 422
    path = f"/api/v1/change-calendar/{mail_change.number}/"
    assert (
        desk.get(path, {"starts_at": "0001-01-01T00:00Z", "ends_at": "9999-12-31T23:59Z"}).status_code == 422
    )


def test_a_closed_change_cannot_be_moved_and_a_manager_may_not(calendar, desk, as_manager, mail_change):
    address, given = f"/changes/calendar/move/{mail_change.number}/", {"starts_at": "2026-11-30T10:00", "ends_at": "2026-11-30T11:00"}  # fmt: skip
    assert as_manager.post(address, given).status_code == 403
    type(mail_change).objects.filter(pk=mail_change.pk).update(status="closed", open=False)
    assert desk.post(address, given).status_code == 409


def test_both_owners_talk_in_one_place_and_authority_lets_it_stand(calendar, desk, signed_in, meeting):
    page = text(desk.get(meeting.get_absolute_url()))
    assert meeting.because in page
    assert "Accept the collision" not in page
    assert desk.post(f"{meeting.get_absolute_url()}discuss/", {"words": ""}).status_code == 422
    desk.post(f"{meeting.get_absolute_url()}discuss/", {"words": "Could yours begin at noon?"})
    assert desk.post(f"{meeting.get_absolute_url()}accept/", {"reason": "Fine"}).status_code == 409
    chief = signed_in(calendar.jonas)
    assert "Could yours begin at noon?" in text(chief.get(meeting.get_absolute_url()))
    chief.post(f"{meeting.get_absolute_url()}accept/", {"reason": "Ten minutes only, one after the other."})
    assert "Ten minutes only" in text(desk.get(meeting.get_absolute_url()))
    assert meeting.because not in text(desk.get("/changes/collisions/"))
    assert meeting.because in text(desk.get("/changes/collisions/?view=accepted"))


def test_the_part_on_the_changes_page_names_what_is_in_its_way(desk, meeting, mail_change):
    page = text(desk.get(f"/changes/calendar/of/{mail_change.number}/", headers={"HX-Request": "true"}))
    assert "<html" not in page
    assert meeting.because in page
    assert "Free next:" in page
    assert f"/changes/calendar/of/{mail_change.number}/" in text(desk.get(mail_change.get_absolute_url()))


def test_a_freeze_is_planned_edited_and_cancelled_by_whoever_governs_changes(calendar, desk, signed_in, mail_change, django_capture_on_commit_callbacks):  # fmt: skip
    chief = signed_in(calendar.jonas)
    given = {
        "kind": "freeze", "title": "Year end", "reason": "The books are closed.", "starts_at": "2026-11-27T18:00",
        "ends_at": "2026-11-30T08:00", "services": [calendar.mail.pk],
    }  # fmt: skip
    assert desk.post("/changes/occasions/new/", given).status_code == 422  # an agent has no freezes to choose

    def looking(url, given):
        """As the worker is told to."""
        with django_capture_on_commit_callbacks() as later:
            answer = chief.post(url, given)
        assert answer.status_code == 302
        [wake] = [each for each in later if getattr(each, "func", None) is tasks.wake_to_look_around]
        tasks.look_around(*wake.args)
        return answer

    answer = looking("/changes/occasions/new/", given)
    assert mail_change.collisions.get().kind == "freeze"
    assert mail_change.number in text(chief.get(answer.url))
    assert "Year end" in text(desk.get(MONTH))
    looking(f"{answer.url}edit/", given | {"ends_at": "2026-11-27T20:00"})
    assert not mail_change.collisions.open().exists()
    assert desk.post(f"{answer.url}cancel/").status_code == 403
    chief.post(f"{answer.url}cancel/")
    assert "Year end" not in text(desk.get(MONTH))
    assert chief.post(f"{answer.url}edit/", given).status_code == 409


def test_a_team_says_itself_who_is_on_call(calendar, desk):
    given = {
        "kind": "on_call",
        "title": "Weekend",
        "starts_at": "2026-11-27T18:00",
        "ends_at": "2026-11-30T08:00",
    }
    assert desk.post("/changes/occasions/new/", given).status_code == 422
    desk.post("/changes/occasions/new/", given | {"person": calendar.ivo.pk, "teams": [calendar.team.pk]})
    assert "Weekend: Ivo Lund" in text(desk.get(MONTH))
    assert not Collision.objects.exists()
