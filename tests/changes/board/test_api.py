"""The same meeting by API: refused where the page refuses."""

import pytest
from rest_framework.test import APIClient

from changes.models import Board, Status


@pytest.fixture
def as_(db):
    def as_person(person):
        client = APIClient()
        client.force_authenticate(person)
        return client

    return as_person


def test_a_meeting_is_planned_held_and_told(asked, board, members, as_):
    change = asked()
    lea, ada = as_(members[0]), as_(members[1])
    made = lea.post(
        "/api/v1/meetings/",
        {"board": board.pk, "starts_at": "2027-03-11T10:00Z", "minutes": 45},
        format="json",
    )
    assert made.status_code == 201, made.json()
    at, [item] = f"/api/v1/meetings/{made.json()['id']}/", made.json()["items"]
    about = {"item": item["id"], "digest": item["digest"]}
    assert ada.post(f"{at}vote/", {**about, "choice": "no"}, format="json").status_code == 422
    voted = ada.post(f"{at}vote/", {**about, "choice": "yes", "words": "Fine."}, format="json").json()
    assert voted["items"][0]["votes"][0]["person"]["name"] == "Ada Moss"
    assert ada.post(f"{at}decide/", {**about, "decision": "authorised"}, format="json").status_code == 409
    assert lea.post(f"{at}begin/").json()["state"] == "running"
    assert lea.post(f"{at}call/", {"item": item["id"]}, format="json").json()["current"] == item["id"]
    assert ada.post(f"{at}join/").status_code == 200
    taken = {"what": "Tell the plant", "owner": members[1].pk, "due_on": "2027-03-12"}
    assert lea.post(f"{at}take-on/", taken, format="json").json()["actions"][0]["what"] == "Tell the plant"
    decided = lea.post(
        f"{at}decide/", {**about, "decision": "authorised", "conditions": "At night."}, format="json"
    ).json()
    assert [name for _pk, name in decided["items"][0]["present"]] == ["Ada Moss", "Chair Hale"]
    over = lea.post(f"{at}end/", {"notes": "Short."}, format="json").json()
    assert (over["state"], over["notes"], [one["name"] for one in over["away"]]) == (
        "over",
        "Short.",
        ["Bo Lind"],
    )
    change.refresh_from_db()
    assert change.status == Status.SCHEDULED


def test_another_plan_is_a_conflict(asked, board, members, as_):
    asked()
    lea = as_(members[0])
    made = lea.post(
        "/api/v1/meetings/", {"board": board.pk, "starts_at": "2027-03-11T10:00Z"}, format="json"
    ).json()
    body = {"item": made["items"][0]["id"], "choice": "yes", "digest": "x"}
    answer = lea.post(f"/api/v1/meetings/{made['id']}/vote/", body, format="json")
    assert answer.status_code == 409
    assert "has changed since" in answer.json()["detail"]


def test_boards_are_kept_by_who_governs(administrator, agent, members, as_):
    body = {"name": "Emergency board", "chair": members[0].pk, "members": [members[0].pk], "emergency": True}
    assert as_(agent).post("/api/v1/boards/", body, format="json").status_code == 403
    assert as_(administrator).post("/api/v1/boards/", body, format="json").status_code == 201
    assert Board.objects.get(emergency=True).chair == members[0]
    second = as_(administrator).post("/api/v1/boards/", body | {"name": "Another"}, format="json")
    assert second.status_code == 422


def test_a_colleagues_token_opens_none_of_it(colleague, meeting):
    client = APIClient()
    client.force_authenticate(colleague)
    assert client.get("/api/v1/meetings/").status_code == 404
    assert client.post(f"/api/v1/meetings/{meeting.pk}/join/").status_code == 404
