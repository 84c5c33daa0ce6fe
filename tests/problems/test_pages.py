"""The pages of problems: the list by rank, raising one, the page with its parts, proposals and thresholds, goals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.services.models import Goal
from problems.models import Cause, Problem, ProblemAction, Recurrence, Threshold
from tests import factories
from tests.problems.flow import ALLOWED, REFUSED, in_days, put, told

Status = Problem.Status


def typed(verb, other):
    """What a person fills in where the method takes something else."""
    given = told(verb, other)
    match verb:
        case "mark_duplicate":
            return {"of": other.number}
        case "accept_risk":
            return given | {"until": in_days(90).strftime("%Y-%m-%dT%H:%M")}
        case "resolve":
            return given | {"observe_days": 30}
    return given


def test_every_step_is_done_or_refused_with_the_sentence(problem, other, as_agent, as_manager):
    for status, verb in [*REFUSED, *ALLOWED]:
        put(problem, status)
        address = f"{problem.get_absolute_url()}{verb.replace('_', '-')}/"
        client = as_manager if verb == "accept_risk" else as_agent  # who accepts a risk answers for it
        answer = client.post(address, typed(verb, other), headers={"HX-Request": "true"})
        problem.refresh_from_db()
        if (status, verb) in ALLOWED:
            assert (answer.status_code < 400, problem.status) == (True, Problem.FLOW[verb][1]), (status, verb)
        else:
            assert (answer.status_code, problem.status) == (409, status), (status, verb)
            assert f"{problem.number} is " in answer.content.decode()


def test_a_verb_says_what_is_missing(problem, as_agent):
    put(problem, Status.INVESTIGATING)
    assert as_agent.post(f"{problem.get_absolute_url()}identify/", {"cause": " "}).status_code == 422
    put(problem, Status.KNOWN_ERROR)
    answer = as_agent.post(f"{problem.get_absolute_url()}investigate/", {})
    assert answer.status_code == 422


def test_the_list_is_in_the_order_of_rank_and_says_why(problem, other, as_agent, agent):
    other.assess(business_value=4, by=agent)
    page = as_agent.get("/problems/").content.decode()
    assert page.index(other.number) < page.index(problem.number)
    assert "vital business value" in page
    for view in ("mine", "watched", "accepted", "all"):
        assert as_agent.get(f"/problems/?view={view}").status_code == 200


def test_what_serves_a_goal_goes_before_what_does_not(problem, other, agent, manager):
    goal = Goal.objects.create(name="Two days to quote", owner=manager)
    problem.assess(business_value=2, goal=goal, by=agent)
    other.assess(business_value=2, by=agent)
    assert problem.rank > other.rank
    assert ("serves “Two days to quote”", 20) in problem.reasons


def test_somebody_raises_a_problem_with_its_incidents(as_agent, incident, team):
    team.first_line = True
    team.save()
    assert incident.number in as_agent.get(f"/problems/new/?incidents={incident.number}").content.decode()
    said = {"title": "Mail stops", "incidents": incident.number.lower()}
    assert as_agent.post("/problems/new/", said | {"incidents": "INC-0"}).status_code == 422
    assert as_agent.post("/problems/new/", said).status_code == 302
    assert Problem.objects.get(title="Mail stops").incident_count == 1


def test_the_page_has_its_parts_and_each_is_written_by_its_button(problem, incident, as_agent, agent):
    at = problem.get_absolute_url()
    day = timezone.localdate().isoformat()
    for verb, said in {
        "add-incidents": {"incidents": incident.number},
        "write-whys": {"whys": "The certificate ran out.\nNobody renews it."},
        "add-cause": {"what": "No reminder", "branch": "process", "evidence": "Mail of Monday"},
        "add-action": {"what": "Renew it by itself", "owner": agent.pk, "due_on": day},
    }.items():
        assert as_agent.post(f"{at}{verb}/", said).status_code == 302, verb
    page = as_agent.get(at).content.decode()
    for words in (
        incident.number,
        "Nobody renews it.",
        "No reminder",
        "Mail of Monday",
        "Renew it by itself",
        "fishbone",
    ):
        assert words in page
    cause, action = Cause.objects.get(), ProblemAction.objects.get()
    assert as_agent.post(f"{at}causes/{cause.pk}/root/").status_code == 302
    assert as_agent.post(f"{at}actions/{action.pk}/finish/").status_code == 302
    assert as_agent.post(f"{at}actions/{action.pk}/finish/").status_code == 302
    cause.refresh_from_db()
    assert cause.is_root
    assert problem.events.filter(verb="ticket.finish_action").count() == 1
    assert as_agent.post(f"{at}causes/{cause.pk}/remove/").status_code == 302
    assert not problem.causes.exists()


def test_the_parts_alone_and_the_regions_of_every_ticket(problem, as_agent):
    at = problem.get_absolute_url()
    for region in ("sections", "panel", "conversation"):
        page = as_agent.get(at, headers={"HX-Request": "true", "HX-Target": region}).content.decode()
        assert f'id="{region}"' in page
        assert "<html" not in page


@pytest.fixture
def proposal(problem, incident, team):
    made = Recurrence.objects.create(
        service=factories.ServiceFactory(team=team), title="Mail is down", words=["mail", "down"], likeness=0.6, found_at=timezone.now()
    )  # fmt: skip
    made.incidents.add(incident)
    return made


def test_a_proposal_is_accepted_or_dismissed_once(proposal, as_agent):
    assert "Mail is down" in as_agent.get("/problems/recurrences/").content.decode()
    at = f"/problems/recurrences/{proposal.pk}/"
    assert as_agent.post(f"{at}dismiss/", {"reason": ""}).status_code == 422
    assert as_agent.get(f"{at}dismiss/").status_code == 200
    answer = as_agent.post(f"{at}accept/")
    proposal.refresh_from_db()
    assert answer.url == proposal.problem.get_absolute_url()
    assert as_agent.post(f"{at}dismiss/", {"reason": "It is one outage."}).status_code == 409
    assert proposal.problem.number in as_agent.get("/problems/recurrences/?view=decided").content.decode()


def test_thresholds_are_tried_by_the_desk_and_kept_by_a_manager(as_agent, as_manager, colleague, team):
    service = factories.ServiceFactory(team=team)
    for n in range(4):
        at = timezone.now() - timedelta(days=n + 1)
        factories.incident(by=colleague, title="VPN drops every hour", service=service, now=at)
    said = {
        "window_days": 7,
        "at_least": 4,
        "likeness": 0.4,
        "burst": 1.5,
        "seldom_days": 90,
        "seldom_at_least": 0,
    }
    page = as_agent.post("/problems/recurrences/thresholds/", said | {"try": "1"}).content.decode()
    assert "It would have proposed 1 problem" in page
    assert as_agent.post("/problems/recurrences/thresholds/", said).status_code == 403
    assert as_manager.post("/problems/recurrences/thresholds/", said | {"likeness": 3}).status_code == 422
    assert as_manager.post("/problems/recurrences/thresholds/", said).status_code == 302
    assert (Threshold.in_force().at_least, Recurrence.objects.count()) == (4, 0)


def test_a_manager_writes_down_a_goal(as_manager, as_agent, manager):
    said = {"name": "Two days to quote", "says": "", "owner": manager.pk, "is_active": "on"}
    assert as_agent.post("/services/goals/new/", said).status_code == 403
    assert as_manager.post("/services/goals/new/", said).status_code == 302
    goal = Goal.objects.get()
    assert as_manager.post(f"/services/goals/{goal.pk}/edit/", said | {"name": ""}).status_code == 422
    assert "Two days to quote" in as_agent.get("/services/goals/").content.decode()


def test_more_rows_cost_no_more_statements(problem, other, proposal, incident, agent, as_agent, django_assert_max_num_queries, team):  # fmt: skip
    problem.add_incidents([incident], by=agent)
    for branch in Cause.Branch:
        Cause.add(problem, branch=branch, what=f"About {branch}", by=agent)
    ProblemAction.add(problem, what="Renew", owner=agent, due_on=timezone.localdate(), by=agent)
    for n in range(3):
        Problem.raise_(by=agent, title=f"Problem {n}", team=team)
    for address, most in (("/problems/", 10), ("/problems/recurrences/", 10), ("/services/goals/", 10)):
        with django_assert_max_num_queries(most):
            assert as_agent.get(address).status_code == 200


def test_a_problems_page_costs_the_same_however_much_stands_on_it(problem, incident, agent, as_agent, colleague, team, django_assert_max_num_queries):  # fmt: skip
    problem.add_incidents([incident, factories.incident(by=colleague, team=team)], by=agent)
    for branch in Cause.Branch:
        Cause.add(problem, branch=branch, what=f"About {branch}", by=agent)
    for n in range(3):
        ProblemAction.add(problem, what=f"Renew {n}", owner=agent, due_on=timezone.localdate(), by=agent)
    with django_assert_max_num_queries(15):
        assert as_agent.get(problem.get_absolute_url()).status_code == 200


def test_an_incident_raises_its_problem(incident, as_agent, as_manager):
    at = f"{incident.get_absolute_url()}raise-problem/"
    assert incident.title in as_agent.get(at).content.decode()
    assert as_manager.post(at, {"title": "Mail stops every night"}).status_code == 403
    answer = as_agent.post(at, {"title": "Mail stops every night"})
    made = Problem.objects.get()
    assert (answer.url, made.incident_count) == (made.get_absolute_url(), 1)


def test_a_proposal_whose_incident_was_restricted_since_is_not_there(proposal, incident, agent, as_agent):
    incident.restrict(by=agent, restricted=True)
    assert "Mail is down" not in as_agent.get("/problems/recurrences/").content.decode()
    assert as_agent.post(f"/problems/recurrences/{proposal.pk}/accept/").status_code == 404
    assert as_agent.get(f"/api/v1/recurrences/{proposal.pk}/").status_code == 404
