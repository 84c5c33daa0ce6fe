"""The table: who, in which state of the step, gets which answer when they say yes by page, by API, by the signed address.

Page 302, API 200 and address 200 mean that it was taken. 409 comes with the sentence why not, 404 is "not yours", 403 is
somebody else's address opened by whoever is signed in as another. – : there is no such address.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone
from django_htmx.middleware import HtmxDetails
from rest_framework.test import APIRequestFactory, force_authenticate

from catalog.approvals import pages, tending
from catalog.approvals.api import ApprovalViewSet
from catalog.approvals.deciding import decide
from catalog.models import Approval, ApprovalStep, ServiceRequest
from comms.approvals import links
from comms.approvals import pages as signed
from itsm.people import roles
from itsm.people.models import Absence, Person
from tests.catalog.approvals.conftest import BY_MANAGER, BY_OWNER, Ask, change
from tests.factories import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOT_ASKED = "404 404 403"
NO_ROW = "404 404 –"

# What happened before they answer: role asked → page, API, address.
ASKED = {
    "asked": "302 200 200",
    "reminded": "302 200 200",
    "the step before is open": NO_ROW,
    "answered by page": "409 409 409",
    "answered by the address": "409 409 409",
    "decided by another": "409 409 409",
    "passed on to a stand-in": "409 409 409",
    "declined before": NO_ROW,
    "content changed": "409 409 409",
    "withdrawn": "409 409 409",
}
ROLES = (
    "manager",
    "stand-in",
    "owner",
    "named",
    "team member",
    "above who is silent",
    "administrator, the last",
)


@pytest.fixture
def people(ana: Person, marit: Person, greta: Person, otto: Person) -> dict[str, Person]:
    desk = TeamFactory(name="Desk")
    return {
        "ana": ana,
        "marit": marit,
        "greta": greta,
        "otto": otto,
        "nils": PersonFactory(name="Nils Berg", manager=greta),
        "agent": PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[desk]),
        "outsider": PersonFactory(name="Noor Haddad", roles=[roles.AGENT]),
        "colleague": PersonFactory(name="Sam Stranger"),
        "helper": PersonFactory(name="Pia Vik"),
        "second": PersonFactory(name="Lev Roth"),
    }


def away(person: Person, delegate: Person) -> None:
    now = timezone.now()
    Absence.objects.create(person=person, since=now - DAY, until=now + 9 * DAY, delegate=delegate)


def step_for(role: str, people: dict[str, Person]) -> tuple[dict[str, Any], Person]:
    """The step by which somebody of this role is asked, and who that is."""
    marit, nils, otto = people["marit"], people["nils"], people["otto"]
    match role:
        case "manager":
            return BY_MANAGER, marit
        case "stand-in":
            away(marit, nils)
            return BY_MANAGER, nils
        case "owner":
            return BY_OWNER, otto
        case "named":
            return {"name": "Named", "who": {"kind": "people", "people": [nils.pk]}}, nils
        case "team member":
            team = TeamFactory(name="Finance")
            team.members.add(nils)
            return {"name": "Finance", "who": {"kind": "team", "team": team.pk}}, nils
        case "above who is silent":
            return {**BY_MANAGER, "escalate_hours": 1}, people["greta"]
    otto.is_active = False
    otto.save()
    return BY_OWNER, PersonFactory(name="Tess Okoro", roles=[roles.ADMINISTRATOR])


def mine(request: ServiceRequest, person: Person) -> Approval | None:
    return Approval.objects.of(person).with_subject().filter(step__ticket=request.pk).order_by("pk").first()


def say_yes(approval: Approval, person: Person, **about: Any) -> None:
    decide(approval, agrees=True, by=person, digest=approval.step.digest, **about)


def happen(state: str, request: ServiceRequest, person: Person, people: dict[str, Person]) -> None:
    approval = mine(request, person)
    match state:
        case "reminded":
            tending.tend(now=timezone.now() + 2 * DAY)
        case "answered by page":
            say_yes(approval, person)
        case "answered by the address":
            say_yes(approval, person, channel="mail", link=True)
        case "decided by another":
            people["second"].teams.add(
                *person.teams.all()
            )  # who is not of the team that is asked decides nothing
            other = Approval.objects.create(step=approval.step, person=people["second"])
            say_yes(other, people["second"])
        case "passed on to a stand-in":
            away(person, people["helper"])
            tending.tend(now=timezone.now())
        case "content changed":
            change(request, model="Strong")
        case "withdrawn":
            request.refresh_from_db()
            request.withdraw(by=request.requester)


FIRST = frozenset({"the step before is open", "declined before"})


def ask_after_another(
    state: str, step: dict[str, Any], ask: Ask, people: dict[str, Person]
) -> ServiceRequest:
    helper = people["helper"]
    request = ask({"name": "First", "who": {"kind": "people", "people": [helper.pk]}}, step)
    if state == "declined before":
        found = mine(request, helper)
        decide(found, agrees=False, words="No", by=helper, digest=found.step.digest)
    return request


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# The three ways. The views are called as they are: what stands before each view is the same for all and tested elsewhere.


def by_page(it: Approval, person: Person) -> int:
    return knock(pages.approve, person, {"digest": it.step.digest}, pk=it.pk)


def by_api(it: Approval, person: Person) -> int:
    view = ApprovalViewSet.as_view({"post": "approve"})
    request = APIRequestFactory().post("/", {"digest": it.step.digest}, "json")
    force_authenticate(request, person)
    return int(view(request, pk=str(it.pk)).status_code)


def by_address(it: Approval, person: Person | None) -> int:
    token = links.token(it, now=timezone.now())
    return knock(signed.answer, person or AnonymousUser(), {"answer": "yes"}, token=token)


def knock(view: Callable[..., Any], person: Any, data: dict[str, str], **names: Any) -> int:
    request: Any = RequestFactory().post("/", data)
    request.user, request.htmx, request._messages = person, HtmxDetails(request), CookieStorage(request)
    request.resolver_match = ResolverMatch(view, (), names)
    try:
        return int(view(request, **names).status_code)
    except Http404:
        return 404


def answers(approval: Approval | None, person: Person, *, signed_in: bool = False) -> str:
    """What each way answers, each as if it were the only one. `signed_in`: also at the address."""
    known = approval or Approval(pk=10**9, step=ApprovalStep(digest="0"))
    ways = [partial(by_page, known, person), partial(by_api, known, person)]
    if approval is not None:
        ways.append(partial(by_address, known, person if signed_in else None))
    told = []
    for way in ways:
        with undone():
            before = decided()
            told.append(way())
            assert decided() - before == (told[-1] in {200, 302})  # once, or not at all
    return " ".join([*map(str, told), *(["–"] if approval is None else [])])


def decided() -> int:
    return Approval.objects.exclude(decided_at=None).count()


@pytest.mark.parametrize("role", ROLES)
def test_who_is_asked_answers_once_and_only_what_is_asked_now(role, ask, people):
    step, person = step_for(role, people)
    request, found = ask(step), {}
    if role == "above who is silent":
        tending.tend(now=timezone.now() + 20 * DAY)
    for state in ASKED:
        with undone():
            request.refresh_from_db()
            here = ask_after_another(state, step, ask, people) if state in FIRST else request
            happen(state, here, person, people)
            found[state] = answers(mine(here, person), person)
    assert found == ASKED


@pytest.mark.parametrize("state", [state for state in ASKED if state not in FIRST])
def test_nobody_decides_what_somebody_else_is_asked(state, ask, people, administrator):
    """Pia asked for Ana, who stands in for their manager Marit: so Greta is asked, and it does not exist for anybody else."""
    away(people["marit"], people["ana"])
    request = ask(BY_MANAGER, by=people["helper"], requester=people["ana"])
    asked = mine(request, people["greta"])
    happen(state, request, people["greta"], people)
    others = {
        "colleague": people["colleague"],
        "requester and stand-in": people["ana"],
        "asker on behalf": people["helper"],
        "manager who is away": people["marit"],
        "owner": people["otto"],
        "agent": people["agent"],
        "outsider": people["outsider"],
        "administrator": administrator,
    }
    found = {role: answers(asked, person, signed_in=True) for role, person in others.items()}
    assert found == dict.fromkeys(others, NOT_ASKED)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_asked_about_what_they_asked_for(role, ask, people):
    step, person = step_for(role, people)
    for requester in (person, people["ana"]):  # for themselves, for a colleague
        with undone():
            request = ask(step, by=person, requester=requester)
            if role == "above who is silent":
                tending.tend(now=timezone.now() + 20 * DAY)
            asked = Approval.objects.filter(step__ticket=request.pk)
            assert not asked.filter(person__in=[request.requester_id, request.opened_by_id]).exists()
            assert request.status == "waiting_approval"  # nothing is given for want of an approver
            assert answers(None, person) == NO_ROW
