"""The life of a token: made, shown once, used, noted, ended, revoked."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from itsm.people.models import Person, Token
from itsm.people.tokens import HasScope, TokenAuthentication

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def issue(person, *, scopes=("read",), **fields) -> tuple[Token, str]:
    return Token.objects.issue(person, now=timezone.now(), name="stock script", scopes=list(scopes), **fields)


def knock(secret: str, keyword: str = "Bearer"):
    request = APIRequestFactory().get("/", headers={"Authorization": f"{keyword} {secret}"})
    return TokenAuthentication().authenticate(Request(request))


def make(client, **fields):
    return client.post(
        "/people/me/tokens/", {"name": "stock script", "scopes": ["read"], "days": "90"} | fields
    )


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(as_colleague, colleague):
    page = make(as_colleague)
    token = colleague.tokens.get()
    [secret] = [
        part.split("<")[0]
        for part in page.content.decode().split(">")
        if part.startswith("baton_") and "…" not in part
    ]
    assert secret.startswith(token.prefix)
    assert secret not in str(vars(token))
    assert "no-store" in page["Cache-Control"]
    assert secret not in as_colleague.get("/people/me/tokens/").content.decode()
    person, found = knock(secret)
    assert (person, found) == (colleague, token)


@pytest.mark.parametrize(("days", "life"), [("30", timedelta(days=30)), ("never", None)])
def test_a_token_ends_when_its_owner_said(as_colleague, colleague, days, life):
    with time_machine.travel(NOON, tick=False):
        make(as_colleague, days=days)
    token = colleague.tokens.get()
    assert token.expires_at == (NOON + life if life else None)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"days": "9999"}]
)
def test_a_token_without_name_scope_or_sense_is_refused(as_colleague, wrong, colleague):
    assert make(as_colleague, **wrong).status_code == 422
    assert not colleague.tokens.exists()


def test_its_owner_revokes_it_at_once(as_colleague, colleague):
    token, secret = issue(colleague)
    as_colleague.post(f"/people/me/tokens/{token.pk}/revoke/")
    with pytest.raises(AuthenticationFailed):
        knock(secret)
    assert "Revoked" in as_colleague.get("/people/me/tokens/").content.decode()


def test_nobody_sees_or_revokes_somebody_elses(as_administrator, colleague):
    token, secret = issue(colleague)
    assert as_administrator.post(f"/people/me/tokens/{token.pk}/revoke/").status_code == 404
    assert token.prefix not in as_administrator.get("/people/me/tokens/").content.decode()
    assert knock(secret)


def test_revoking_twice_keeps_the_first_moment(colleague):
    token, _secret = issue(colleague)
    token.revoke(now=NOON)
    token.revoke(now=NOON + timedelta(hours=1))
    assert Token.objects.get(pk=token.pk).revoked_at == NOON


@pytest.mark.parametrize("secret", ["", "baton_", "baton_wrong", "nonsense with spaces"])
def test_an_unknown_secret_opens_nothing(db, secret):
    with pytest.raises(AuthenticationFailed):
        knock(secret)


def test_another_kind_of_header_is_left_to_others(db):
    assert knock("dXNlcjpwYXNz", keyword="Basic") is None


def test_the_word_bearer_may_be_written_in_any_case(colleague):
    assert knock(issue(colleague)[1], keyword="bearer")


def test_a_token_past_its_end_opens_nothing(colleague):
    _token, secret = issue(colleague, expires_at=timezone.now() + timedelta(days=1))
    assert knock(secret)
    with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(AuthenticationFailed):
        knock(secret)


def test_the_tokens_of_somebody_deactivated_open_nothing(colleague):
    _token, secret = issue(colleague)
    Person.objects.filter(pk=colleague.pk).update(is_active=False)
    with pytest.raises(AuthenticationFailed):
        knock(secret)


def test_use_is_noted_at_most_once_a_minute(colleague, django_assert_num_queries):
    token, secret = issue(colleague)
    with time_machine.travel(NOON, tick=False):
        knock(secret)
    with time_machine.travel(NOON + timedelta(seconds=59), tick=False), django_assert_num_queries(2):
        knock(secret)
    assert Token.objects.get(pk=token.pk).last_used_at == NOON
    with time_machine.travel(NOON + timedelta(seconds=61), tick=False):
        knock(secret)
    assert Token.objects.get(pk=token.pk).last_used_at == NOON + timedelta(seconds=61)


@pytest.mark.parametrize(
    ("scopes", "method", "opens"),
    [
        (["read"], "GET", True),
        (["read"], "HEAD", True),
        (["read"], "POST", False),
        (["read"], "DELETE", False),
        (["write"], "PATCH", True),
        (["write"], "GET", False),
        (["read", "write"], "PUT", True),
    ],
)
def test_a_scope_opens_what_it_says(colleague, scopes, method, opens):
    request = Request(APIRequestFactory().generic(method, "/"))
    request.auth = issue(colleague, scopes=scopes)[0]
    assert HasScope().has_permission(request, None) is opens


def test_a_session_has_every_scope(colleague):
    request = Request(APIRequestFactory().post("/"))
    request.auth = None
    assert HasScope().has_permission(request, None)
