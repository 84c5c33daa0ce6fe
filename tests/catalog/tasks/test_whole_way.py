"""The same way by API: asked, agreed to, done by two teams and another system, confirmed. At each moment the colleague's
home says stage, holder, promise and usual time."""

import pytest
from django.utils import timezone

from catalog.tasks import calling
from tests.factories import PersonFactory
from tests.journeys.asked import laptop

JSON = {"content_type": "application/json"}


@pytest.fixture
def boss(colleague):
    colleague.manager = PersonFactory(name="Marit Sand", email="marit.boss@halden.example")
    colleague.save()
    return colleague.manager


def test_a_request_goes_its_whole_way_by_api(
    colleague, boss, agent, team, outsider, system, signed_in, as_colleague, as_agent, as_outsider
):
    laptop(agent, desk=team, network=outsider.teams.get(), system=system)

    def stands(step, holder, done, total=3):
        (thing,) = as_colleague.get("/api/v1/me/home/").json()["things"]
        assert (thing["step"], thing["holder"]) == (step, holder)
        assert thing["promised_at"]
        assert thing["usual_in_all"] == {"seconds": 5 * 86400, "n": 40}
        told = as_colleague.get(f"/api/v1/requests/{thing['number']}/").json()
        assert told["steps"] == {"done": done, "total": total}
        return thing["number"]

    body = {"offering": "laptop", "answers": {"model": "Strong"}}
    assert as_colleague.post("/api/v1/requests/", body, **JSON).status_code == 422  # what for?
    body["answers"]["why"] = "For the drawings"
    number = as_colleague.post("/api/v1/requests/", body, **JSON).json()["number"]
    stands("Somebody agrees", "Waits for Marit Sand to agree", 0, total=0)

    as_boss = signed_in(boss)
    (asked,) = as_boss.get("/api/v1/approvals/").json()["results"]
    digest = as_boss.get(f"/api/v1/approvals/{asked['id']}/").json()["digest"]
    assert (
        as_boss.post(f"/api/v1/approvals/{asked['id']}/approve/", {"digest": digest}, **JSON).status_code
        == 200
    )
    stands("We work on it", "Network has it", 0)

    for client, key, holder, done in (
        (as_outsider, "admit", "Service desk has it", 1),
        (as_agent, "prepare", "Another system works on it", 2),
    ):
        (task,) = (
            row
            for row in client.get(f"/api/v1/tasks/?ticket={number}&state=ready").json()["results"]
            if row["key"] == key
        )
        client.post(f"/api/v1/tasks/{task['id']}/take/")
        assert client.post(f"/api/v1/tasks/{task['id']}/done/", {}, **JSON).status_code == 200
        assert stands("We work on it", holder, done) == number
    for pk in calling.due(now=timezone.now()):
        calling.make(pk, now=timezone.now())
    assert as_colleague.get(f"/api/v1/requests/{number}/").json()["status"] == "fulfilled"
    assert as_colleague.post(f"/api/v1/requests/{number}/confirm/", {}, **JSON).json()["status"] == "closed"
