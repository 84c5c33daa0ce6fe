"""Offerings and requests by API: the same doors as the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Offering, ServiceRequest
from tests.catalog import kit
from tests.catalog.flow import ALLOWED, REFUSED, TOLD

JSON = "application/json"
OF_APPROVALS = {"ask_approval", "approve", "decline"}


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


def test_what_an_offering_asks_is_described(as_colleague, laptop):
    told = as_colleague.get("/api/v1/offerings/new-laptop/").json()
    assert told["form"] == kit.FORM
    assert told["answers_schema"]["properties"]["why"]["x-only-if"] == {"field": "model", "is": ["Strong"]}
    assert told["answers_schema"]["required"] == ["model"]
    assert "audience" not in told
    rows = as_colleague.get("/api/v1/offerings/?q=notebook").json()["results"]
    assert [row["key"] for row in rows] == ["new-laptop"]


def test_asking_answers_with_the_request_and_names_what_is_wrong(as_colleague, laptop):
    body = {"offering": "new-laptop", "answers": {"model": "Strong", "colour": "red"}}
    wrong = as_colleague.post("/api/v1/requests/", body, JSON)
    assert wrong.status_code == 422
    assert set(wrong.json()["errors"]["answers"]) == {"why", "colour"}
    body["answers"] = {"model": "Strong", "why": "Drawings"}
    made = as_colleague.post("/api/v1/requests/", body, JSON).json()
    assert made["offering"] == {"key": "new-laptop", "title": "New laptop", "edition": 1}
    assert made["answers"] == {"model": "Strong", "why": "Drawings"}
    assert made["allowed_verbs"] == ["withdraw"]
    assert as_colleague.post("/api/v1/requests/", body | {"edition": 7}, JSON).status_code == 409


def test_files_come_as_parts(as_colleague, manager, team, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kit.offering(
        by=manager, team=team, form=[{"key": "offer", "kind": "file", "label": "Offer", "required": True}]
    )
    parts = {"offering": "new-laptop", "answers": "{}", "offer": SimpleUploadedFile("offer.pdf", b"%PDF")}
    made = as_colleague.post("/api/v1/requests/with-files/", parts)
    assert made.json()["answers"] == {"offer": ["offer.pdf"]}


def test_the_verbs_do_and_refuse_as_the_flow_says(as_agent, as_colleague, colleague, laptop):
    asked = kit.request(laptop, by=colleague)
    rows = ServiceRequest.objects.filter(pk=asked.pk)
    for pairs, expected in ((ALLOWED[::3], 200), (REFUSED[::9], 409)):
        for status, verb in pairs:
            if verb in OF_APPROVALS:
                continue
            rows.update(status=status, open=status not in ServiceRequest.FINISHED)
            who = as_colleague if verb == "confirm" else as_agent
            answer = who.post(f"/api/v1/requests/{asked.number}/{verb}/", TOLD[verb], JSON)
            assert answer.status_code == expected, (status, verb, answer.content)


def test_an_offering_is_written_and_published_by_two(as_agent, as_manager, team, manager):
    shelf = as_manager.post("/api/v1/shelves/", {"name": "Equipment"}, JSON).json()
    about = {"key": "dock", "title": "Dock", "category": shelf["id"], "team": team.pk, "owner": manager.pk}
    assert as_agent.post("/api/v1/offerings/", about, JSON).status_code == 201
    words = {name: value for name, value in kit.WORDS.items() if name != "hours"} | {
        "form": kit.FORM,
        "seen": 0,
    }
    written = as_agent.patch("/api/v1/offerings/dock/draft/", words, JSON).json()
    assert written["holes"] == {"hours": "Colleagues need to read this."}
    assert as_agent.patch("/api/v1/offerings/dock/draft/", words, JSON).status_code == 409
    assert as_manager.post("/api/v1/offerings/dock/draft/publish/").json()["errors"].keys() == {"hours"}
    as_agent.patch("/api/v1/offerings/dock/draft/", {"hours": "Always", "seen": written["stamp"]}, JSON)
    tried = as_agent.post("/api/v1/offerings/dock/draft/try/", {"answers": {"model": "Light"}}, JSON).json()
    assert tried["lines"] == [{"question": "Which model", "answer": "Light"}]
    assert as_agent.post("/api/v1/offerings/dock/draft/propose/").json()["state"] == "proposed"
    assert as_manager.post("/api/v1/offerings/dock/draft/publish/").json()["state"] == "published"
    assert Offering.objects.get(key="dock").edition.form == kit.FORM
    assert as_manager.post("/api/v1/offerings/dock/retire/").json()["state"] == "retired"


def test_a_list_costs_the_same_with_more_rows(
    as_colleague, manager, team, laptop, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10) as few:
        as_colleague.get("/api/v1/offerings/")
    for n in range(5):
        kit.offering(by=manager, team=team, key=f"thing-{n}", title=f"Thing {n}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        as_colleague.get("/api/v1/offerings/")
