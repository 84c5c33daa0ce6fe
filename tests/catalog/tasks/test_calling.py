"""Steps of another system: signed, tried again, done once, and never lost."""

import hmac
from datetime import timedelta

import pytest
import urllib3
from django.urls import reverse
from django.utils import timezone

from catalog.models import Call, Hook, ServiceRequest
from catalog.tasks import calling, wire
from itsm.frame import outbound
from tests.catalog.tasks.conftest import states, task


@pytest.fixture
def request_(ask, hook):
    return ask(
        {"key": "account", "hook": hook.pk, "instructions": "Make the account"},
        {"key": "tell", "needs": ["account"]},
        name="Ana",
    )


def make_calls(*, after=timedelta(0)):
    now = timezone.now() + after
    return [calling.make(pk, now=now) for pk in calling.due(now=now)]


def test_the_other_system_is_told_what_to_do_and_can_prove_who_asks(request_, system):
    make_calls()
    heard = system.heard[0]
    signed = hmac.digest(
        system.secret.encode(), heard.headers["Baton-Timestamp"].encode() + b"." + heard.body, "sha256"
    ).hex()
    assert heard.headers["Baton-Signature"] == f"sha256={signed}"
    assert heard.told["task"]["instructions"] == "Make the account"
    assert heard.told["request"]["answers"] == {"name": "Ana"}
    assert heard.headers["Idempotency-Key"] == heard.told["key"]


def test_yes_is_done_and_the_plan_goes_on(request_, system):
    system.body = b'{"words": "Account made: ana.reis"}'
    make_calls()
    assert states(request_) == {"account": "done", "tell": "ready"}
    assert task(request_, "account").words == "Account made: ana.reis"
    assert ServiceRequest.objects.get(pk=request_.pk).status == "in_fulfilment"


def test_while_only_another_system_works_it_has_the_baton(ask, hook):
    request = ask({"key": "account", "hook": hook.pk})
    assert ServiceRequest.objects.get(pk=request.pk).holder == "system"


def test_the_last_step_may_be_automatic(ask, hook, system):
    request = ask({"key": "account", "hook": hook.pk})
    make_calls()
    assert ServiceRequest.objects.get(pk=request.pk).status == "fulfilled"


@pytest.mark.parametrize(
    "trouble",
    [{"status": 500}, {"status": 429}, {"garbage": b"\x00\x01 this is no HTTP\r\n\r\n"}, {"sleep": 0.2}],
)
def test_no_answer_is_another_try_with_the_same_key(request_, system, monkeypatch, trouble):
    monkeypatch.setattr(outbound, "SECONDS", urllib3.Timeout(connect=1, read=0.1))
    for name, value in trouble.items():
        setattr(system, name, value)
    make_calls()
    assert states(request_)["account"] == "in_progress"
    assert make_calls() == []
    system.status, system.garbage, system.sleep = 200, b"", 0
    make_calls(after=calling.WAITS[0])
    assert states(request_)["account"] == "done"
    assert len({heard.headers["Idempotency-Key"] for heard in system.heard}) == 1
    assert [call.attempt for call in Call.objects.all()] == [1, 2]


def test_after_the_last_try_the_step_has_failed_and_a_person_tries_again(request_, system, agent):
    system.status, waited = 503, timedelta(0)
    for wait in (timedelta(0), *calling.WAITS):
        waited += wait + timedelta(seconds=1)
        make_calls(after=waited)
    step = task(request_, "account")
    assert (step.state, len(system.heard)) == ("failed", 6)
    assert step.words == "No answer after 6 calls: 503"
    assert ServiceRequest.objects.get(pk=request_.pk).holder == "team"
    system.status = 200
    step.retry(by=agent, now=timezone.now() + waited)
    make_calls(after=waited)
    assert states(request_)["account"] == "done"


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (
            {"status": 302, "location": "http://169.254.169.254/"},
            "It sends us elsewhere, and we do not follow.",
        ),
        ({"status": 422, "body": b'{"words": "No such department"}'}, "No such department"),
        ({"status": 404, "body": b"<html>garbage"}, "It answered 404."),
    ],
)
def test_no_is_no_at_once(request_, system, trouble, why):
    for name, value in trouble.items():
        setattr(system, name, value)
    make_calls()
    assert (task(request_, "account").state, task(request_, "account").words) == ("failed", why)
    assert len(system.heard) == 1


