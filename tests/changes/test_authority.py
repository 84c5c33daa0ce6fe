"""Who authorises a change. Every rule against everybody who tries to get round it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from catalog.approvals.deciding import CannotDecide, decide
from catalog.approvals.tending import tend
from catalog.models import Approval
from changes.models import Authority, Board, Change, RiskFact, Status, Type
from comms.approvals import links
from itsm.people import roles
from itsm.people.models import Person, Token
from itsm.services.models import Service
from tests.changes.kit import proposed, say_yes
from tests.factories import PersonFactory, TeamFactory

# Each rule that a step can have, with who it speaks of: at least two, so that one of them can be gone.
RULES: dict[str, dict[str, Any]] = {
    "change managers": {"who": {"kind": "role", "role": roles.CHANGE_MANAGER}, "rule": "any"},
    "owners of the services": {"who": {"kind": "owners"}, "rule": "all"},
    "the board": {"who": {"kind": "board"}, "rule": "share", "share": 51},
    "two of the emergency board": {"who": {"kind": "board", "emergency": True}, "rule": "some", "needed": 2},
    "a team": {"who": {"kind": "team"}, "rule": "any"},
    "people by name": {"who": {"kind": "people"}, "rule": "all"},
}


@dataclass
class House:
    change: Change
    first: Person
    second: Person
    doer: Person

    @property
    def seat(self) -> Approval:
        """What the first was asked."""
        return Approval.objects.of(self.first).with_subject().get(step__ticket=self.change.pk)

    def seated(self) -> set[Person]:
        waiting = Approval.objects.waiting().filter(step__ticket=self.change.pk)
        return {one.person for one in waiting.select_related("person")}


@pytest.fixture
def house(request, service, agent, administrator) -> House:
    """A change by `agent`, carried out by `doer`, that waits for two of whom its rule speaks."""
    rule = {"name": "They authorise", **RULES[request.param]}
    boss = PersonFactory(name="Greta Holm")
    first, second, doer = (
        PersonFactory(name=name, manager=boss) for name in ("Otto Beck", "Lea Kolb", "Nils Berg")
    )
    people = [first, second, doer, agent]
    match rule["who"]["kind"]:
        case "role":
            for person in people:
                person.take_roles([*person.roles & set(roles.GROUPS), roles.CHANGE_MANAGER])
        case "owners":
            others = [Service.objects.create(name=f"Owned by {one}", owner=one) for one in people]
        case "board":
            emergency = bool(rule["who"].get("emergency"))
            Board.objects.create(name="Board", chair=first, emergency=emergency).members.set(people)
        case "team":
            rule["who"] = {**rule["who"], "team": TeamFactory(name="Those who may").pk}
            for person in people:
                person.teams.add(rule["who"]["team"])
        case "people":
            rule["who"] = {**rule["who"], "people": [person.pk for person in people]}
    Authority.objects.filter(type=Type.NORMAL).update(steps=[rule])
    fields = {"services": others} if rule["who"]["kind"] == "owners" else {}
    steps = [
        {"what": "Put it in", "minutes": 5, "owner": doer},
        {"what": "Look", "minutes": 5, "owner": None},
    ]
    change = proposed(by=agent, service=service, steps=steps, status=Status.ASSESS, **fields)
    change.ask_authority(by=agent)
    return House(change, first, second, doer)


def every_rule(test):
    return pytest.mark.parametrize("house", RULES, indirect=True)(test)


@every_rule
def test_those_it_speaks_of_are_asked_and_never_who_proposed_or_carries_out(house, agent):
    asked = house.seated()
    assert {house.first, house.second} <= asked
    assert not {agent, house.doer} & asked


@every_rule
def test_nobody_says_yes_in_anothers_place_by_page_api_or_a_colleagues_token(
    house, signed_in, colleague, second_manager
):
    mine, said = house.seat, {"digest": house.seat.step.digest}
    for other in (colleague, second_manager, house.second, house.doer, house.change.opened_by):
        with pytest.raises(Approval.DoesNotExist):
            decide(mine, agrees=True, by=other, digest=mine.step.digest)
        assert signed_in(other).post(f"/portal/approvals/{mine.pk}/approve/", said).status_code == 404
        _made, secret = Token.objects.issue(
            other, now=timezone.now(), name="script", scopes=["read", "write"]
        )
        program = APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert program.post(f"/api/v1/approvals/{mine.pk}/approve/", said).status_code == 404
        link = links.token(mine, now=timezone.now())
        assert signed_in(other).post(f"/comms/approve/{link}/", {"answer": "yes"}).status_code == 403
    assert house.seat.state == Approval.State.ASKED


@every_rule
def test_a_yes_counts_once_however_often_it_is_said(house, signed_in):
    mine, link = house.seat, links.token(house.seat, now=timezone.now())
    said = {"digest": mine.step.digest}
    decide(mine, agrees=True, by=house.first, digest=mine.step.digest)
    with pytest.raises(CannotDecide):
        decide(mine, agrees=True, by=house.first, digest=mine.step.digest)
    assert signed_in(house.first).post(f"/portal/approvals/{mine.pk}/approve/", said).status_code == 409
    assert (
        Client().post(f"/comms/approve/{link}/", {"answer": "no", "words": "No, after all"}).status_code
        == 409
    )
    assert house.seat.state == Approval.State.APPROVED
    house.change.refresh_from_db()
    one_is_enough = house.change.approval_steps.get().rule == "any"
    assert house.change.status == (Status.SCHEDULED if one_is_enough else Status.AUTHORISE)


@every_rule
def test_a_used_link_decides_nothing_about_another_plan(house):
    mine, link = house.seat, links.token(house.seat, now=timezone.now())
    assert Client().post(f"/comms/approve/{link}/", {"answer": "yes"}).status_code == 200
    house.change.refresh_from_db()
    house.change.plan(by=house.change.opened_by, description="Something else altogether.")

    answer = Client().post(f"/comms/approve/{link}/", {"answer": "yes"})

    assert answer.status_code == 409
    house.change.refresh_from_db()
    assert house.change.status == Status.AUTHORISE
    assert mine.step.digest != house.change.digest
    assert not house.change.is_authorised_by_all()


@every_rule
def test_a_yes_to_the_plan_of_before_is_refused_and_everybody_is_asked_anew(house, signed_in):
    before = house.seat
    house.change.plan(by=house.change.opened_by, test_evidence="Not tested after all.")

    said = {"digest": before.step.digest}
    assert signed_in(house.first).post(f"/portal/approvals/{before.pk}/approve/", said).status_code == 409
    waiting = Approval.objects.waiting().get(person=house.first)
    with pytest.raises(CannotDecide):
        decide(waiting, agrees=True, by=house.first, digest=before.step.digest)
    assert waiting.step.digest == house.change.digest


@every_rule
@pytest.mark.parametrize("becomes", ["assignee", "owner of a step"])
def test_who_carries_it_out_by_now_does_not_authorise_it(becomes, house):
    if becomes == "assignee":
        house.change.take(by=house.first)
    else:
        house.change.steps.filter(owner=None).update(owner=house.first)
    with pytest.raises(CannotDecide):
        decide(house.seat, agrees=True, by=house.first, digest=house.seat.step.digest)


@every_rule
def test_who_does_not_belong_any_more_does_not_decide(house, signed_in):
    mine, link = house.seat, links.token(house.seat, now=timezone.now())
    kind = mine.step.who["kind"]
    match kind:
        case "role":
            house.first.take_roles([])
        case "owners":
            Service.objects.filter(owner=house.first).update(owner=house.second)
        case "board":
            Board.objects.get().members.remove(house.first)
        case "team":
            house.first.teams.clear()
        case "people":
            house.first.deactivate()
    answered = Client().post(f"/comms/approve/{link}/", {"answer": "yes"})
    assert answered.status_code == (404 if kind == "people" else 409)
    if kind != "people":
        said = {"digest": mine.step.digest}
        assert signed_in(house.first).post(f"/portal/approvals/{mine.pk}/approve/", said).status_code == 409
    assert house.seat.state == Approval.State.ASKED

    tend(now=timezone.now())

    gone = kind != "people"  # whoever stands above somebody who left is asked already, for `doer`
    assert house.seat.state == (Approval.State.VOID if gone else Approval.State.ASKED)
    assert house.seated()
    house.change.refresh_from_db()
    assert house.change.status == Status.AUTHORISE


def test_risk_decides_who_is_asked(service, owner, agent, change_manager, second_manager):
    cab = PersonFactory(name="Cleo Dahl")
    Board.objects.create(name="CAB", chair=cab).members.add(cab)
    asked = {
        level: [step["who"]["kind"] for step in Authority.objects.steps_for(Type.NORMAL, level)]
        for level in ("low", "medium", "high")
    }
    assert asked == {"low": ["role"], "medium": ["owners", "role"], "high": ["owners", "role", "board"]}

    worst = {"tried": 3, "way-back": 3, "noticed": 2, "lost": 3, "hands": 2}
    change = proposed(by=agent, service=service, risk_answers=worst, status=Status.ASSESS)
    assert change.risk_level == "high"
    change.ask_authority(by=change_manager)
    for expected in ({owner}, {change_manager, second_manager}, {cab}):
        waiting = Approval.objects.waiting().select_related("person")
        assert {one.person for one in waiting} == expected
        decide(waiting[0], agrees=True, by=waiting[0].person, digest=change.digest)
    change.refresh_from_db()
    assert (change.status, change.authorised_digest) == (Status.SCHEDULED, change.digest)


def test_an_emergency_begins_with_the_second_yes_of_two_people(
    service, agent, change_manager, second_manager
):
    change = proposed(by=agent, type=Type.EMERGENCY, service=service)
    change.submit(by=agent)  # there is no emergency board: the change managers stand in
    say_yes(change, change_manager)
    assert change.status == Status.AUTHORISE
    say_yes(change, second_manager)
    assert change.status == Status.IMPLEMENTING
    assert change.started_at


def test_two_are_two_also_where_there_are_not_so_many(service, agent, change_manager):
    """Nobody is asked rather than one person alone; an administrator makes the second."""
    change = proposed(by=agent, type=Type.EMERGENCY, service=service)
    answer = Client()
    answer.force_login(agent)
    refused = answer.post(f"/changes/{change.number}/submit/")
    assert refused.status_code == 409
    assert "needs 2 people" in refused.content.decode()
    change.refresh_from_db()
    assert change.status == Status.DRAFT
    PersonFactory(name="Tess Okoro", roles=[roles.ADMINISTRATOR])
    change.submit(by=agent)
    assert change.approval_steps.get().approvals.count() == 2


def test_the_only_change_manager_does_not_authorise_their_own(service, change_manager, administrator):
    change = proposed(by=change_manager, service=service, status=Status.ASSESS)
    change.ask_authority(by=change_manager)
    assert {one.person for one in Approval.objects.waiting()} == {administrator}


def test_a_scheduled_change_whose_plan_changes_asks_again_by_itself(service, agent, change_manager):
    change = proposed(by=agent, service=service, status=Status.ASSESS)
    change.ask_authority(by=change_manager)
    say_yes(change)
    assert change.status == Status.SCHEDULED

    change.edit(by=agent, description="Something else altogether.", impact=2)

    assert (change.status, change.authorised_digest) == (Status.AUTHORISE, "")
    assert change.events.filter(verb="change.revise").exists()
    assert Approval.objects.waiting().get().step.digest == change.digest


def test_what_was_changed_behind_the_plans_back_is_not_started(service, agent):
    change = proposed(by=agent, service=service, status=Status.SCHEDULED)
    change.steps.filter(place=1).update(what="Something else altogether")
    client = Client()
    client.force_login(agent)
    answer = client.post(f"/changes/{change.number}/start/")
    assert answer.status_code == 409
    assert "not the one that was authorised" in answer.content.decode()


def test_high_risk_without_evidence_is_not_authorised_by_page_api_or_last_yes(
    service, agent, change_manager, second_manager, signed_in
):
    worst = {"tried": 3, "way-back": 3, "noticed": 2, "lost": 3, "hands": 2}
    change = proposed(by=agent, service=service, risk_answers=worst, test_evidence="", status=Status.ASSESS)
    boss, program = signed_in(change_manager), APIClient()
    program.force_login(change_manager)
    assert boss.post(f"/changes/{change.number}/ask-authority/").status_code == 409
    told = program.post(f"/api/v1/changes/{change.number}/ask-authority/")
    assert told.status_code == 409
    assert "show how it was tested" in told.json()["detail"]

    Change.objects.filter(pk=change.pk).update(status=Status.AUTHORISE)  # as if a door had been left open
    Authority.objects.filter(level="high").update(steps=Authority.objects.get(level="low").steps)
    change.refresh_from_db()
    change.ask_authorities(now=timezone.now())
    mine = Approval.objects.waiting().get(person=second_manager)
    answer = signed_in(second_manager).post(
        f"/portal/approvals/{mine.pk}/approve/", {"digest": change.digest}
    )
    assert answer.status_code == 409
    change.refresh_from_db()
    mine.refresh_from_db()
    assert (change.status, mine.state) == (Status.AUTHORISE, Approval.State.ASKED)


@pytest.mark.django_db
def test_what_is_asked_again_is_weighed_again(agent, service, second_manager):
    starts = timezone.now() + timedelta(days=5)
    window = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    change = proposed(by=agent, service=service, status=Status.SCHEDULED, **window)
    before = change.risk_level
    RiskFact.objects.update(points=50)
    change.revise(reason="Two like it failed this week.", by=agent)
    assert (before, change.risk_level) == ("low", "high")
    assert change.approval_steps.count() == 3
