"""What a page can do, a program can: look at what waits, answer, see who must agree. And the figure behind it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.approvals.measures import approval_wait
from catalog.models import Approval, ApprovalStep
from itsm.insights.measures import Filter, one
from itsm.people.roles import MANAGER
from tests.catalog.approvals.conftest import BY_MANAGER, BY_OWNER
from tests.factories import PersonFactory

API, JSON = "/api/v1/approvals/", "application/json"
pytestmark = pytest.mark.django_db


def test_what_waits_and_exactly_what_is_agreed_to(ask, ana, marit, signed_in):
    request = ask()
    client = signed_in(marit)
    [row] = client.get(f"{API}?state=asked").json()["results"]
    assert (row["ticket"], row["requester"]["name"], row["stands_for"]) == (request.number, "Ana Reis", None)
    whole = client.get(f"{API}{row['id']}/").json()
    assert whole["subject"]["answers"] == [{"question": "Which one?", "answer": "Light"}]
    assert (whole["subject"]["cost"], whole["digest"], whole["why_not"]) == (
        "1,200 € once",
        request.digest,
        None,
    )
    assert signed_in(ana).get(API).json()["results"] == []


def test_an_answer_is_taken_once_and_a_no_needs_words(ask, marit, signed_in):
    request, client = ask(), signed_in(marit)
    it = f"{API}{Approval.objects.get().pk}/"
    assert client.post(f"{it}decline/", {"digest": request.digest}, JSON).status_code == 422
    done = client.post(f"{it}approve/", {"digest": request.digest, "words": "Go on"}, JSON)
    assert (done.status_code, done.json()["state"], done.json()["channel"]) == (200, "approved", "api")
    again = client.post(f"{it}approve/", {"digest": request.digest}, JSON)
    assert (again.status_code, "nothing was done twice" in again.json()["detail"]) == (409, True)


def test_who_sees_the_ticket_sees_who_must_agree(ask, ana, agent, marit, signed_in):
    number = ask(BY_MANAGER, BY_OWNER).number
    steps = f"/api/v1/approval-steps/?ticket={number}"
    for person in (ana, agent):
        told = signed_in(person).get(steps).json()["results"]
        assert [step["state"] for step in told] == ["waiting", "asked"]
        assert told[1]["approvals"][0]["person"]["name"] == "Marit Sand"
    assert signed_in(marit).get(steps).json()["results"] == []


def test_the_lists_cost_the_same_for_few_and_many(
    ask, marit, agent, signed_in, django_assert_max_num_queries
):
    clients = signed_in(marit), signed_in(agent)
    for _more in range(2):
        for _one in range(4):
            ask(by=PersonFactory(manager=marit))
        with django_assert_max_num_queries(5):
            clients[0].get(API)
        with django_assert_max_num_queries(6):
            clients[1].get("/api/v1/approval-steps/")


def test_the_median_wait_and_where_it_is_longest(ask, marit):
    request, now = ask(), timezone.now()
    step = {"ticket_id": request.pk, "state": "approved", "decided_at": now}
    ApprovalStep.objects.bulk_create(
        ApprovalStep(**step, name="Finance agrees" if hours > 10 else "Your manager agrees", place=hours, digest=str(hours),
                     asked_at=now - timedelta(hours=hours))
        for hours in range(1, 22)
    )  # fmt: skip
    chosen = Filter(since=now - timedelta(days=1), until=now + timedelta(days=1))
    figure = one(approval_wait, chosen)
    assert (figure.n, round(figure.value, 3)) == (21, 11)
    person = PersonFactory(roles=[MANAGER])
    assert [row.name for row in approval_wait.records(approval_wait, chosen, person)] == [
        "Finance agrees",
        "Your manager agrees",
    ]
