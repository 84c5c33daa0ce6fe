"""Goals: from where to where and until when, what teams say to them, how they stand, who needs a service."""

import re
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from itsm.insights.goals.progress import since_it_began, state_of
from itsm.insights.goals.targets import set_target
from itsm.insights.measures import Figure
from itsm.people.models import BusinessUnit
from itsm.services.goals import figures
from itsm.services.models import Goal, Stakeholder
from tests.factories import ServiceFactory
from tests.insights.fill import fill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def goal_of(manager, **about):
    today = timezone.localdate()
    known = {
        "name": "Nothing twice", "owner": manager, "measure": "reopened", "baseline": 12, "target": 8,
        "started_on": today - 50 * DAY, "reached_by": today + 50 * DAY,
    }  # fmt: skip
    return Goal.objects.create(**known | about)


@pytest.fixture
def goal(manager, service):
    made = goal_of(manager)
    made.services.add(service)
    return made


# What a goal says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["baseline", "target", "reached_by"])
def test_a_goal_with_a_figure_says_from_where_to_where_and_until_when(manager, missing):
    goal = Goal(
        name="G",
        owner=manager,
        measure="reopened",
        baseline=12,
        target=8,
        reached_by=timezone.localdate() + DAY,
    )
    setattr(goal, missing, None)
    with pytest.raises(ValidationError) as wrong:
        goal.full_clean()
    assert list(wrong.value.message_dict) == [missing]


@pytest.mark.parametrize(("way", "baseline", "target", "fine"), [
    ("lower", 12, 8, True), ("lower", 8, 8, True), ("lower", 8, 12, False), ("higher", 70, 90, True), ("higher", 90, 70, False),
])  # fmt: skip
def test_it_leads_the_way_it_says(manager, way, baseline, target, fine):
    goal = Goal(name="G", owner=manager, direction=way, baseline=baseline, target=target)
    wrong = nullcontext() if fine else pytest.raises(ValidationError, match="the other way")
    with wrong:
        goal.full_clean()


def test_a_year_that_was_mistyped_is_refused(manager):
    goal = goal_of(manager)
    goal.started_on = date(26, 5, 1)
    with pytest.raises(ValidationError, match="Look at the year"):
        goal.full_clean()


def test_where_it_should_be_is_on_a_straight_line(manager):
    goal = goal_of(manager)
    days = [
        goal.started_on - DAY,
        goal.started_on,
        timezone.localdate(),
        goal.reached_by,
        goal.reached_by + DAY,
    ]
    assert [goal.planned(day) for day in days] == [12, 12, 10, 8, 8]


@pytest.mark.parametrize(("value", "state"), [
    (8, "reached"), (7, "reached"), (9.9, "on_course"), (10, "on_course"), (10.1, "behind"), (None, "few"),
])  # fmt: skip
def test_it_is_reached_on_course_or_behind(manager, value, state):
    goal = goal_of(manager)
    assert state_of(goal, Figure(value, 25), goal.planned(timezone.localdate())) == state


def test_its_course_has_whole_weeks_and_at_most_twelve_stretches(manager):
    for days, weeks, count in ((3, 1, 1), (50, 1, 8), (84, 1, 12), (85, 2, 7), (700, 9, 12)):
        goal = Goal(started_on=timezone.localdate() - days * DAY)
        chosen, stretches = since_it_began(goal, timezone.now())
        assert (stretches.length.days, stretches.count) == (7 * weeks, count)
        assert chosen.until - chosen.since == stretches.length * stretches.count


def test_its_figure_is_of_the_last_four_weeks(manager, team, agent):
    goal = goal_of(manager, measure="handovers", baseline=2, target=0.5)
    # 0, 1, 2, 0, 1, 2 … hand-overs, see `fill`: one each. Two thirds of the way, at half of the time.
    fill(1_200, team=team.pk, person=agent.pk, now=timezone.now(), apart=1800)
    stand = figures.stands([goal], now=timezone.now())[goal.pk]
    assert stand.value == pytest.approx(1, abs=0.01)
    assert (stand.state, stand.share, stand.due) == ("on_course", 67, "1.25")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_every_reader_reads_the_same_course_and_the_plan_of_its_last_day(manager, zone):
    goal = goal_of(manager)
    now = datetime.combine(goal.started_on + 25 * DAY, time(12), timezone.get_default_timezone())
    with timezone.override(ZoneInfo(zone)):
        stand = figures.stands([goal], now=now)[goal.pk]
        course = figures.course(goal, now=now, person=manager)
    assert stand.due == "11 %"
    planned = re.findall(r"Where it should be \(planned, not counted\): ([\d.]+ %)", course)
    assert planned[-1] == stand.due


