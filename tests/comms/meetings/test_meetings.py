"""Meetings: an agenda from figures, decisions that keep them, actions with a name and a day, invitation and minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.meetings import agenda, holding, tasks
from comms.meetings.kept import lately
from comms.models import Action, Decision, Delivery, Meeting
from itsm.insights.goals.targets import set_target
from itsm.insights.measures import Figure, measure
from itsm.services.models import Goal
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds(meeting):
    return [point["kind"] for point in meeting.agenda]


def mails(kind):
    return list(Delivery.objects.filter(cause__startswith=f"{kind}:").order_by("person"))


# The agenda -----------------------------------------------------------------------------------------------------------


def test_what_is_furthest_from_its_target_stands_first(busy, planned, team):
    meeting = planned(team=team)
    figures = [point for point in meeting.agenda if point["kind"] == "figure"]
    # 1 hand-over each against 0.2 is four times off, 78 % against 90 % is an eighth.
    assert [point["figure"]["key"] for point in figures][:2] == ["handovers", "sla_met"]
    assert figures[0]["target"] == "0.2"
    assert figures[0]["figure"]["n"] > 400
    assert all(point["tone"] == "broken" for point in figures[:2])


def test_own_topics_come_first_and_what_is_left_over_comes_back(planned, team, agent, manager):
    first = planned(team=team, starts_at=timezone.now() - 7 * DAY)
    holding.take_on(first, what="Ask the supplier", owner=agent, due_on=timezone.localdate(), by=manager)
    done = holding.take_on(first, what="Done already", owner=agent, due_on=timezone.localdate(), by=manager)
    holding.finish(done, by=agent)
    second = planned(team=team, topics="The new printer\n\nHolidays\n")
    assert [point["words"] for point in second.agenda] == ["The new printer", "Holidays", "Ask the supplier"]


def test_what_two_people_talked_about_stays_between_them(planned, team, agent, manager):
    private = planned(kind="check_in", team=team, starts_at=timezone.now() - 7 * DAY)
    holding.take_on(private, what="Learn Dutch", owner=agent, due_on=timezone.localdate(), by=manager)
    assert planned(team=team).agenda == []


def test_open_promises_and_dropped_batons_are_counted(planned, service, team, colleague):
    ticket = factories.incident(by=colleague, service=service, team=team)
    past = timezone.now() - timedelta(hours=1)
    Ticket.objects.filter(pk=ticket.pk).update(promised_at=past, drops_at=past)
    meeting = planned(kind="service_review", service=service)
    assert kinds(meeting) == ["promise", "dropped"]
    assert meeting.agenda[0]["words"] == "1 promise is open."
    assert meeting.agenda[0]["said"] == "1 of them is broken."
    assert meeting.agenda[0]["href"] == f"/desk/?view=silence&service={service.pk}"


def test_goals_behind_their_line_are_on_it(busy, planned, team, service, manager):
    today = timezone.localdate()
    goal = Goal.objects.create(
        name="Hand over less", owner=manager, measure="handovers", baseline=1.2, target=0.2, started_on=today - 30 * DAY,
        reached_by=today + DAY,
    )  # fmt: skip
    goal.services.add(service)
    point = next(point for point in planned(team=team).agenda if point["kind"] == "goal")
    assert point["words"] == "Hand over less"


def test_with_a_unit_the_figures_are_of_the_services_it_asks_about(busy, planned, unit, colleague, service):
    Ticket.objects.filter(pk__in=Ticket.objects.values("pk")[:300]).update(
        requester=colleague, service=service
    )
    meeting = planned(kind="service_review", unit=unit)
    first = next(point for point in meeting.agenda if point["kind"] == "figure")
    assert first["figure"]["filter"] == {"service": service.pk}


def test_once_it_began_the_agenda_stays_as_it_was(busy, planned, team, manager):
    meeting = planned(team=team)
    holding.begin(meeting, by=manager)
    meeting.refresh_from_db()
    before = meeting.agenda
    set_target("handovers", 5, by=None)
    with pytest.raises(Refused):
        holding.look_again(meeting)
    meeting.refresh_from_db()
    assert meeting.agenda == before


# Its course -----------------------------------------------------------------------------------------------------------


def test_whoever_is_asked_gets_the_agenda_and_afterwards_the_minutes(
    busy, planned, team, manager, agent, colleague
):
    meeting = planned(team=team)
    invited = mails("invitation")
    assert {mail.person for mail in invited} == {agent, colleague}
    assert "Hand-overs" in invited[0].text
    assert "the target is" in invited[0].text.lower()
    assert "You get this because you are asked to this meeting." in invited[0].text
    holding.begin(meeting, by=manager)
    holding.write(meeting, notes="All is well.", there=[manager.pk, agent.pk])
    meeting.refresh_from_db()
    holding.decide(
        what="Train the night shift", by=manager, meeting=meeting, figure=meeting.agenda[0]["figure"]
    )
    holding.take_on(meeting, what="Book the room", owner=agent, due_on=timezone.localdate() + DAY, by=manager)
    holding.end(meeting, by=manager)
    text = mails("minutes")[0].text
    for said in ("Decided: Train the night shift", "Ivo Lund takes on: Book the room", "All is well."):
        assert said in text
    assert [one.person for one in meeting.attendances.filter(there=True)] == [agent, manager]


@pytest.mark.parametrize(("verb", "states"), [
    ("begin", "planned"), ("look_again", "planned"), ("cancel", "planned"), ("write", "running"), ("end", "running"),
])  # fmt: skip
def test_each_verb_is_for_its_state_only(review, manager, verb, states):
    needs = {"write": {"notes": "", "there": []}, "look_again": {}}.get(verb, {"by": manager})
    for state in Meeting.State.values:
        Meeting.objects.filter(pk=review.pk).update(state=state)
        if state in states.split():
            getattr(holding, verb)(review, **needs)
        else:
            with pytest.raises(Refused):
                getattr(holding, verb)(review, **needs)


def test_called_off_means_that_whoever_was_asked_hears_it(review, manager):
    holding.cancel(review, by=manager)
    assert [mail.subject for mail in mails("called_off")] == ["Does not take place: Service review: Mail"] * 2


def test_an_action_is_told_to_its_owner_and_once_more_when_its_day_has_passed(review, manager, agent):
    today = timezone.localdate()
    action = holding.take_on(review, what="Ask the supplier", owner=agent, due_on=today, by=manager)
    assert [mail.person for mail in mails("action:given")] == [agent]
    assert holding.remind(now=timezone.now()) == []
    tomorrow = timezone.now() + DAY
    assert len(holding.remind(now=tomorrow)) == 1
    assert holding.remind(now=tomorrow) == []
    holding.finish(action, by=agent)
    assert mails("action:late")[0].subject.startswith("Its day has passed")


def test_the_task_does_nothing_while_the_practice_is_off(review, manager, agent, monkeypatch):
    holding.take_on(review, what="X", owner=agent, due_on=timezone.localdate() - DAY, by=manager)
    monkeypatch.setattr(tasks, "has_address", lambda name: False)
    tasks.remind_of_meetings()
    assert Action.objects.get().reminded_at is None


# Decisions ------------------------------------------------------------------------------------------------------------


def test_a_decision_keeps_the_figure_as_it_was_that_day(busy, as_manager, team):
    address = f"/comms/meetings/decisions/new/?figure=handovers&weeks=12&team={team.pk}"
    assert "kept with it" in as_manager.get(address).content.decode()
    answer = as_manager.post(address, {"what": "One team takes mail", "why": "It wanders."})
    decision = Decision.objects.get()
    assert answer.url == decision.get_absolute_url()
    kept = decision.figure
    assert (kept["key"], kept["filter"], kept["target"]) == ("handovers", {"team": team.pk}, 0.2)
    Ticket.objects.update(handover_count=3)
    page = as_manager.get(answer.url).content.decode()
    assert f"{kept['n']} counted" in page
    decision.refresh_from_db()
    assert decision.figure == kept
    assert (
        "Hand-overs per ticket was 1"
        in as_manager.get("/comms/meetings/decisions/?figure=handovers").content.decode()
    )


def test_a_figure_that_does_not_exist_leads_to_no_decision(as_manager):
    assert as_manager.get("/comms/meetings/decisions/new/?figure=luck").status_code == 404


def test_a_decision_of_a_check_in_is_read_by_whoever_was_asked(
    planned, manager, agent, as_outsider, as_agent
):
    private = planned(kind="check_in")
    made = holding.decide(what="Less on call", by=manager, meeting=private)
    assert as_agent.get(made.get_absolute_url()).status_code == 200
    assert as_outsider.get(made.get_absolute_url()).status_code == 404
    assert "Less on call" not in as_outsider.get("/comms/meetings/decisions/").content.decode()


# Who sees it ----------------------------------------------------------------------------------------------------------


def test_the_desk_reads_reviews_and_whoever_is_asked_reads_theirs(
    review, planned, as_outsider, as_colleague, signed_in
):
    private = planned(kind="check_in")
    assert as_outsider.get(review.get_absolute_url()).status_code == 200
    assert as_outsider.get(private.get_absolute_url()).status_code == 404
    for meeting in (review, private):
        assert as_colleague.get(meeting.get_absolute_url()).status_code == 200
    stranger = signed_in(factories.PersonFactory())
    assert stranger.get(review.get_absolute_url()).status_code == 404
    assert as_outsider.post(f"{review.get_absolute_url()}begin/").status_code == 403


def test_a_meeting_from_plan_to_minutes_on_its_pages(busy, as_manager, manager, agent, team):
    starts = (timezone.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    plan = {"kind": "stand_up", "team": team.pk, "starts_at": starts, "minutes": 15, "asked": agent.email}
    assert as_manager.post("/comms/meetings/new/", plan | {"team": ""}).status_code == 422
    assert as_manager.post("/comms/meetings/new/", plan | {"asked": "nobody@x.example"}).status_code == 422
    page = as_manager.post("/comms/meetings/new/", plan).url
    assert "As it was when it began" not in as_manager.get(page).content.decode()
    as_manager.post(f"{page}begin/")
    as_manager.post(f"{page}decide/", {"what": "Meet daily", "point": "0"})
    as_manager.post(f"{page}take-on/", {"what": "Book it", "owner": agent.pk, "due_on": timezone.localdate()})
    as_manager.post(f"{page}write/", {"notes": "Short.", "there": [manager.pk], "end": "1"})
    shown = as_manager.get(page).content.decode()
    for said in (
        "Meet daily",
        "Hand-overs per ticket was",
        "Book it",
        "Short.",
        "As it was when it began",
        "not there",
    ):
        assert said in shown
    assert Meeting.objects.get().state == Meeting.State.OVER
    assert Decision.objects.get().figure["key"] == "handovers"


def test_what_one_took_on_is_ticked_off_by_its_owner_or_who_led(
    review, manager, agent, as_agent, as_outsider
):
    action = holding.take_on(review, what="Ask", owner=agent, due_on=timezone.localdate(), by=manager)
    finish = f"/comms/meetings/actions/{action.pk}/finish/"
    assert as_outsider.post(finish).status_code == 403
    assert "Ask" in as_agent.get("/comms/meetings/actions/").content.decode()
    assert "Ask" not in as_outsider.get("/comms/meetings/actions/").content.decode()
    assert "Ask" in as_outsider.get("/comms/meetings/actions/?view=all").content.decode()
    as_agent.post(finish)
    action.refresh_from_db()
    assert action.done_at


def test_pages_cost_the_same_with_more_in_them(
    busy, planned, as_manager, team, agent, manager, django_assert_max_num_queries
):
    for number in range(4):
        meeting = planned(team=team, topics="One\nTwo")
        holding.take_on(meeting, what=f"Do {number}", owner=agent, due_on=timezone.localdate(), by=manager)
        holding.decide(
            what=f"Decided {number}", by=manager, meeting=meeting, figure=meeting.agenda[-1].get("figure")
        )
    for address, most in (("", 10), ("actions/?view=all", 10), ("decisions/", 10)):
        with django_assert_max_num_queries(most):
            assert as_manager.get(f"/comms/meetings/{address}").status_code == 200
    with django_assert_max_num_queries(15):
        as_manager.get(meeting.get_absolute_url())


def test_building_an_agenda_costs_few_statements(busy, review, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        agenda.build(review, now=timezone.now())


# By API ---------------------------------------------------------------------------------------------------------------


def test_a_meeting_by_api(busy, as_manager, agent, team):
    def post(address, **body):
        return as_manager.post(f"/api/v1/review-meetings/{address}", body, content_type="application/json")

    starts = (timezone.now() + DAY).isoformat()
    assert post("", kind="stand_up", starts_at=starts).status_code == 422
    made = post("", kind="stand_up", team=team.pk, starts_at=starts, people=[agent.pk])
    assert made.status_code == 201
    number = made.json()["number"]
    assert made.json()["agenda"][0]["figure"]["key"] == "handovers"
    address = f"/api/v1/review-meetings/{number}/"
    moved = as_manager.patch(address, {"minutes": 20}, content_type="application/json").json()
    assert (moved["minutes"], len(moved["attendances"])) == (20, 2)
    assert as_manager.patch(address, {"team": None}, content_type="application/json").status_code == 422
    post(f"{number}/begin/")
    post(f"{number}/decide/", what="Meet daily", point=0)
    post(f"{number}/take-on/", what="Book it", owner=agent.pk, due_on=str(timezone.localdate()))
    post(f"{number}/write/", notes="Short.", there=[agent.pk])
    ended = post(f"{number}/end/").json()
    assert (ended["state"], ended["notes"], ended["decisions"][0]["figure"]["key"]) == (
        "over",
        "Short.",
        "handovers",
    )
    assert post(f"{number}/end/").status_code == 409
    action = as_manager.get("/api/v1/actions/").json()["results"][0]
    finished = as_manager.post(f"/api/v1/actions/{action['id']}/finish/")
    assert finished.json()["done_at"]


def test_a_decision_by_api_keeps_its_figure(busy, as_manager, team):
    body = {"what": "One team takes mail", "figure": "handovers", "team": team.pk}
    made = as_manager.post("/api/v1/decisions/", body, content_type="application/json")
    assert made.json()["figure"]["filter"] == {"team": team.pk}
    wrong = as_manager.post("/api/v1/decisions/", body | {"figure": "luck"}, content_type="application/json")
    assert wrong.status_code == 404


# Changed before it begins ---------------------------------------------------------------------------------------------


def test_another_time_is_told_to_all_and_the_same_only_to_who_is_new(
    review, manager, agent, colleague, outsider
):
    assert len(mails("invitation")) == 2
    holding.change(review, people=[agent, colleague, outsider], by=manager)
    assert [mail.person for mail in mails("invitation")].count(outsider) == 1
    assert len(mails("invitation")) == 3
    review.starts_at += DAY
    holding.change(review, people=[agent], by=manager)
    told = mails("invitation")
    assert [mail.person for mail in told].count(agent) == 2
    assert len(told) == 4
    assert {one.person for one in review.attendances.all()} == {agent, manager}


def test_it_is_changed_on_its_page_until_it_begins(review, as_manager, manager, agent, service):
    page = review.get_absolute_url()
    assert agent.email in as_manager.get(f"{page}edit/").content.decode()
    starts = (timezone.now() + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    plan = {
        "kind": "service_review",
        "service": service.pk,
        "starts_at": starts,
        "minutes": 30,
        "asked": agent.email,
    }
    assert as_manager.post(f"{page}edit/", plan).url == page
    review.refresh_from_db()
    assert (review.minutes, review.attendances.count()) == (30, 2)
    holding.begin(review, by=manager)
    as_manager.post(f"{page}edit/", plan | {"minutes": 60})
    review.refresh_from_db()
    assert review.minutes == 30


@pytest.mark.parametrize(
    ("value", "target", "misses"), [(1.04, 1, False), (1.2, 1, True), (0.8, 1, False), (9, None, False)]
)
def test_what_nobody_would_see_is_no_miss(value, target, misses):
    handovers = measure("handovers")
    found = agenda.Found(handovers, lately(now=timezone.now()), Figure(value, 30), Figure(value, 30), target)
    assert bool(found.miss) == misses
