"""A create that is sent again, because its answer was lost, creates nothing twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from incidents.models import Incident
from itsm.frame.models import Answer

ADDRESS = "/api/v1/incidents/"
ABOUT = {"title": "Mail is down"}


def key(text="5c1f"):
    return {"headers": {"Idempotency-Key": text}}


@pytest.fixture(autouse=True)
def first_line(team):
    team.become_first_line()


def test_the_same_request_gets_the_first_answer_and_creates_once(api):
    first, again = (api.post(ADDRESS, ABOUT, **key()) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Incident.objects.count() == 1


def test_a_message_is_sent_once(api, incident):
    address = f"{ADDRESS}{incident.number}/reply/"
    first, again = (api.post(address, {"words": "We look into it at once"}, **key()) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert incident.events.filter(verb="ticket.reply").count() == 1


def test_without_a_key_nothing_is_remembered(api):
    assert [api.post(ADDRESS, ABOUT).status_code for _ in range(2)] == [201, 201]
    assert Incident.objects.count() == 2
    assert not Answer.objects.exists()


def test_a_key_serves_one_request_only(api, incident):
    api.post(ADDRESS, ABOUT, **key())
    for address, about in [
        (ADDRESS, {"title": "Printer"}),
        (f"{ADDRESS}{incident.number}/note/", {"words": "Mail is down"}),
    ]:
        answer = api.post(address, about, **key())
        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json()["errors"]


def test_keys_are_each_persons_own(api, mine):
    assert (
        api.post(ADDRESS, ABOUT, **key()).json()["number"]
        != mine.post(ADDRESS, ABOUT, **key()).json()["number"]
    )


def test_a_refused_request_leaves_its_key_free(api):
    assert api.post(ADDRESS, {}, **key()).status_code == 422
    assert api.post(ADDRESS, ABOUT, **key()).status_code == 201


def test_a_day_later_the_key_is_free_again(api):
    first = api.post(ADDRESS, ABOUT, **key()).json()
    Answer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert api.post(ADDRESS, ABOUT, **key()).json()["number"] != first["number"]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("bad", ["x" * 256, "smörgås"])
def test_a_key_that_cannot_be_kept_is_refused(api, bad):
    assert api.post(ADDRESS, ABOUT, **key(bad)).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_waits_and_gets_the_answer_of_the_first(as_, agent):
    together, told = Barrier(4), []

    def send(client):
        together.wait()
        told.append(client.post(ADDRESS, ABOUT, **key()))
        connection.close()

    threads = [Thread(target=send, args=[as_(agent)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in told] == [201] * 4
    assert len({answer.json()["number"] for answer in told}) == Incident.objects.count() == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in told) == 3
