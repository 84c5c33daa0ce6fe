"""The pages of a change: the list, proposing one, its page, writing its plan part by part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Change, Status
from tests.changes.kit import proposed


def test_a_change_is_proposed_planned_and_submitted_by_its_pages(as_agent, service, agent):
    begun = {"title": "New certificate", "type": "normal", "service": service.pk, "description": "It is renewed.",
             "reason": "It runs out."}  # fmt: skip
    answer = as_agent.post("/changes/new/", begun)
    change = Change.objects.get()
    assert answer.url == f"/changes/{change.number}/plan/window/"

    start = timezone.now() + timedelta(days=9)
    window = {"service": service.pk, "starts_at": f"{start:%Y-%m-%dT%H:%M}",
              "ends_at": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}", "next": "steps"}  # fmt: skip
    answer = as_agent.post(f"/changes/{change.number}/plan/window/", window)
    assert answer.url == f"/changes/{change.number}/plan/steps/"

    two = {"rows": ["1", "2"], "1-what": "Put it in", "1-minutes": 20, "1-no_return": "on", "2-what": "Restart",
           "2-minutes": 5, "2-owner": agent.email}  # fmt: skip
    as_agent.post(f"/changes/{change.number}/plan/steps/", two)
    as_agent.post(
        f"/changes/{change.number}/plan/back-out/", {"back_out_plan": "The old one.", "back_out_minutes": 10}
    )

    page = as_agent.get(f"/changes/{change.number}/").content.decode()
    assert "Put it in" in page
    assert "no way back after this" in page
    rest = as_agent.get(f"/changes/{change.number}/", headers={"HX-Request": "true", "HX-Target": "rest"})
    assert "The old one." in rest.content.decode()
    assert "The old one." in as_agent.get(f"/changes/{change.number}/?all").content.decode()
    assert [(s.what, s.owner) for s in change.steps.order_by("place")] == [
        ("Put it in", None),
        ("Restart", agent),
    ]


def test_a_row_is_added_moved_and_removed_and_only_save_keeps_it(as_agent, agent, service):
    change = proposed(by=agent, service=service)
    address = f"/changes/{change.number}/plan/steps/"
    typed = {
        "rows": ["1", "2"],
        "1-what": "Former step",
        "1-minutes": "x",
        "2-what": "Latter step",
        "2-minutes": 5,
    }

    moved = as_agent.post(address, {**typed, "act": "up:2"}).content.decode()
    added = as_agent.post(address, {**typed, "act": "add"}).content.decode()
    removed = as_agent.post(address, {**typed, "act": "remove:1"}).content.decode()

    assert moved.index("Latter step") < moved.index("Former step")
    assert added.count('name="rows"') == 3
    assert "Former step" not in removed
    assert change.steps.first().what == "Put the new certificate in"
    assert as_agent.post(address, typed).status_code == 422


def test_what_is_missing_stands_on_the_page_before_anybody_presses(as_agent, agent, service):
    change = Change.propose(by=agent, title="New certificate", service=service)
    page = as_agent.get(change.get_absolute_url()).content.decode()
    assert "Say why it is needed." in page
    assert "Plan its steps." in page

    answer = as_agent.post(f"/changes/{change.number}/submit/")
    assert answer.status_code == 409
    assert "Say why it is needed." in answer.content.decode()


def test_who_saves_what_another_changed_meanwhile_is_told_and_loses_nothing(
    as_agent, agent, outsider, service
):
    change = proposed(by=agent, service=service)
    seen = change.last_event
    change.plan(by=outsider, test_evidence="Measured.")
    address = f"/changes/{change.number}/plan/tests/"

    answer = as_agent.post(address, {"seen": seen, "test_evidence": "Something else"})

    assert answer.status_code == 409
    assert "Something else" in answer.content.decode()
    change.refresh_from_db()
    assert change.test_evidence == "Measured."


def test_the_timeline_says_what_was_planned_and_what_came_of_it(as_agent, agent, service):
    change = proposed(by=agent, service=service, status=Status.REVIEW)
    change.close(outcome="with_issues", communication_right=False, words="Phones rang.", by=agent)
    page = as_agent.get(f"/changes/{change.number}/conversation/?all").content.decode()
    assert "steps" in page
    assert "Closed: successful with issues" in page
    assert "the communication was not right" in page


def test_the_type_is_chosen_in_a_draft_only(as_agent, agent, service):
    change = proposed(by=agent, service=service, status=Status.ASSESS)
    page = as_agent.get(f"/changes/{change.number}/plan/why/").content.decode()
    assert 'name="type"' not in page


def test_a_colleague_sees_their_change_in_the_portal_and_nobody_elses(
    as_colleague, colleague, agent, service
):
    theirs = Change.propose(by=agent, requester=colleague, title="A new printer", service=service)
    other = Change.propose(by=agent, title="A new switch", service=service)
    assert as_colleague.get(theirs.get_absolute_url()).url == f"/portal/{theirs.number}/"
    assert as_colleague.get(other.get_absolute_url()).status_code == 404
    for place in ("plan/why/", "conversation/"):
        assert as_colleague.get(f"/changes/{theirs.number}/{place}").status_code == 404


@pytest.mark.parametrize("steps", [1, 12])
def test_the_page_costs_no_more_statements_with_more_steps(
    steps, as_agent, agent, service, django_assert_max_num_queries
):
    rows = [{"what": f"Step {n}", "minutes": 5, "owner": agent} for n in range(steps)]
    change = proposed(by=agent, service=service, steps=rows, status=Status.AUTHORISE)
    as_agent.get("/changes/")
    with django_assert_max_num_queries(15):
        as_agent.get(change.get_absolute_url())
    with django_assert_max_num_queries(15):
        as_agent.get(change.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "rest"})
    with django_assert_max_num_queries(10):
        as_agent.get("/changes/")


def test_whom_a_contract_names_one_by_one_the_page_does_not_forget(as_agent, agent, service, colleague):
    line = {"who": {"people": [colleague.pk]}, "label": "Ana", "channel": "conversation"}
    change = proposed(by=agent, service=service, contract=[line])
    page = as_agent.get(f"/changes/{change.number}/plan/contract/").content.decode()
    assert f'name="1-people" value="{colleague.pk}"' in page
    typed = {"rows": ["1"], "1-label": "Ana Reis", "1-people": [colleague.pk], "1-hours_before": 24,
             "1-channel": "conversation", "1-share": 0}  # fmt: skip
    added = as_agent.post(f"/changes/{change.number}/plan/contract/", typed | {"act": "add"})
    assert f'name="1-people" value="{colleague.pk}"' in added.content.decode()
    assert as_agent.post(f"/changes/{change.number}/plan/contract/", typed).status_code == 302
    assert [(row.label, row.who) for row in change.contract.all()] == [("Ana Reis", line["who"])]
