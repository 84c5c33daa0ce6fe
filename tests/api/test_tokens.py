"""Programs come with a token: as their owner, no further than its scopes."""

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from itsm.people.models import Token


@pytest.fixture
def with_token():
    def client(person, *scopes):
        _made, secret = Token.objects.issue(
            person, now=timezone.now(), name="stock script", scopes=list(scopes)
        )
        program = APIClient()
        program.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return program

    return client


def test_a_token_acts_as_its_owner(with_token, colleague, incident):
    answer = with_token(colleague, "read").get("/api/v1/me/")
    assert answer.json()["email"] == colleague.email


def test_a_token_that_reads_changes_nothing(with_token, agent, incident):
    program = with_token(agent, "read")
    assert program.get(f"/api/v1/incidents/{incident.number}/").status_code == 200
    answer = program.post(f"/api/v1/incidents/{incident.number}/take/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    incident.refresh_from_db()
    assert incident.assignee is None


def test_a_token_that_writes_needs_no_cookie_and_no_csrf(with_token, agent, incident):
    answer = with_token(agent, "read", "write").post(f"/api/v1/incidents/{incident.number}/take/")
    assert answer.json()["assignee"]["id"] == agent.pk


def test_a_session_needs_its_csrf_token(agent, incident):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    answer = client.post(f"/api/v1/incidents/{incident.number}/take/")
    assert (answer.status_code, "CSRF" in answer.json()["detail"]) == (403, True)


def test_a_wrong_token_is_401_and_never_a_session(agent, incident):
    client = APIClient()
    client.force_login(agent)
    assert client.get("/api/v1/me/", headers={"Authorization": "Bearer baton_wrong"}).status_code == 401


def test_ones_own_tokens_are_listed_without_their_secret_and_revoked(with_token, colleague, agent):
    program, stranger = with_token(colleague, "read", "write"), with_token(agent, "read", "write")
    [row] = program.get("/api/v1/tokens/").json()["results"]
    assert "digest" not in row
    assert stranger.delete(f"/api/v1/tokens/{row['id']}/").status_code == 404
    assert program.delete(f"/api/v1/tokens/{row['id']}/").status_code == 204
    assert program.get("/api/v1/tokens/").status_code == 401


def test_with_a_token_a_list_costs_at_most_six_statements(
    with_token, agent, incident, django_assert_max_num_queries
):
    program = with_token(agent, "read")
    program.get("/api/v1/tickets/")
    with django_assert_max_num_queries(6):
        program.get("/api/v1/tickets/?open=true")
