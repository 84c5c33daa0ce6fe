"""Every state with every verb, by API: done, or 409 with the sentence."""

import pytest

from tests import factories
from tests.incidents.flow import ALLOWED, REFUSED, TOLD


def caller(verb, agent, colleague):
    """Only the colleague says that it works."""
    return colleague if verb == "confirm" else agent


@pytest.mark.parametrize(("status", "verb"), ALLOWED)
def test_what_the_flow_allows_is_done(status, verb, as_, team, agent, colleague):
    ticket = factories.incident(by=colleague, team=team, status=status)
    answer = as_(caller(verb, agent, colleague)).post(
        f"/api/v1/incidents/{ticket.number}/{verb}/", TOLD[verb]
    )
    assert answer.status_code == 200, answer.json()
    ticket.refresh_from_db()
    assert answer.json()["status"] == ticket.status == ticket.FLOW[verb][1]


@pytest.mark.parametrize(("status", "verb"), REFUSED)
def test_what_it_does_not_allow_is_409_with_the_sentence(status, verb, as_, team, agent, colleague):
    ticket = factories.incident(by=colleague, team=team, status=status)
    answer = as_(caller(verb, agent, colleague)).post(
        f"/api/v1/incidents/{ticket.number}/{verb}/", TOLD[verb]
    )
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "urn:baton:problem:not-now")
    assert problem["detail"].startswith(f"{ticket.number} is ")
    assert (problem["status_now"], problem["verb"]) == (status, verb)


def test_the_representation_says_which_steps_are_open_to_whom(api, mine, team, colleague):
    ticket = factories.incident(by=colleague, team=team, status="resolved")
    address = f"/api/v1/incidents/{ticket.number}/"
    assert api.get(address).json()["allowed_verbs"] == ["reopen", "close"]
    assert mine.get(address).json()["allowed_verbs"] == ["confirm", "reopen"]