def test_who_may_not_open_the_targets_is_not_led_there(as_agent, as_manager, goal):
    set_target("reopened", 4, by=None)
    pages = [client.get(goal.get_absolute_url()).content.decode() for client in (as_agent, as_manager)]
    assert all("at most 4 %" in page for page in pages)
    assert ["/insights/targets/" in page for page in pages] == [False, True]


def test_what_it_has_stays_when_it_is_offered_no_more(as_manager, goal, service):
    """Saving a goal is not the moment to lose the service that it is measured on."""
    goal.measured_service, unit = service, BusinessUnit.objects.create(name="Sales")
    goal.save()
    goal.units.add(unit)
    for gone in (service, unit):
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    address = f"{goal.get_absolute_url()}edit/"
    as_manager.post(address, typed(as_manager.get(address).context["form"]))
    goal.refresh_from_db()
    assert goal.measured_service == service
    assert (list(goal.services.all()), list(goal.units.all())) == ([service], [unit])


def typed(form) -> dict:
    """What a browser sends where nothing was changed: of boxes and lists, only what is offered."""
    sent = {}
    for bound in form:
        offered = getattr(bound.field, "queryset", None)
        value = bound.value()
        if offered is not None and isinstance(value, list):
            value = list(offered.filter(pk__in=value).values_list("pk", flat=True))
        elif offered is not None and not offered.filter(pk=value).exists():
            value = None
        sent[bound.name] = value
    return {name: value for name, value in sent.items() if value is not None}


# What teams say -------------------------------------------------------------------------------------------------------


def test_a_team_of_its_services_says_yes_and_the_yes_is_to_this_target(goal, team, agent):
    said = goal.sign_off(team, agrees=True, by=agent)
    assert said.stands
    goal.target = 6
    goal.save()
    said.refresh_from_db()
    assert not said.stands


def test_a_no_says_what_stands_in_the_way_and_another_team_says_nothing(goal, team, outsider):
    with pytest.raises(ValidationError):
        goal.sign_off(team, agrees=False, by=outsider)
    with pytest.raises(ValidationError):
        goal.sign_off(outsider.teams.get(), agrees=True, by=outsider)


def test_the_lead_says_it_and_anybody_of_a_team_without_one(goal, team, agent, manager, outsider):
    assert goal.awaits(agent, goal.teams()) == [team]
    assert goal.awaits(outsider, goal.teams()) == []
    team.lead = manager
    team.save()
    assert goal.awaits(agent, goal.teams()) == []
    assert goal.awaits(manager, goal.teams()) == [team]


def test_on_the_page_a_team_says_yes(as_agent, goal, team):
    page = as_agent.get(goal.get_absolute_url()).content.decode()
    assert "Not asked or not answered yet" in page
    answer = as_agent.post(f"{goal.get_absolute_url()}sign-off/", {"team": team.pk, "agrees": "yes"})
    assert answer.status_code == 302
    assert "Ivo Lund" in as_agent.get(goal.get_absolute_url()).content.decode()
    assert "1 of 1" in as_agent.get("/services/goals/").content.decode()
    refused = as_agent.post(f"{goal.get_absolute_url()}sign-off/", {"team": team.pk, "agrees": "no"})
    assert refused.status_code == 422
    assert "Say what stands in the way." in refused.content.decode()


def test_another_team_has_no_word(as_outsider, goal, team):
    answer = as_outsider.post(f"{goal.get_absolute_url()}sign-off/", {"team": team.pk, "agrees": "yes"})
    assert answer.status_code == 403


# Pages and API --------------------------------------------------------------------------------------------------------


