"""Changes by API: proposing and planning one, its way, and that a program may no more than its person."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from changes.models import Change, Status, Type
from tests.changes.kit import REFUSED, TOLD, proposed


@pytest.fixture
def api(agent) -> APIClient:
    client = APIClient()
    client.force_login(agent)
    return client


def test_a_change_is_proposed_with_its_plan_read_and_planned_anew(api, service, agent):
    start = timezone.now() + timedelta(days=7)
    plan = {
        "title": "New certificate", "service": service.pk, "description": "It is renewed.", "reason": "It runs out.",
        "starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat(),
        "steps": [{"what": "Put it in", "minutes": 20, "owner": agent.pk, "no_return": True}],
        "contract": [{"who": {"services": [service.pk]}, "label": "Who reads mail", "share": 50}],
    }  # fmt: skip

    made = api.post("/api/v1/changes/", plan, format="json")

    assert made.status_code == 201, made.data
    assert (made.data["type"], made.data["status"]) == ("normal", "draft")
    assert made.data["steps"][0]["owner"] == {"id": agent.pk, "name": agent.name}
    assert made.data["contract"][0]["hours_before"] == 24
    assert {one["key"] for one in made.data["obstacles"]} == {"back_out", "risk_answers"}

    more = {
        "back_out_plan": "The old one.",
        "risk_answers": {"tried": 0},
        "impact": 2,
        "seen": made.data["last_event"],
    }
    told = api.patch(f"/api/v1/changes/{made.data['number']}/", more, format="json")
    assert told.status_code == 200, told.data
    assert (told.data["back_out_plan"], told.data["impact"]) == ("The old one.", 2)
    assert told.data["digest"] != made.data["digest"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"risk_answers": {"tried": 99}}, "risk_answers"),
        ({"contract": [{"label": "All", "who": {}}]}, "contract"),
        ({"contract": [{"label": "All", "who": {"teams": [999_999]}}]}, "contract"),
        ({"steps": [{"what": "x", "minutes": 1, "no_return": True}] * 2}, "steps"),
        ({"starts_at": "2027-01-02T00:00Z", "ends_at": "2027-01-01T00:00Z"}, "ends_at"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field_and_nothing_is_kept(given, field, api, service):
    answer = api.post("/api/v1/changes/", {"title": "x", "service": service.pk, **given}, format="json")
    assert answer.status_code == 422
    assert field in str(answer.data)
    assert not Change.objects.exists()


@pytest.mark.parametrize("type_", Type)
def test_what_the_flow_forbids_is_refused_by_api_and_page_alike(
    type_, as_change_manager, change_manager, service, agent
):
    """By API every pair of state and verb; by the page, which calls the same, each verb once."""
    change, by_page = proposed(by=agent, type=type_, service=service), set()
    boss = APIClient()
    boss.force_login(change_manager)
    for status in Status:
        Change.objects.filter(pk=change.pk).update(status=status, open=status not in Change.FINISHED)
        for verb in [verb for *pair, verb in REFUSED if pair == [type_, status] and verb != "authorise"]:
            slug, told = verb.replace("_", "-"), TOLD[verb] | {"communication_right": "yes"}
            answer = boss.post(f"/api/v1/changes/{change.number}/{slug}/", told, format="json")
            assert answer.status_code == 409, (status, verb, answer.data)
            if verb not in by_page:
                by_page.add(verb)
                assert as_change_manager.post(f"{change.get_absolute_url()}{slug}/", told).status_code == 409
        change.refresh_from_db()
        assert change.status == status
    assert len(by_page) == len(TOLD) - 1


def test_nobody_authorises_by_a_verb(api, as_change_manager, service, agent):
    change = proposed(by=agent, service=service, status=Status.AUTHORISE)
    for slug in ("authorise", "approve"):
        assert api.post(f"/api/v1/changes/{change.number}/{slug}/").status_code == 404
        assert as_change_manager.post(f"{change.get_absolute_url()}{slug}/").status_code == 404


def test_a_colleague_reads_what_concerns_them_without_the_desks_words(colleague, agent, service):
    change = Change.propose(
        by=agent, requester=colleague, title="A new printer", service=service, reason="Ours."
    )
    mine = APIClient()
    mine.force_login(colleague)
    told = mine.get(f"/api/v1/changes/{change.number}/").data
    assert told["title"] == "A new printer"
    assert not {"reason", "risk_score", "steps", "contract", "obstacles", "digest"} & told.keys()
    assert mine.post("/api/v1/changes/", {"title": "x"}).status_code == 404
    assert mine.patch(f"/api/v1/changes/{change.number}/", {"title": "x"}).status_code == 403
    assert mine.post(f"/api/v1/changes/{change.number}/submit/").status_code == 403


def test_a_detail_costs_no_more_with_more_steps(api, service, agent, django_assert_max_num_queries):
    change = proposed(by=agent, service=service, steps=[{"what": "x", "minutes": 1, "owner": agent}] * 9)
    with django_assert_max_num_queries(20):
        api.get(f"/api/v1/changes/{change.number}/")
    with django_assert_max_num_queries(10):
        api.get("/api/v1/changes/?type=normal&risk_level=low")


def test_what_is_no_part_of_the_plan_may_be_edited_while_it_is_carried_out(api, agent, service):
    running = proposed(by=agent, service=service, status=Status.IMPLEMENTING)
    told = api.patch(f"/api/v1/changes/{running.number}/", {"urgency": 1}, format="json")
    assert (told.status_code, told.data["urgency"]) == (200, 1)
    refused = api.patch(f"/api/v1/changes/{running.number}/", {"title": "Another"}, format="json")
    assert refused.status_code == 409


def test_there_is_one_point_of_no_return_on_both_ways_together(api, agent, service):
    change = proposed(by=agent, service=service)
    step = {"what": "Cut the cable", "minutes": 5, "no_return": True}
    both = {"steps": [step], "back_out_steps": [step]}
    told = api.patch(f"/api/v1/changes/{change.number}/", both, format="json")
    assert told.status_code == 422, told.data
