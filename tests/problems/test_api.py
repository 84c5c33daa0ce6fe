"""Problems by API: every state with every verb, the way to the cause, what keeps coming back, goals."""

from datetime import timedelta

from django.utils import timezone

from itsm.services.models import Goal
from problems.models import Problem, Recurrence, Threshold
from tests import factories
from tests.problems.flow import ALLOWED, REFUSED, in_days, put, told

V1 = "/api/v1"


def post(client, address, body=None):
    return client.post(f"{V1}{address}", body or {}, content_type="application/json")


def body(verb, other):
    given = told(verb, other)
    if verb == "mark_duplicate":
        return {"of": other.number}
    return given | {"until": in_days(90).isoformat()} if verb == "accept_risk" else given


def test_every_state_with_every_verb(problem, other, as_agent, as_manager):
    for status, verb in [*REFUSED, *ALLOWED]:
        put(problem, status)
        client = as_manager if verb == "accept_risk" else as_agent  # who accepts a risk answers for it
        answer = post(client, f"/problems/{problem.number}/{verb.replace('_', '-')}/", body(verb, other))
        if (status, verb) in ALLOWED:
            assert (answer.status_code, answer.json().get("status")) == (200, Problem.FLOW[verb][1]), verb
        else:
            assert (answer.status_code, answer.json()["type"]) == (409, "urn:baton:problem:not-now"), verb


def test_a_problem_is_raised_and_told(as_agent, as_colleague, incident, team, agent):
    team.first_line = True
    team.save()
    said = {"title": "Mail stops", "incidents": [incident.number]}
    assert post(as_colleague, "/problems/", said).status_code == 403
    made = post(as_agent, "/problems/", said)
    assert made.status_code == 201
    shown = made.json()
    assert (shown["incident_count"], shown["colleague_count"], shown["allowed_verbs"]) == (1, 1, ["assess", "mark_duplicate", "cancel"])  # fmt: skip
    assert {row["words"] for row in shown["because"]} >= {"some business value"}
    wrong = {"title": "Mail stops", "incidents": [shown["number"]]}
    assert post(as_agent, "/problems/", wrong).status_code == 422
    assert as_colleague.get(f"{V1}/problems/{shown['number']}/").status_code == 404


def test_the_way_to_the_cause(as_agent, problem, agent):
    at = f"/problems/{problem.number}"
    assert post(as_agent, f"{at}/write-whys/", {"whys": ["It ran out", "Nobody renews it"]}).json()["whys"]
    assert post(as_agent, f"{at}/add-cause/", {"branch": "process", "what": "No reminder"}).status_code == 200
    (cause,) = as_agent.get(f"{V1}{at}/causes/").json()
    (cause,) = post(as_agent, f"{at}/causes/{cause['id']}/root/").json()
    assert cause["is_root"]
    day = timezone.localdate().isoformat()
    assert (
        post(as_agent, f"{at}/add-action/", {"what": "Renew", "owner": agent.pk, "due_on": day}).status_code
        == 200
    )
    (action,) = as_agent.get(f"{V1}{at}/actions/").json()
    assert post(as_agent, f"{at}/actions/{action['id']}/finish/").json()[0]["done_at"]
    assert post(as_agent, f"{at}/actions/{action['id']}/finish/").status_code == 409
    assert post(as_agent, f"{at}/causes/{cause['id']}/remove/").json() == []


def test_proposals_are_decided_once(as_agent, team, incident):
    made = [
        Recurrence.objects.create(
            service=factories.ServiceFactory(team=team), title="Mail is down", likeness=0.6, found_at=timezone.now()
        )
        for _n in range(2)
    ]  # fmt: skip
    made[0].incidents.add(incident)
    assert len(as_agent.get(f"{V1}/recurrences/").json()["results"]) == 2
    accepted = post(as_agent, f"/recurrences/{made[0].pk}/accept/", {"title": "Mail stops"}).json()
    assert Problem.objects.get(number=accepted["problem"]).title == "Mail stops"
    assert post(as_agent, f"/recurrences/{made[0].pk}/dismiss/", {"reason": "No."}).status_code == 409
    assert post(as_agent, f"/recurrences/{made[1].pk}/dismiss/", {}).status_code == 422
    assert post(as_agent, f"/recurrences/{made[1].pk}/dismiss/", {"reason": "One outage."}).json()["reason"]
    assert as_agent.get(f"{V1}/recurrences/?state=dismissed").json()["results"][0]["id"] == made[1].pk
    assert as_agent.get(f"{V1}/recurrences/?state=nonsense").status_code == 422


def test_thresholds_are_tried_and_kept(as_agent, as_manager, colleague, team):
    service = factories.ServiceFactory(team=team)
    for n in range(4):
        at = timezone.now() - timedelta(days=n + 1)
        factories.incident(by=colleague, title="VPN drops every hour", service=service, now=at)
    (found,) = post(as_agent, "/recurrences/dry-run/", {"at_least": 4}).json()
    assert (found["service"], len(found["incidents"]), Threshold.in_force().at_least) == (service.pk, 4, 5)
    about = {"content_type": "application/json"}
    address = f"{V1}/recurrences/thresholds/"
    assert as_agent.patch(address, {"at_least": 4}, **about).status_code == 403
    assert as_manager.patch(address, {"at_least": 1}, **about).status_code == 422
    assert as_manager.patch(address, {"at_least": 4}, **about).json()["at_least"] == 4


def test_goals(as_agent, as_manager, manager):
    said = {"name": "Two days to quote", "owner": manager.pk}
    assert post(as_agent, "/goals/", said).status_code == 403
    made = post(as_manager, "/goals/", said).json()
    assert as_manager.patch(f"{V1}/goals/{made['id']}/", {"is_active": False}, content_type="application/json").status_code == 200  # fmt: skip
    assert not Goal.objects.get().is_active
    assert as_agent.get(f"{V1}/goals/").json()["results"][0]["name"] == "Two days to quote"
