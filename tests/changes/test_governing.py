"""What changes are governed by: questions, weights and levels, authorities, the library of change models."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from changes.gates import Obstructed
from changes.models import (
    Authority,
    Change,
    ChangeModel,
    Level,
    RiskFact,
    RiskLevel,
    RiskQuestion,
    Status,
    Type,
)
from itsm.tickets.errors import Refused
from tests.changes.kit import open_window, proposed
from tests.factories import ServiceFactory

BEST = {"tried": 0, "way-back": 0, "noticed": 0, "lost": 0, "hands": 0}


@pytest.fixture
def api(change_manager) -> APIClient:
    client = APIClient()
    client.force_login(change_manager)
    return client


@pytest.fixture
def model(change_manager, second_manager, service, team) -> ChangeModel:
    """Authorised: a certificate, by the service desk, in an hour at most."""
    made, now = ChangeModel(key="certificate"), timezone.now()
    made.write(
        by=change_manager, now=now, owner=change_manager, name="A certificate", says="Done every month.", most_minutes=180,
        steps=[{"what": "Put it in", "minutes": 10, "no_return": False}], back_out="The old one.", services=[service], teams=[team],
    )  # fmt: skip
    made.authorise(by=second_manager, now=now)
    return made


def standard(agent, model, service, **fields) -> Change:
    plan = {
        "starts_at": timezone.now() + timedelta(days=1),
        "ends_at": timezone.now() + timedelta(days=1, hours=2),
    }
    return Change.propose(
        by=agent, title="A certificate", type=Type.STANDARD, model=model, service=service, description="For mail",
        **{**plan, **fields},
    )  # fmt: skip


# Risk -----------------------------------------------------------------------------------------------------------------


def test_the_score_is_the_sum_of_its_reasons_and_each_is_said_in_words(agent, service):
    service.criticality = 1
    service.save()
    above = ServiceFactory(name="Quotes")
    above.depends_on.add(service)
    change = proposed(by=agent, service=service, risk_answers={**BEST, "tried": 2})

    assert change.risk_score == sum(points for _words, points in change.risk_because)
    said = [words for words, _points in change.risk_because]
    assert "How was it tried before? In part." in said
    assert "Mail is business critical" in said
    assert "1 other service stands on it" in said
    assert all(points for _words, points in change.risk_because)


def test_a_question_nobody_answered_counts_as_its_most_careful_answer(agent, service):
    answered = proposed(by=agent, service=service, risk_answers=BEST)
    silent = proposed(by=agent, service=service, risk_answers={**BEST, "lost": 1})
    silent.plan(by=agent, risk_answers={key: place for key, place in BEST.items() if key != "lost"})
    assert silent.risk_score - answered.risk_score == 8
    with pytest.raises(Obstructed, match="questions about its risk"):
        silent.submit(by=agent)


def test_changes_like_it_that_went_wrong_make_it_riskier_and_good_ones_safer(agent, service):
    before = proposed(by=agent, service=service).risk_score
    for _n in range(5):
        done = proposed(by=agent, service=service)
        Change.objects.filter(pk=done.pk).update(
            status="closed", open=False, closed_at=timezone.now(), outcome="successful"
        )
    after_good = proposed(by=agent, service=service)
    Change.objects.filter(status="closed").update(outcome="failed")
    after_bad = proposed(by=agent, service=service)
    assert after_good.risk_score == max(0, before - 3)
    assert after_bad.risk_score == before + 6
    assert "5 of the last 5 like it went wrong" in [words for words, _points in after_bad.risk_because]


def test_weights_and_levels_are_data(as_change_manager, api, agent, service):
    form = {f"fact-{fact.key}": fact.points for fact in RiskFact.objects.all()} | {
        "fact-short_notice": 9, "low-lead_hours": 0, "medium-from_score": 5, "medium-lead_hours": 1, "high-from_score": 8,
        "high-lead_hours": 2, "high-needs_evidence": "on",
    }  # fmt: skip
    assert as_change_manager.post("/changes/risk/weights/", form).status_code == 302
    soon = proposed(by=agent, service=service, **open_window())
    assert (RiskFact.objects.get(key="short_notice").points, soon.risk_level) == (9, Level.HIGH)

    wrong = as_change_manager.post("/changes/risk/weights/", {**form, "high-from_score": 4})
    assert wrong.status_code == 422
    assert RiskLevel.objects.get(level="high").from_score == 8
    told = api.patch("/api/v1/risk-weights/", {"facts": {"short_notice": 0}}, format="json")
    assert told.data["facts"]["short_notice"] == 0
    assert api.patch("/api/v1/risk-weights/", {"facts": {"weather": 1}}, format="json").status_code == 422


def test_a_question_is_added_edited_and_asked_no_more(as_change_manager, api, as_agent):
    said = {"text": "Is it a Friday?", "choices": "0 No.\n3 Yes.", "place": 9, "is_active": "on"}
    assert as_change_manager.post("/changes/risk/questions/new/", said).status_code == 302
    made = RiskQuestion.objects.get(key="is-it-a-friday")
    assert made.choices == [{"label": "No.", "points": 0}, {"label": "Yes.", "points": 3}]
    page = as_change_manager.post(
        f"/changes/risk/questions/{made.pk}/", {**said, "choices": "No points here"}
    )
    assert page.status_code == 422
    api.patch(f"/api/v1/risk-questions/{made.pk}/", {"is_active": False}, format="json")
    assert "not asked" in as_agent.get("/changes/risk/").content.decode()
    assert as_agent.post("/changes/risk/questions/new/", said).status_code == 403


# Authorities ----------------------------------------------------------------------------------------------------------


def test_who_authorises_is_edited_row_by_row(as_change_manager, as_agent):
    row = {"rows": ["1"], "1-step": "Both owners agree", "1-who": "owners", "1-rule": "all"}
    assert as_change_manager.post("/changes/authorities/normal-low/", row).status_code == 302
    [step] = Authority.objects.get(type="normal", level="low").steps
    assert step == {"name": "Both owners agree", "who": {"kind": "owners"}, "rule": "all"}
    assert "Both owners agree" in as_agent.get("/changes/authorities/").content.decode()
    added = as_change_manager.post("/changes/authorities/normal-low/", {**row, "act": "add"}).content.decode()
    assert added.count('name="rows"') == 2
    assert as_agent.post("/changes/authorities/normal-low/", row).status_code == 403


@pytest.mark.parametrize(
    ("key", "steps", "words"),
    [
        ("normal-low", [], "Somebody must authorise it"),
        ("emergency", [{"name": "One", "who": {"kind": "board", "emergency": True}}], "at least two people"),
        ("normal-low", [{"name": "x", "who": {"kind": "people", "people": []}}], "Name the people"),
        ("normal-low", [{"name": "x", "who": {"kind": "team", "team": 999_999}}], "Name the team"),
        ("normal-low", [{"name": "x", "who": {"kind": "role"}, "rule": "share"}], "The share is"),
    ],
)
def test_an_authority_that_is_nobody_or_one_alone_is_refused(key, steps, words, api):
    before = api.get(f"/api/v1/change-authorities/{key}/").data
    answer = api.put(f"/api/v1/change-authorities/{key}/", {"steps": steps}, format="json")
    assert answer.status_code == 422
    assert words in str(answer.data)
    assert api.get(f"/api/v1/change-authorities/{key}/").data == before


# The library ----------------------------------------------------------------------------------------------------------


def test_a_standard_change_is_planned_by_its_model_and_goes_without_asking(agent, model, service):
    change = standard(agent, model, service)
    assert [step.what for step in change.steps.all()] == ["Put it in"]
    change.submit(by=agent)
    assert (change.status, change.authorised_digest) == (Status.SCHEDULED, change.digest)
    assert not change.approval_steps.exists()


@pytest.mark.parametrize(
    ("beyond", "words"),
    [
        ({"steps": [{"what": "Something else", "minutes": 10}]}, "not those of the change model"),
        ({"ends_at": timezone.now() + timedelta(days=2)}, "at most 180 minutes"),
        ({"model": None}, "Choose a change model"),
    ],
)
def test_beyond_its_limits_it_is_no_standard_change(beyond, words, agent, model, service):
    change = standard(agent, model, service)
    change.plan(by=agent, **beyond)
    with pytest.raises(Obstructed, match=words):
        change.submit(by=agent)


def test_only_its_teams_its_services_and_so_many_a_day(agent, outsider, model, service):
    with pytest.raises(Obstructed, match="in none of the teams"):
        standard(outsider, model, service).submit(by=outsider)
    with pytest.raises(Obstructed, match="services that the change model does not name"):
        standard(agent, model, ServiceFactory(team=service.team)).submit(by=agent)
    ChangeModel.objects.update(most_a_day=1)
    standard(agent, model, service).submit(by=agent)
    with pytest.raises(Obstructed, match="At most 1 change a day"):
        standard(agent, ChangeModel.objects.get(), service).submit(by=agent)


def test_a_run_that_fails_takes_its_model_back_and_the_next_does_not_start(agent, model, service):
    first, second = standard(agent, model, service, **open_window()), standard(agent, model, service)
    for change in (first, second):
        change.submit(by=agent)
    first.start(by=agent)
    first.back_out(reason="It is not trusted.", by=agent)
    first.close(outcome="backed_out", communication_right=True, words="The chain was wrong.", by=agent)

    model.refresh_from_db()
    assert model.state == ChangeModel.State.REVIEW
    assert first.number in model.review_reason
    with pytest.raises(Obstructed, match="not authorised at the moment"):
        Change.objects.get(pk=second.pk).start(by=agent)


def test_nobody_authorises_a_model_of_their_own_and_another_thing_is_a_draft_again(
    as_change_manager, signed_in, second_manager, model
):
    said = {"reason": "Look at it once more."}
    assert as_change_manager.post("/changes/models/certificate/review/", said).status_code == 302
    assert as_change_manager.post("/changes/models/certificate/authorise/").status_code == 409
    assert signed_in(second_manager).post("/changes/models/certificate/authorise/").status_code == 302
    form = {"name": "A certificate", "says": "Done every month.", "owner": "jonas.weil@halden.example", "most_minutes": 180,
            "steps": "10 Put it in\n!5 Restart", "back_out": "The old one."}  # fmt: skip
    assert as_change_manager.post("/changes/models/certificate/edit/", form).status_code == 302
    model.refresh_from_db()
    assert (model.state, model.edition, model.steps[1]["no_return"]) == (ChangeModel.State.DRAFT, 2, True)
    with pytest.raises(Refused):
        model.review(reason="x", by=second_manager, now=timezone.now())


def test_the_library_by_api(api, agent, second_manager, service):
    made = api.post("/api/v1/change-models/", {"name": "New disk", "says": "Hot swap", "services": [service.pk],
        "steps": [{"what": "Swap", "minutes": 10}], "back_out": "The old disk."}, format="json")  # fmt: skip
    assert (made.status_code, made.data["state"], made.data["key"]) == (201, "draft", "new-disk")
    assert api.post("/api/v1/change-models/new-disk/authorise/").status_code == 409
    other = APIClient()
    other.force_login(second_manager)
    assert (
        other.post("/api/v1/change-models/new-disk/authorise/").data["authorised_by"]["id"]
        == second_manager.pk
    )
    told = api.patch("/api/v1/change-models/new-disk/", {"most_minutes": 30}, format="json")
    assert (told.data["state"], told.data["edition"]) == ("draft", 2)
    other.force_login(agent)
    assert other.get("/api/v1/change-models/").status_code == 200
    assert other.patch("/api/v1/change-models/new-disk/", {"name": "x"}).status_code == 403


def test_the_library_and_its_pages_are_read_by_the_desk(
    as_agent, as_colleague, model, django_assert_max_num_queries
):
    for address in ("/changes/models/", "/changes/models/certificate/"):
        assert "A certificate" in as_agent.get(address).content.decode()
        assert as_colleague.get(address).status_code == 404
    with django_assert_max_num_queries(10):
        as_agent.get("/changes/models/")
