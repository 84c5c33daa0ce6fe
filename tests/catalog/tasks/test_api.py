"""All of it by API: the same verbs, the same refusals."""

from catalog.models import Hook
from itsm.frame.secrets import unseal
from tests.catalog.tasks.conftest import states, task

JSON = {"content_type": "application/json"}


def test_a_plan_is_done_by_api(ask, as_agent, agent, network, team):
    request = ask(
        {"key": "order", "checklist": ["Price"]},
        {"key": "access"},
        {"key": "tell", "needs": ["order", "access"]},
    )
    listed = as_agent.get(f"/api/v1/tasks/?ticket={request.number}&state=ready").json()["results"]
    assert [row["key"] for row in listed] == ["order", "access"]
    order, access = (f"/api/v1/tasks/{row['id']}/" for row in listed)
    assert as_agent.post(f"{order}take/").json()["assignee"] == {"id": agent.pk, "name": agent.name}
    assert as_agent.post(f"{order}done/", {}, **JSON).status_code == 422
    assert (
        as_agent.post(f"{order}tick/", {"place": 0}, **JSON).json()["checklist"][0]["by"] == agent.short_name
    )
    assert as_agent.post(f"{order}done/", {}, **JSON).json()["state"] == "done"
    handed = as_agent.post(f"{access}hand/", {"to_team": network.pk, "note": "VPN only"}, **JSON).json()
    assert handed["team"]["name"] == "Network"
    assert as_agent.post(f"{access}give/", {"to": agent.pk}, **JSON).status_code == 409
    as_agent.post(f"{access}fail/", {"reason": "Locked"}, **JSON)
    assert as_agent.post(f"{access}retry/").json()["state"] == "ready"
    as_agent.post(f"{access}skip/", {"reason": "Has it already"}, **JSON)
    assert states(request) == {"order": "done", "access": "skipped", "tell": "ready"}
    as_agent.post(f"/api/v1/tasks/{task(request, 'tell').pk}/done/", {}, **JSON)
    assert request.__class__.objects.get(pk=request.pk).status == "fulfilled"


def test_other_systems_are_kept_by_administrators_and_tell_their_secret_once(as_administrator, system, ask):
    made = as_administrator.post("/api/v1/hooks/", {"name": "Directory", "url": system.url}, **JSON).json()
    hook = Hook.objects.get()
    assert made["secret"] == unseal(hook.secret)
    address = f"/api/v1/hooks/{hook.pk}/"
    assert "secret" not in as_administrator.get(address).json()
    assert as_administrator.post(f"{address}renew/").json()["secret"] != made["secret"]
    assert as_administrator.post(f"{address}try/").json() == {"answered": True, "words": "It answered 200."}
    ask({"key": "account", "hook": hook.pk})
    assert as_administrator.delete(address).status_code == 409
    assert as_administrator.get(f"{address}calls/").json() == []
