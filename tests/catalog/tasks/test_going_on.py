"""A plan goes on as its steps are done, the baton follows the work, and the last step ends the request."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from catalog.models import ServiceRequest, Task
from catalog.tasks import late
from itsm.tickets.errors import Refused
from tests.catalog.tasks.conftest import states, task
from tests.factories import PersonFactory, TeamFactory

MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
LAPTOP = ({"key": "order"}, {"key": "prepare", "needs": ["order"]}, {"key": "hand_out", "needs": ["prepare"]})


def again(request):
    return ServiceRequest.objects.get(pk=request.pk)


def verbs(request):
    return list(request.events.order_by("pk").values_list("verb", flat=True))


def test_only_steps_that_need_no_other_are_ready(ask):
    assert states(ask(*LAPTOP)) == {"order": "ready", "prepare": "waiting", "hand_out": "waiting"}


def test_a_done_step_makes_the_next_ready_and_the_last_fulfils_the_request(ask, agent):
    request = ask(*LAPTOP)
    task(request, "order").done(by=agent)
    assert states(request)["prepare"] == "ready"
    task(request, "prepare").done(by=agent)
    task(request, "hand_out").done(by=agent)
    ended = again(request)
    assert ended.status == "fulfilled"
    assert "ticket.done_task" in verbs(request)
    assert "request.fulfil" in verbs(request)


def test_steps_that_need_each_nothing_run_beside_each_other(ask, agent, network):
    request = ask(
        {"key": "order"},
        {"key": "access", "team": network.pk},
        {"key": "hand_out", "needs": ["order", "access"]},
    )
    assert states(request) == {"order": "ready", "access": "ready", "hand_out": "waiting"}
    task(request, "order").done(by=agent)
    assert states(request)["hand_out"] == "waiting"
    task(request, "access").skip(reason="Works from home only", by=agent)
    assert states(request)["hand_out"] == "ready"


def test_taking_a_step_starts_the_request_and_the_colleague_sees_only_that(ask, agent, colleague):
    request = ask(*LAPTOP)
    task(request, "order").take(by=agent)
    held = again(request)
    assert (held.status, held.holder, held.assignee) == ("in_fulfilment", "agent", agent)
    seen = held.events.visible_to(colleague).values_list("verb", flat=True)
    assert list(seen) == ["request.open", "request.start"]


def test_the_baton_is_with_the_step_that_is_due_first(ask, agent, network):
    request = ask(
        {"key": "order", "within_hours": 8}, {"key": "access", "team": network.pk, "within_hours": 2}
    )
    assert again(request).team == network
    task(request, "access").done(by=agent)
    assert (again(request).team, again(request).holder) == (task(request, "order").team, "team")


def test_a_step_that_failed_has_the_baton_before_all_others(ask, agent, network):
    request = ask({"key": "order", "within_hours": 1}, {"key": "access", "team": network.pk})
    task(request, "access").fail(reason="The directory is locked", by=agent)
    assert again(request).team == network
    assert task(request, "access").words == "The directory is locked"


def test_a_request_that_waits_for_the_colleague_keeps_waiting(ask, agent):
    request = ask(*LAPTOP)
    request.hold(reason="colleague", question="Which keyboard?", by=agent)
    task(request, "order").done(by=agent)
    assert again(request).holder == "colleague"


def test_a_checklist_is_ticked_point_by_point_and_what_is_left_needs_a_word(ask, agent):
    request = ask({"key": "prepare", "checklist": ["Encrypt the disk", "Print the label"]})
    step = task(request, "prepare")
    step.tick(0, by=agent)
    assert (step.state, step.assignee, step.checklist[0]["by"]) == ("in_progress", agent, agent.short_name)
    with pytest.raises(ValidationError, match="Print the label"):
        task(request, "prepare").done(by=agent)
    task(request, "prepare").done(by=agent, words="The printer is broken; the label follows.")
    assert again(request).status == "fulfilled"


def test_a_point_pressed_twice_is_open_again(ask, agent):
    step = task(ask({"key": "prepare", "checklist": ["Encrypt the disk"]}), "prepare")
    step.tick(0, by=agent)
    step.tick(0, by=agent)
    assert step.checklist == [{"words": "Encrypt the disk", "by": "", "at": ""}]


def test_another_team_gets_a_step_with_a_note_and_its_target_goes_on(ask, agent, network):
    request = ask({"key": "order", "within_hours": 4})
    step = task(request, "order")
    step.take(by=agent)
    due = step.due_at
    with pytest.raises(ValidationError):
        step.hand(to_team=network, note=" ", by=agent)
    step.hand(to_team=network, note="It is a switch, not a laptop", by=agent)
    assert (step.team, step.assignee, step.state, step.due_at) == (network, None, "ready", due)
    assert again(request).team == network


def test_only_members_of_the_team_are_given_a_step(ask, agent, outsider):
    step = task(ask(*LAPTOP), "order")
    with pytest.raises(Refused):
        step.give(to=outsider, by=agent)
    step.give(to=agent, by=outsider)
    assert step.assignee == agent


def test_what_waits_or_is_over_cannot_be_done(ask, agent):
    request = ask(*LAPTOP)
    with pytest.raises(Refused, match="waits for other steps"):
        task(request, "prepare").done(by=agent)
    task(request, "order").done(by=agent)
    with pytest.raises(Refused, match="is done"):
        task(request, "order").done(by=agent)


def test_withdrawing_the_request_ends_its_steps(ask, agent, colleague):
    request = ask(*LAPTOP)
    request.withdraw(by=colleague)
    assert set(states(request).values()) == {"skipped"}
    with pytest.raises(Refused, match="is over"):
        task(request, "order").take(by=agent)


def test_a_team_that_is_gone_since_leaves_its_steps_to_the_team_of_the_offering(ask, team):
    gone = TeamFactory(is_active=False)
    assert task(ask({"key": "order", "team": gone.pk}), "order").team == team


def test_a_target_counts_in_working_hours_from_ready_on(ask, agent, monkeypatch):
    request = ask({"key": "order"}, {"key": "prepare", "needs": ["order"], "within_hours": 10})
    task(request, "order").done(by=agent, now=MONDAY.replace(hour=16))
    step = task(request, "prepare")
    assert step.ready_at == MONDAY.replace(hour=16)
    assert step.due_at > MONDAY.replace(hour=16) + timedelta(hours=10)


def test_a_late_step_is_told_once_however_often_time_is_swept(ask):
    request = ask({"key": "order", "within_hours": 1})
    after = task(request, "order").due_at + timedelta(minutes=1)
    assert [late.sweep(now=after), late.sweep(now=after)] == [1, 0]
    event = request.events.get(verb="ticket.breach_task")
    assert event.details["task"] == "Order"
    assert task(request, "order").breached_at == after


def test_a_target_rests_while_the_request_does(ask, agent, colleague):
    request = ask({"key": "order", "within_hours": 4})
    due = task(request, "order").due_at
    request.hold(reason="colleague", question="Which keyboard?", by=agent)
    assert late.sweep(now=due + timedelta(days=3)) == 0
    request.reply("The small one", by=colleague, now=due + timedelta(days=7))
    assert due + timedelta(days=6) < task(request, "order").due_at <= due + timedelta(days=8)
    assert again(request).status == "in_fulfilment"


def test_the_sweep_is_one_index_probe(ask, django_assert_num_queries, db):
    ask({"key": "order", "within_hours": 1})
    with django_assert_num_queries(1):
        assert late.sweep(now=MONDAY - timedelta(days=400)) == 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Task.objects.late(now=MONDAY).order_by("due_at").explain()
    assert "task_due" in plan


def test_an_agent_who_is_gone_is_not_offered(ask, agent, team):
    PersonFactory(name="Gone", is_active=False, teams=[team])
    assert list(team.members.active()) == [agent]
