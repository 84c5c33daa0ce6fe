"""Whom a step asks, and what is written about it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.approvals import asking
from catalog.approvals.deciding import CannotDecide, decide
from catalog.models import Approval, ApprovalStep
from itsm.people import roles
from itsm.people.models import Absence
from tests.catalog.approvals.conftest import BY_MANAGER, BY_OWNER, asked, change
from tests.factories import PersonFactory, TeamFactory

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def away(person, delegate=None):
    now = timezone.now()
    return Absence.objects.create(person=person, since=now - DAY, until=now + DAY, delegate=delegate)


def named(*people, rule="all", **more):
    return {
        "name": "They agree",
        "who": {"kind": "people", "people": [p.pk for p in people]},
        "rule": rule,
        **more,
    }


def answer(request, person, *, agrees=True, words="", **more):
    mine = Approval.objects.filter(step__ticket=request.pk, person=person).latest("pk")
    digest = more.pop("digest", mine.step.digest)
    decided = decide(mine, agrees=agrees, words=words, by=person, digest=digest, **more)
    request.refresh_from_db()
    return decided


def test_the_manager_is_asked_and_the_request_waits(ask, ana):
    request = ask()
    assert (asked(request), request.status, request.holder) == (
        ["Marit Sand"],
        "waiting_approval",
        "approver",
    )
    event = request.events.get(verb="ticket.ask_step")
    assert event.details["asked"] == [{"person": "Marit Sand", "for": "", "because": ""}]
    assert event.is_public


def test_steps_come_one_after_the_other_and_then_the_work_begins(ask, marit, otto):
    request = ask(BY_MANAGER, BY_OWNER)
    answer(request, marit, words="She needs it")
    assert (asked(request), request.status) == (["Otto Beck"], "waiting_approval")
    answer(request, otto)
    assert request.status == "approved"
    said = request.events.get(verb="ticket.approve_step", actor=marit)
    assert said.details["version"] == "edition 3"
    assert (said.details["digest"], said.comment, said.details["by_channel"]) == (
        request.digest,
        "She needs it",
        "portal",
    )


def test_a_condition_leaves_a_step_out(ask):
    request = ask({**BY_MANAGER, "if": {"field": "model", "is": ["Strong"]}})
    assert (asked(request), request.status) == ([], "submitted")


def test_declining_needs_a_reason_and_ends_the_request(ask, marit):
    request = ask(BY_MANAGER, BY_OWNER)
    with pytest.raises(ValidationError):
        answer(request, marit, agrees=False, words="  ")
    answer(request, marit, agrees=False, words="We have three in stock")
    assert request.status == "declined"
    assert request.events.get(verb="request.decline").comment == "We have three in stock"
    assert set(request.approval_steps.values_list("state", flat=True)) == {"declined", "void"}


@pytest.mark.parametrize(
    ("rule", "share", "said", "outcome"),
    [
        ("any", None, "y", "approved"),
        ("any", None, "n", "declined"),
        ("all", None, "yy", "waiting_approval"),
        ("all", None, "yyy", "approved"),
        ("all", None, "yn", "declined"),
        ("share", 50, "yn", "waiting_approval"),
        ("share", 50, "yny", "approved"),
        ("share", 50, "nn", "declined"),
        ("share", 100, "n", "declined"),
        ("share", 1, "nny", "approved"),
    ],
)
def test_how_many_must_agree(ask, rule, share, said, outcome):
    people = PersonFactory.create_batch(3)
    request = ask(named(*people, rule=rule, share=share))
    for person, word in zip(people, said, strict=False):
        answer(request, person, agrees=word == "y", words="Because")
    assert request.status == outcome


def test_a_stand_in_is_asked_instead_and_decides_in_their_own_name(ask, marit):
    away(marit, stand_in := PersonFactory(name="Nils Berg"))
    request = ask()
    assert asked(request) == ["Nils Berg"]
    answer(request, stand_in)
    said = request.events.get(verb="ticket.approve_step")
    assert (said.actor, said.details["for"], said.details["because"]) == (stand_in, "Marit Sand", "away")


def test_who_is_away_and_named_nobody_is_asked_themselves(ask, marit):
    away(marit)
    assert asked(ask()) == ["Marit Sand"]


def test_the_stand_in_of_a_stand_in_is_asked(ask, marit):
    away(marit, nils := PersonFactory(name="Nils Berg"))
    away(nils, PersonFactory(name="Pia Vik"))
    assert asked(ask()) == ["Pia Vik"]


def test_two_who_stand_in_for_each_other_do_not_hang(ask, marit):
    away(marit, nils := PersonFactory(name="Nils Berg"))
    away(nils, marit)
    assert asked(ask()) == ["Nils Berg"]


def test_the_requester_stands_in_for_nobody_in_their_own_matter(ask, ana, marit, greta):
    away(marit, ana)
    request = ask()
    assert asked(request) == ["Greta Holm"]


def test_whoever_asked_on_behalf_is_not_asked_either(ask, ana, marit):
    assert asked(ask(by=marit, requester=ana)) == ["Greta Holm"]


def test_the_owner_does_not_approve_their_own_request(ask, otto, marit):
    otto.manager = marit
    otto.save()
    assert asked(ask(BY_OWNER, by=otto)) == ["Marit Sand"]


def test_a_manager_who_left_is_passed_over(ask, marit):
    marit.is_active = False
    marit.save()
    assert asked(ask()) == ["Greta Holm"]


def test_without_a_manager_the_owner_decides_and_the_timeline_says_why(ask, greta):
    request = ask(by=greta)
    assert asked(request) == ["Otto Beck"]
    assert request.events.get(verb="ticket.ask_step").details["asked"][0]["because"] == "nobody"


def test_the_administrators_are_the_last_and_one_of_them_is_enough(ask, otto):
    one, two = PersonFactory.create_batch(2, roles=[roles.ADMINISTRATOR])
    request = ask({**BY_OWNER, "rule": "all"}, by=otto)
    assert asked(request) == sorted([one.name, two.name])
    answer(request, one)
    assert request.status == "approved"


def test_of_a_team_everyone_but_the_asker_is_asked(ask, ana):
    team = TeamFactory()
    team.members.add(ana, PersonFactory(name="Pia Vik"), PersonFactory(name="Lev Roth"))
    assert asked(ask({"name": "Finance", "who": {"kind": "team", "team": team.pk}})) == [
        "Lev Roth",
        "Pia Vik",
    ]


def test_a_stand_in_who_is_asked_themselves_does_not_speak_twice(ask, marit, greta):
    away(marit, nils := PersonFactory(name="Nils Berg"))
    request = ask(named(marit, nils))
    assert asked(request) == ["Greta Holm", "Nils Berg"]


def test_changed_content_is_asked_anew_and_no_old_yes_counts(ask, marit, otto):
    request = ask(BY_MANAGER, BY_OWNER)
    answer(request, marit)
    change(request, model="Strong")
    assert asked(request) == ["Marit Sand"]
    change(request, model="Light")
    assert asked(request) == ["Marit Sand"]
    states = list(request.approval_steps.order_by("pk").values_list("state", flat=True))
    assert states == ["void", "void", "void", "void", "asked", "waiting"]


def test_asking_twice_about_the_same_asks_once(ask):
    request = ask()
    asking.ask(request, [BY_MANAGER], request.answers, subject_digest=request.digest, owner=None)
    assert (Approval.objects.count(), ApprovalStep.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (lambda request, mine: answer(request, mine.person), "answered this already"),
        (lambda request, mine: change(request, model="Strong"), "has changed since"),
        (lambda request, mine: request.withdraw(by=request.requester), "not asked any more"),
    ],
)
def test_an_answer_that_comes_too_late_does_nothing_and_says_why(ask, marit, happens, sentence):
    request = ask()
    mine = Approval.objects.get()
    happens(request, mine)
    before = request.events.count()
    with pytest.raises(CannotDecide, match=sentence):
        decide(mine, agrees=True, by=marit, digest=mine.step.digest)
    assert request.events.count() == before


def test_a_yes_to_something_else_is_not_taken(ask, marit):
    request = ask()
    with pytest.raises(CannotDecide, match="has changed"):
        answer(request, marit, digest="0" * 64)
    assert asked(request) == ["Marit Sand"]


def test_nobody_decides_for_another(ask, otto):
    ask()
    mine = Approval.objects.get()
    with pytest.raises(Approval.DoesNotExist):
        decide(mine, agrees=True, by=otto, digest=mine.step.digest)