def test_a_manager_writes_a_goal_with_its_figure(as_manager, manager, service):
    today = timezone.localdate()
    about = {
        "name": "Heard sooner", "owner": manager.pk, "services": [service.pk], "measure": "first_response", "direction": "lower",
        "baseline": "3", "started_on": today, "reached_by": today + 90 * DAY, "is_active": "on",
    }  # fmt: skip
    assert as_manager.post("/services/goals/new/", about).status_code == 422
    assert as_manager.post("/services/goals/new/", about | {"target": "1.5"}).status_code == 302
    assert Goal.objects.get().target == 1.5


def test_the_list_and_the_page_cost_the_same_with_more_goals(
    as_manager, manager, service, django_assert_max_num_queries
):
    other = ServiceFactory()
    for number in range(6):
        goal = goal_of(manager, name=f"Goal {number}", measured_service=service if number % 2 else None)
        goal.services.add(service, other)
    with django_assert_max_num_queries(14):
        as_manager.get("/services/goals/")
    with django_assert_max_num_queries(14):
        as_manager.get("/services/goals/roadmap/")
    with django_assert_max_num_queries(15):
        page = as_manager.get(goal.get_absolute_url()).content.decode()
    assert "over all services" in page or str(service) in page


def test_the_roadmap_has_goals_by_quarter_and_what_is_switched_on(as_agent, goal):
    page = as_agent.get("/services/goals/roadmap/").content.decode()
    assert goal.name in page
    assert f"Quarter {(goal.reached_by.month + 2) // 3} of {goal.reached_by.year}" in page
    assert "Problems" in page


def test_by_api_a_goal_is_as_complete_as_on_the_page(as_manager, manager, goal, team):
    api = "/api/v1/goals/"
    about = {"name": "Heard sooner", "owner": manager.pk, "measure": "first_response", "baseline": 3}
    wrong = as_manager.post(api, about, content_type="application/json")
    assert wrong.status_code == 422
    more = about | {"target": 1, "reached_by": str(timezone.localdate() + 9 * DAY)}
    assert as_manager.post(api, more, content_type="application/json").status_code == 201
    turned = as_manager.patch(f"{api}{goal.pk}/", {"target": 40}, content_type="application/json")
    assert turned.status_code == 422
    assert as_manager.get(f"{api}{goal.pk}/stand/").json()["state"] == "none"
    said = as_manager.post(
        f"{api}{goal.pk}/sign-off/", {"team": team.pk, "agrees": True}, content_type="application/json"
    )
    assert said.status_code == 403


def test_a_teams_word_by_api(as_agent, goal, team):
    address = f"/api/v1/goals/{goal.pk}/sign-off/"
    said = as_agent.post(address, {"team": team.pk, "agrees": True}, content_type="application/json")
    assert said.json()["sign_offs"][0]["stands"]
    empty = as_agent.post(address, {"team": team.pk, "agrees": False}, content_type="application/json")
    assert empty.status_code == 422


# Who needs a service --------------------------------------------------------------------------------------------------


def test_each_service_names_who_needs_it(as_manager, as_agent, service, colleague):
    page = f"/services/goals/stakeholders/{service.pk}/"
    about = {"person": colleague.email, "needs": "Orders go out before four."}
    assert as_agent.post(page, about).status_code == 403
    assert as_manager.post(page, about).status_code == 302
    assert as_manager.post(page, about).status_code == 422
    assert "Orders go out before four." in as_agent.get(service.get_absolute_url()).content.decode()
    named = Stakeholder.objects.get()
    assert as_manager.post(f"{page}remove/{named.pk}/").status_code == 302
    assert not service.stakeholders.exists()


def test_by_api_the_owner_of_a_service_names_them_too(as_agent, agent, service, colleague):
    body = {"service": service.pk, "person": colleague.pk, "needs": "Orders go out."}
    api = "/api/v1/stakeholders/"
    assert as_agent.post(api, body, content_type="application/json").status_code == 403
    service.owner = agent
    service.save()
    made = as_agent.post(api, body, content_type="application/json")
    assert made.status_code == 201
    assert as_agent.delete(f"{api}{made.json()['id']}/").status_code == 204
