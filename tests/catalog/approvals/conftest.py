"""A small house: Ana asks, Marit is her manager, Greta is Marit's, Otto owns what is asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.approvals import asking
from catalog.models import Approval, Category, Offering, OfferingEdition, ServiceRequest
from itsm.people.models import Person
from tests.factories import PersonFactory, TeamFactory

BY_MANAGER = {
    "name": "Your manager agrees",
    "who": {"kind": "manager"},
    "remind_hours": 8,
    "escalate_hours": 24,
}
BY_OWNER = {"name": "The owner agrees", "who": {"kind": "owner"}}
Ask = Callable[..., ServiceRequest]


@pytest.fixture
def greta(db: None) -> Person:
    return PersonFactory(name="Greta Holm", email="greta.holm@halden.example")


@pytest.fixture
def marit(greta: Person) -> Person:
    return PersonFactory(name="Marit Sand", email="marit.boss@halden.example", manager=greta)


@pytest.fixture
def otto(db: None) -> Person:
    return PersonFactory(name="Otto Beck", email="otto.beck@halden.example")


@pytest.fixture
def ana(marit: Person) -> Person:
    return PersonFactory(name="Ana Reis", email="ana.reis@halden.example", manager=marit)


@pytest.fixture
def offering(otto: Person) -> Offering:
    team = TeamFactory(name="Workplace", first_line=True)
    shelf, _made = Category.objects.get_or_create(name="Equipment")
    made = Offering.objects.create(
        key="laptop", title="A laptop", state="published", category=shelf, owner=otto, team=team
    )
    form = [{"key": "model", "kind": "choice", "label": "Which one?", "choices": ["Light", "Strong"]}]
    made.edition = OfferingEdition.objects.create(
        offering=made, number=3, state="published", by=otto, title="A laptop", cost="1,200 € once", form=form
    )
    made.save()
    return made


@pytest.fixture
def ask(offering: Offering, ana: Person) -> Ask:
    """Ana asks for a laptop, and these steps must agree."""

    def ask(*steps: dict[str, Any], by: Person = ana, requester: Person | None = None) -> ServiceRequest:
        offering.edition.approvals = list(steps or [BY_MANAGER])
        offering.edition.save()
        return ServiceRequest.ask(offering.edition, {"model": "Light"}, by=by, requester=requester)

    return ask


def asked(request: ServiceRequest) -> list[str]:
    """Who is asked now."""
    found = Approval.objects.waiting().filter(step__ticket=request.pk).select_related("person")
    return [one.person.name for one in found.order_by("person__name")]


def change(request: ServiceRequest, **answers: str) -> None:
    """The content changes, and everybody is asked anew."""
    request.answers = {**request.answers, **answers}
    request.save()
    about = {"subject_digest": request.digest, "owner": request.offering.owner}
    asking.ask(request, request.edition.approvals, request.answers, **about)
