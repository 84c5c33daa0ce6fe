"""Errors are problem details, whoever caused them and wherever they were noticed."""

import pytest
from django.core.cache import cache
from django.urls import resolve
from rest_framework.test import APIClient

from incidents.models import Incident
from itsm.frame.api.problems import MEDIA_TYPE

SHAPE = {"type", "title", "status", "detail", "instance"}


def problem(answer, status):
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    told = answer.json()
    assert set(told) >= SHAPE
    assert told["status"] == status
    assert told["instance"] == answer.wsgi_request.get_full_path()
    return told


def test_nobody_signed_in_is_401_with_the_way_in(db):
    answer = APIClient().get("/api/v1/tickets/")
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_unseen_ticket_is_404(as_, outsider, api, incident):
    incident.edit(by=incident.requester, restricted=True)
    problem(as_(outsider).get(f"/api/v1/incidents/{incident.number}/"), 404)
    assert api.get(f"/api/v1/incidents/{incident.number}/").status_code == 200


def test_a_seen_ticket_one_may_not_work_is_403(mine, as_, manager, incident):
    address = f"/api/v1/incidents/{incident.number}/take/"
    problem(mine.post(address), 403)
    problem(as_(manager).post(address), 403)


def test_no_such_address_is_a_problem_too(api):
    problem(api.get("/api/v1/nothing/here/?q=1"), 404)


def test_a_wrong_method_is_405(api):
    problem(api.delete("/api/v1/tickets/"), 405)


def test_broken_json_is_400(api):
    problem(api.generic("POST", "/api/v1/incidents/", "{broken", content_type="application/json"), 400)


def test_another_media_type_is_415(api):
    problem(api.post("/api/v1/incidents/", "title=x", content_type="text/plain"), 415)


def test_wrong_fields_are_422_by_name(api):
    told = problem(api.post("/api/v1/incidents/", {"title": "", "impact": 9, "service": 10**30}), 422)
    assert set(told["errors"]) == {"title", "impact", "service"}
    assert told["detail"].endswith(": impact, service, title.")


def test_what_a_verb_finds_wrong_lands_at_its_field(api, incident):
    told = problem(api.post(f"/api/v1/incidents/{incident.number}/hold/", {"reason": "colleague"}), 422)
    assert set(told["errors"]) == {"question"}


def test_a_filter_that_is_not_known_is_422(api):
    told = problem(api.get("/api/v1/incidents/?status=asleep"), 422)
    assert "asleep" in told["errors"]["status"][0]


def test_who_is_too_busy_is_429_and_told_when_to_go_on(api, settings):
    cache.clear()
    settings.API_RATE = 2
    assert [api.get("/api/v1/me/").status_code for _ in range(2)] == [200, 200]
    answer = api.get("/api/v1/me/")
    problem(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_a_newer_event_is_told_to_who_had_not_seen_it(api, incident, outsider):
    seen = incident.last_event
    incident.note("Cable 4 is broken", by=outsider)
    told = problem(
        api.post(
            f"/api/v1/incidents/{incident.number}/reply/", {"words": "We look into it now", "seen": seen}
        ),
        409,
    )
    assert told["type"] == "urn:baton:problem:stale"
    assert [(event["actor"], event["comment"]) for event in told["events"]] == [
        ("Noor Haddad", "Cable 4 is broken")
    ]
    assert not incident.events.filter(verb="ticket.reply").exists()


def test_editing_holds_to_the_version_that_was_read(api, incident, outsider):
    address = f"/api/v1/incidents/{incident.number}/"
    tag = api.get(address).headers["ETag"]
    incident.note("Cable 4 is broken", by=outsider)
    problem(api.patch(address, {"title": "Mail is slow"}, headers={"If-Match": tag}), 409)
    tag = api.get(address).headers["ETag"]
    assert (
        api.patch(address, {"title": "Mail is slow"}, headers={"If-Match": tag}).json()["title"]
        == "Mail is slow"
    )


def test_what_nobody_foresaw_is_a_plain_500_and_is_heard_of(api, monkeypatch):
    api.raise_request_exception = False
    monkeypatch.setattr(Incident.objects, "visible_to", lambda person: 1 / 0)
    told = problem(api.get("/api/v1/incidents/"), 500)
    assert "division" not in str(told)


@pytest.mark.parametrize("path", ["/api/v1/incidents/INC-1/", "/api/v1/incidents/inc-1/resolve/"])
def test_addresses_are_noun_number_verb(path):
    assert resolve(path).route.startswith("api/v1/")