def test_addresses_inside_the_network_are_not_called(request_, system, settings):
    settings.HOOKS_ALLOWED = []
    make_calls()
    assert system.heard == []
    assert "inside the network" in task(request_, "account").words


def test_a_system_that_is_switched_off_fails_at_once(request_, system, hook):
    Hook.objects.update(is_active=False)
    make_calls()
    assert task(request_, "account").state == "failed"
    assert system.heard == []


def test_two_workers_make_one_call(request_, system):
    now = timezone.now()
    (pk,) = calling.due(now=now)
    calling.make(pk, now=now)
    assert calling.make(pk, now=now) is None
    assert len(system.heard) == 1


def test_a_worker_that_died_after_the_call_is_followed_by_one_more_with_the_same_key(request_, system):
    now = timezone.now()
    (pk,) = calling.due(now=now)
    Call.objects.filter(pk=pk).update(next_at=now + calling.TAKEN_FOR)  # as its claim left it
    assert make_calls() == []
    make_calls(after=calling.TAKEN_FOR)
    assert states(request_)["account"] == "done"


def test_a_step_taken_over_by_hand_is_not_called_any_more(request_, system, agent):
    task(request_, "account").take(by=agent)
    assert make_calls() == []
    task(request_, "account").done(by=agent)
    assert states(request_)["tell"] == "ready"


def test_an_answer_that_comes_after_somebody_took_over_is_kept_and_changes_nothing(request_, system, agent):
    now = timezone.now()
    (pk,) = calling.due(now=now)
    call = Call.objects.select_related("task__hook").get(pk=pk)
    outcome = calling.ask(call, now=now)
    task(request_, "account").take(by=agent)
    calling.settle(call, outcome, now=now)
    assert states(request_)["account"] == "in_progress"
    assert Call.objects.get(pk=pk).status == 200


def test_later_is_said_at_the_signed_address(request_, system, client):
    system.status = 202
    make_calls()
    assert states(request_)["account"] == "in_progress"
    address = system.heard[0].told["call_back"].partition("/hooks/")[2]
    for _twice in range(2):
        answer = client.post(
            f"/hooks/{address}", {"done": True, "words": "Made"}, content_type="application/json"
        )
        assert answer.json()["state"] == "done"
    assert (task(request_, "account").words, states(request_)["tell"]) == ("Made", "ready")


def test_a_call_back_may_say_that_it_failed(request_, client):
    address = reverse("task_call_back", args=[wire.signer.sign(str(task(request_, "account").pk))])
    client.post(address, {"done": False, "words": "No licence left"}, content_type="application/json")
    assert (task(request_, "account").state, task(request_, "account").words) == ("failed", "No licence left")


def test_nobody_guesses_an_address_and_nonsense_changes_nothing(request_, client):
    step = task(request_, "account")
    assert client.post(reverse("task_call_back", args=[f"{step.pk}:forged"])).status_code == 404
    good = reverse("task_call_back", args=[wire.signer.sign(str(step.pk))])
    assert client.post(good, b"[1", content_type="application/json").status_code == 400
    assert client.get(good).status_code == 405
    assert task(request_, "account").state == "in_progress"


def test_no_other_system_is_called_for_a_request_that_was_merged(request_, ask, system, agent):
    request_.merge_into(ask({"key": "order"}), by=agent)
    assert make_calls() == []
    assert (system.heard, states(request_)) == ([], {"account": "skipped", "tell": "skipped"})


def test_a_step_that_was_taken_over_waits_for_people_when_another_team_gets_it(request_, agent, network):
    step = task(request_, "account")
    step.take(by=agent)
    step.hand(to_team=network, note="The licence is yours to give", by=agent)
    request_.refresh_from_db()
    assert (step.state, step.is_automatic, request_.holder, request_.team) == (
        "ready",
        False,
        "team",
        network,
    )
    calling.called_back(step, done=True, words="Made", now=timezone.now())
    assert states(request_)["account"] == "ready"


def test_an_address_with_a_port_that_no_port_has_is_refused(request_, hook):
    Hook.objects.filter(pk=hook.pk).update(url="https://directory.example:99999/do")
    assert [outcome.what for outcome in make_calls()] == [calling.NO]
    assert states(request_)["account"] == "failed"
