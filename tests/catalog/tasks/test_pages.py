"""Tasks as people meet them: the list, one task, the plan beside the request, and what the colleague sees of it."""

import pytest
from django.urls import reverse

from catalog.models import Hook, Task
from itsm.frame.secrets import unseal
from tests.catalog.tasks.conftest import states, task
from tests.pages.test_statements import LIST, TICKET, statements


def act(step, name):
    return reverse("tasks:act", args=[step.pk, name])


def test_the_list_costs_the_same_for_two_tasks_and_for_thirty(ask, as_agent):
    ask({"key": "a"}, {"key": "b"})
    few = statements(as_agent, "/desk/tasks/?view=team", LIST)
    ask(*({"key": f"k{n}", "checklist": ["One"]} for n in range(30)))
    assert statements(as_agent, "/desk/tasks/?view=team", LIST) == few


def test_the_page_of_a_request_costs_the_same_for_two_steps_and_for_twelve(ask, as_agent):
    few = statements(as_agent, ask({"key": "a"}, {"key": "b"}).get_absolute_url(), TICKET)
    twelve = ask(*({"key": f"k{n}", "checklist": ["One"]} for n in range(12)))
    assert statements(as_agent, twelve.get_absolute_url(), TICKET) == few


def test_the_list_begins_with_mine_and_with_my_teams_when_i_have_none(ask, as_agent, agent):
    request = ask({"key": "order", "title": "Order the laptop"}, {"key": "label", "title": "Print the label"})
    page = as_agent.get("/desk/tasks/").content.decode()
    assert "Order the laptop" in page
    assert "Print the label" in page
    task(request, "label").take(by=agent)
    page = as_agent.get("/desk/tasks/").content.decode()
    assert "Print the label" in page
    assert "Order the laptop" not in page


def test_a_task_that_failed_stands_in_the_list_of_its_team_and_on_the_request(ask, as_agent, agent):
    request = ask({"key": "order", "title": "Order the laptop"})
    task(request, "order").fail(reason="Sold out", by=agent)
    assert "Order the laptop" in as_agent.get("/desk/tasks/?view=failed").content.decode()
    assert "Sold out" in as_agent.get(request.get_absolute_url()).content.decode()


def test_everything_works_without_javascript(ask, as_agent, agent):
    request = ask({"key": "prepare", "checklist": ["Encrypt the disk"]})
    step = task(request, "prepare")
    assert as_agent.post(act(step, "take")).url == request.get_absolute_url()
    as_agent.post(reverse("tasks:tick", args=[step.pk, 0]), {"back": f"/desk/tasks/{step.pk}/"})
    assert as_agent.get(act(step, "done")).status_code == 200
    assert as_agent.post(act(step, "done"), {"words": ""}).status_code == 302
    assert states(request) == {"prepare": "done"}


def test_a_press_in_the_panel_draws_the_panel_again(ask, as_agent):
    step = task(ask({"key": "order"}), "order")
    answer = as_agent.post(act(step, "take"), headers={"HX-Request": "true", "HX-Target": "x"})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "live:ticket")


def test_what_is_missing_is_said_at_its_field_and_what_cannot_be_done_in_words(ask, as_agent):
    step = task(ask({"key": "order"}, {"key": "tell", "needs": ["order"]}), "order")
    assert as_agent.post(act(step, "fail"), {"reason": ""}).status_code == 422
    refused = as_agent.post(act(step, "retry"))
    assert refused.status_code == 409
    assert "so this cannot be done now" in refused.content.decode()


def test_nobody_is_sent_elsewhere_by_an_address_of_somebody_else(ask, as_agent):
    request = ask({"key": "order"})
    answer = as_agent.post(act(task(request, "order"), "take"), {"back": "//evil.example/"})
    assert answer.url == request.get_absolute_url()


def test_the_colleague_sees_how_far_it_is_and_no_step(ask, as_colleague, agent):
    request = ask({"key": "order", "title": "Bribe the supplier"}, {"key": "tell", "needs": ["order"]})
    task(request, "order").done(by=agent, words="Internal words")
    page = as_colleague.get(f"/portal/{request.number}/").content.decode()
    assert "“Laptop” is being prepared: 1 of 2 steps done." in page
    assert "Bribe" not in page
    assert "Internal words" not in page


def test_steps_of_a_restricted_request_are_for_its_teams_only(ask, agent, outsider, team, network):
    request = ask({"key": "order"}, {"key": "access", "team": network.pk})
    request.restrict(by=agent, restricted=True)
    assert set(Task.objects.visible_to(outsider).values_list("key", flat=True)) == {"access"}
    assert set(Task.objects.visible_to(agent).values_list("key", flat=True)) >= {"order"}


def test_a_secret_is_shown_once(as_administrator):
    page = as_administrator.post(
        "/catalog/hooks/new/", {"name": "Directory", "url": "https://d.example/", "is_active": "on"}
    )
    hook = Hook.objects.get()
    secret = unseal(hook.secret)
    assert secret in page.content.decode()
    assert secret not in as_administrator.get(f"/catalog/hooks/{hook.pk}/").content.decode()
    page = as_administrator.post(f"/catalog/hooks/{hook.pk}/renew/").content.decode()
    assert secret not in page
    assert unseal(Hook.objects.get().secret) in page


@pytest.mark.parametrize(
    ("status", "said"), [(200, "It answered 200."), (404, "It answered 404."), (500, "500")]
)
def test_a_test_call_says_what_became_of_it(as_administrator, hook, system, status, said):
    system.status = status
    page = as_administrator.post(f"/catalog/hooks/{hook.pk}/try/", follow=True).content.decode()
    assert said in page
    assert system.heard[0].told["test"] is True


def test_a_system_that_did_steps_is_not_deleted(ask, as_administrator, hook):
    ask({"key": "account", "hook": hook.pk})
    page = as_administrator.post(f"/catalog/hooks/{hook.pk}/delete/", follow=True).content.decode()
    assert "Switch it off" in page
    assert Hook.objects.exists()
