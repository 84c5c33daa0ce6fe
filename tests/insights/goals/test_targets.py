"""What figures should be: which target holds for whom and when, its page and its API."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from itsm.insights.goals.models import FigureTarget
from itsm.insights.goals.targets import set_target, standing, target_of, today
from itsm.insights.measures import Filter
from itsm.services.models import Goal

pytestmark = pytest.mark.django_db
PAGE, API = "/insights/targets/", "/api/v1/targets/"
DAY = timedelta(days=1)


def lately(**chosen):
    now = timezone.now()
    return Filter(since=now - 28 * DAY, until=now, **chosen)


def test_nobody_said_so_there_is_none():
    assert target_of("reopened", lately()) is None


def test_the_narrower_target_counts_and_the_wider_one_where_there_is_none(service, team):
    set_target("reopened", 8, by=None)
    set_target("reopened", 6, by=None, team=team)
    set_target("reopened", 4, by=None, service=service)
    assert target_of("reopened", lately()) == 8
    assert target_of("reopened", lately(team=team.pk)) == 6
    assert target_of("reopened", lately(service=service.pk)) == 4
    assert target_of("reopened", lately(service=service.pk, team=team.pk)) == 4
    assert target_of("reopened", lately(service=service.pk + 1)) == 8


def test_it_holds_from_its_day_on_and_the_past_keeps_what_was_meant_then():
    today = timezone.localdate()
    set_target("reopened", 8, by=None, since=today - 60 * DAY)
    set_target("reopened", 5, by=None, since=today - 2 * DAY)
    set_target("reopened", 2, by=None, since=today + 9 * DAY)
    past = Filter(since=timezone.now() - 50 * DAY, until=timezone.now() - 20 * DAY)
    assert (target_of("reopened", lately()), target_of("reopened", past)) == (5, 8)
    assert [one.value for one in standing(today)] == [5]


def test_one_that_begins_tomorrow_does_not_hold_today(as_manager):
    set_target("opened", 5, by=None)
    set_target("opened", 2, by=None, since=today() + DAY)
    page = as_manager.get("/insights/figures/opened/").content.decode()
    assert "Target: 5" in page
    assert "Target: 2" not in page


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_it_holds_at_once_wherever_whoever_sets_it_lives(zone):
    """14 hours before the organisation's clock, or 11 behind it."""
    with timezone.override(ZoneInfo(zone)):
        set_target("opened", 5, by=None)
        assert standing(today()) == [FigureTarget.objects.get()]
        assert (
            target_of("opened", Filter.of_days(today() - DAY, today(), timezone.get_default_timezone())) == 5
        )


def test_without_a_value_there_is_none_any_more():
    set_target("reopened", 8, by=None, since=timezone.localdate() - DAY)
    set_target("reopened", None, by=None)
    assert target_of("reopened", lately()) is None
    assert standing(timezone.localdate()) == []


def test_a_target_is_for_all_priorities_together():
    set_target("reopened", 8, by=None)
    assert target_of("reopened", lately(priority=1)) is None


def test_a_manager_sets_one_and_sees_what_pulls_against_it(as_manager, manager):
    today = timezone.localdate()
    Goal.objects.create(
        name="Nothing twice", owner=manager, measure="reopened", baseline=12, target=9, reached_by=today + 90 * DAY
    )  # fmt: skip
    answer = as_manager.post(PAGE, {"measure": "reopened", "value": "4", "since": today})
    assert answer.status_code == 302
    page = as_manager.get(PAGE).content.decode()
    assert "at most 4 %" in page
    assert "The same figure has two values: at most 9 % and at most 4 %." in page


def test_the_same_day_again_is_a_correction(as_manager):
    for value in ("4", "5"):
        as_manager.post(PAGE, {"measure": "reopened", "value": value, "since": timezone.localdate()})
    assert FigureTarget.objects.get().value == 5


def test_a_figure_that_does_not_exist_has_no_target(as_manager):
    assert as_manager.post(PAGE, {"measure": "luck", "value": "4"}).status_code == 422
    wrong = as_manager.post(API, {"measure": "luck", "value": 4}, content_type="application/json")
    assert wrong.status_code == 422


def test_by_api_they_are_read_set_and_compared(as_manager, manager):
    made = as_manager.post(API, {"measure": "handovers", "value": 0.3}, content_type="application/json")
    assert made.status_code == 201
    assert FigureTarget.objects.get().set_by == manager
    as_manager.post(API, {"measure": "first_response", "value": 1}, content_type="application/json")
    assert [row["value"] for row in as_manager.get(API).json()["results"]] == [1, 0.3]
    clash = as_manager.get(f"{API}clashes/").json()[0]
    assert (clash["sharp"], clash["one"]["measure"]) == (False, "first_response")
    assert "pass the ticket on" in clash["because"]


def test_the_page_costs_the_same_however_many_there_are(as_manager, service, django_assert_max_num_queries):
    set_target("reopened", 8, by=None)
    with django_assert_max_num_queries(10):
        as_manager.get(PAGE)
    for key in ("handovers", "sla_met", "first_contact"):
        set_target(key, 8, by=None, service=service)
    with django_assert_max_num_queries(10):
        as_manager.get(PAGE)
