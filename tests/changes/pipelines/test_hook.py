"""The hook: what is said in which order, who says it, and what stops a pipeline."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from changes.calendar.checking import check
from changes.calendar.plan import plan_of
from changes.models import Change, ChangeModel, Deployment, Occasion, Pipeline
from comms.of_changes import its_managers
from itsm.frame import practices
from itsm.people import roles
from itsm.people.models import Person
from tests.changes.kit import open_window
from tests.changes.pipelines.kit import (
    FINISHED,
    STARTED,
    call,
    change_model,
    count_events,
    pipeline,
    send,
    what_stands,
)
from tests.factories import PersonFactory, ServiceFactory, TeamFactory

pytestmark = pytest.mark.django_db
FAILED = {"event": "finished", "result": "failed", "words": "The health check says 503."}
ROLLED_BACK = {"event": "finished", "result": "rolled_back", "words": "Back at 3.7."}
RUNNING, CLOSED = ("implementing", "", ""), ("closed", "successful", "succeeded")


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ([STARTED, STARTED], RUNNING),
        ([STARTED, FINISHED, FINISHED], CLOSED),
        ([STARTED, FINISHED, FAILED], CLOSED),
        ([FINISHED, STARTED], CLOSED),
        ([FINISHED, STARTED, FINISHED], CLOSED),
        ([STARTED, FAILED], ("closed", "failed", "failed")),
        ([STARTED, ROLLED_BACK], ("closed", "backed_out", "rolled_back")),
        ([ROLLED_BACK, FINISHED], ("closed", "backed_out", "rolled_back")),
    ],
)  # fmt: skip
def test_a_run_is_begun_once_and_ended_once_in_whatever_order_it_is_told(portal, told, stands):
    answers = [call(portal, event) for event in told]
    assert [answer.status_code for answer in answers] == [200] * len(told)
    assert what_stands() == [stands]
    number = Change.objects.get().number
    assert {(answer.json()["run"], answer.json()["change"]) for answer in answers} == {("7", number)}


def test_two_pipelines_speak_for_the_same_person_at_the_same_time_and_so_does_the_person(portal, agent, team):
    """A deployment needs nobody's hands; on one service they are in each other's way as ever."""
    elsewhere = change_model(portal.model.owner, ServiceFactory(name="Shop", team=team), key="deploy-shop")
    shop = pipeline(agent, elsewhere, "Shop")
    assert [call(one, STARTED).status_code for one in (portal, shop)] == [200, 200]
    by_hand = Change.propose(
        by=agent, title="Swap a disk", service=ServiceFactory(team=team), **open_window()
    )
    Change.objects.filter(pk=by_hand.pk).update(status="scheduled")
    assert check(plan_of(by_hand)) == []
    assert call(pipeline(agent, portal.model, "Again"), STARTED, run="8").status_code == 409


def test_what_is_said_again_changes_nothing_and_is_answered_the_same(portal):
    for event in (STARTED, FINISHED):
        first = call(portal, event).json()
        events = count_events()
        assert (call(portal, event).json(), count_events()) == (first, events)


def test_the_change_is_a_standard_one_of_the_model_in_the_name_of_whom_it_speaks_for(portal, agent, service):
    told = call(portal, STARTED).json()
    change, deployment = Change.objects.get(), Deployment.objects.get()
    assert (change.type, change.model, change.service) == ("standard", portal.model, service)
    assert {change.requester, change.opened_by, change.assignee} == {agent}
    assert (change.title, change.ends_at - change.starts_at) == ("Portal 3.8", timedelta(minutes=15))
    assert change.authorised_digest == change.digest
    assert (deployment.commit, deployment.url) == ("9f2c1e7", "https://ci.example/runs/7")
    assert told["address"].endswith(change.get_absolute_url())
    verbs = ["change.open", "ticket.plan", "change.submit", "change.start"]
    assert list(change.events.order_by("pk").values_list("verb", flat=True)) == verbs


@pytest.mark.parametrize("event", [FAILED, ROLLED_BACK])
def test_a_run_that_goes_wrong_takes_its_model_back_and_stops_the_next(portal, event):
    call(portal, STARTED)
    call(portal, event)
    model = ChangeModel.objects.get()
    assert (model.state, event["words"] in model.review_reason) == ("review", True)
    stopped = call(portal, STARTED, run="8")
    assert stopped.status_code == 409
    assert [one["key"] for one in stopped.json()["obstacles"]] == ["model-state"]
    assert event["words"] in stopped.json()["error"]
    portal.refresh_from_db()
    assert (portal.refused_why, Change.objects.count()) == (stopped.json()["error"], 1)


def in_a_freeze(portal: Pipeline) -> None:
    at = timezone.now()
    Occasion.objects.create(
        kind="freeze", title="End of the year", by=portal.speaks_for, starts_at=at - timedelta(hours=1),
        ends_at=at + timedelta(hours=1),
    )  # fmt: skip


def at_its_limit(portal: Pipeline) -> None:
    ChangeModel.objects.update(most_a_day=1)
    assert call(portal, STARTED, run="6").status_code == 200
    assert call(portal, FINISHED, run="6").status_code == 200


def while_another_runs(portal: Pipeline) -> None:
    assert call(portal, STARTED, run="6").status_code == 200


def by_nobody_who_may(portal: Pipeline) -> None:
    portal.speaks_for.groups.clear()


def by_one_who_left(portal: Pipeline) -> None:
    Person.objects.filter(pk=portal.speaks_for_id).update(is_active=False)


def by_another_team(portal: Pipeline) -> None:
    portal.model.teams.add(TeamFactory(name="Portal team"))


def without_a_service(portal: Pipeline) -> None:
    portal.speaks_for.teams.get().become_first_line()
    portal.model.services.clear()


@pytest.mark.parametrize(
    ("made", "key", "words"),
    [
        (in_a_freeze, "collision", "End of the year"),
        (at_its_limit, "model-day", "At most 1 change a day"),
        (while_another_runs, "collision", "Mail"),
        (by_nobody_who_may, "speaks-for", "may not carry out changes"),
        (by_one_who_left, "speaks-for", "may not carry out changes"),
        (by_another_team, "model-teams", "in none of the teams"),
        (without_a_service, "services", "Name the services it touches."),
    ],
)
def test_what_stands_in_the_way_stops_the_pipeline_in_plain_words(portal, made, key, words):
    made(portal)
    before = (Change.objects.count(), count_events())
    for event in (STARTED, FINISHED):
        stopped = call(portal, event)
        assert stopped.status_code == 409, stopped.text
        assert key in [one["key"] for one in stopped.json()["obstacles"]]
        assert words in stopped.json()["error"]
    assert (Change.objects.count(), count_events()) == before


def test_what_people_did_with_the_change_meanwhile_stands(portal, agent):
    call(portal, STARTED)
    Change.objects.get().back_out(reason="It looked wrong.", by=agent)
    assert call(portal, FINISHED).json()["status"] == "review"
    assert what_stands() == [("review", "backed_out", "succeeded")]


def test_after_the_point_of_no_return_a_roll_back_is_still_told(portal, agent):
    call(portal, STARTED)
    step = Change.objects.get().steps.first()
    step.no_return, step.done_at = True, timezone.now()
    step.save()
    assert call(portal, ROLLED_BACK).status_code == 200
    assert what_stands() == [("closed", "backed_out", "rolled_back")]


def test_the_change_managers_hear_of_what_waits_for_them_and_a_closed_one_does_not(portal, change_manager):
    call(portal, STARTED)
    call(portal, FINISHED)
    finish = Change.objects.get().events.get(verb="change.finish")
    assert list(its_managers(finish)) == []
    Change.objects.update(open=True)
    finish.ticket.refresh_from_db()
    assert [told.person for told in its_managers(finish)] == [change_manager]


# Who calls ------------------------------------------------------------------------------------------------------------


def test_a_signature_is_for_one_body_one_moment_and_one_pipeline(portal):
    now = time.time()
    assert call(portal, STARTED, secret="another").status_code == 403
    assert call(portal, STARTED, moment=now - 301).status_code == 403
    assert call(portal, STARTED, moment=now + 310).status_code == 403
    address, json_ = f"/hooks/pipelines/{portal.key}/", "application/json"
    assert Client().post(address, STARTED, content_type=json_).status_code == 403
    given = {"Baton-Timestamp": str(int(now)), "Baton-Signature": "sha256=ü"}
    assert Client().post(address, STARTED, content_type=json_, headers=given).status_code == 403
    portal.refresh_from_db()
    assert (Change.objects.count(), portal.refused_why) == (0, "The signature is wrong.")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"nonsense", 422, "not complete"),
        (b"[]", 422, "not complete"),
        (b"\xff\xfe", 422, "not complete"),
        (b'{"event": "started"}', 422, '"run"'),
        (b'{"run": "7", "event": "finished"}', 422, "has a result"),
        (b'{"run": "7", "event": "started", "result": "failed"}', 422, "has a result"),
        (b'{"run": "7", "event": "finished", "result": "splendid"}', 422, '"result"'),
        (b'{"run": "7", "event": "started", "url": "javascript:alert(1)"}', 422, '"url"'),
        (b'{"run": "7\\u0000", "event": "started"}', 422, '"run"'),
        (b'{"run": "\\ud800", "event": "started"}', 422, '"run"'),
        (b" " * (64 * 1024 + 1), 413, "larger than 64 kB"),
    ],
)
def test_what_is_not_right_is_refused_and_says_why(portal, body, status, said):
    answer = send(portal, body)
    assert (answer.status_code, said in answer.text, Change.objects.count()) == (status, True, 0)


def test_unknown_keys_resting_pipelines_and_other_methods_are_turned_away(portal):
    address = f"/hooks/pipelines/{portal.key}/"
    assert Client().get(address).status_code == 405
    assert (
        Client().post("/hooks/pipelines/nobody/", b"{}", content_type="application/json").status_code == 404
    )
    Pipeline.objects.update(is_active=False)
    assert call(portal, STARTED).status_code == 404


def test_where_changes_are_switched_off_nobody_answers(portal, as_administrator):
    practices.named("changes").switch_off(by=None)
    answers = [
        call(portal, STARTED),
        *map(as_administrator.get, ("/changes/pipelines/", "/api/v1/deployments/")),
    ]
    practices.named("changes").switch_on(by=None)
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_what_is_said_is_read_in_a_log_and_not_escaped(portal):
    ChangeModel.objects.update(state="draft")
    assert (
        "The change model “Deploy the portal” is not authorised at the moment." in call(portal, STARTED).text
    )


# Two at once ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_one_run_and_the_last_of_a_limit_is_given_once():
    team = TeamFactory(name="Service desk")
    ivo = PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[team])
    noor = PersonFactory(name="Noor Haddad", roles=[roles.AGENT], teams=[team])
    model = change_model(noor, ServiceFactory(name="Mail", team=team), most_a_day=1)
    one, other = pipeline(ivo, model), pipeline(noor, model, "Another")

    def told(to: Pipeline) -> tuple[int, dict]:
        answer = call(to, FINISHED)
        connection.close()
        return answer.status_code, json.loads(answer.content)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(told, [one, one, other, other]))
    assert sorted(status for status, _told in answers) == [200, 200, 409, 409]
    assert len({told["change"] for status, told in answers if status == 200}) == 1
    assert what_stands() == [("closed", "successful", "succeeded")]
