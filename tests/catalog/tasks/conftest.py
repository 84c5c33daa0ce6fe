"""A laptop is asked for. The Service desk orders, prepares and hands out; the Network team lets it in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from catalog.models import Category, Hook, Offering, OfferingEdition, ServiceRequest, Task
from catalog.tasks import wire
from itsm.people.models import Person, Team
from tests.catalog.tasks.server import System, other_system
from tests.factories import PersonFactory

Plan = list[dict[str, Any]]
Ask = Callable[..., ServiceRequest]


@pytest.fixture
def network(outsider: Person) -> Team:
    return outsider.teams.get()


@pytest.fixture
def ask(colleague: Person, team: Team) -> Ask:
    """Ana asks for what has this plan; a step without a team is the Service desk's."""
    Team.objects.filter(pk=team.pk).update(first_line=True)

    def ask(*plan: dict[str, Any], **answers: Any) -> ServiceRequest:
        shelf, _made = Category.objects.get_or_create(name="Equipment")
        owner = PersonFactory(name="Otto Beck")
        offering = Offering.objects.create(
            key=f"laptop-{owner.pk}",
            title="Laptop",
            state="published",
            category=shelf,
            owner=owner,
            team=team,
        )
        steps = [{"title": step["key"].capitalize(), "team": team.pk, **step} for step in plan]
        offering.edition = OfferingEdition.objects.create(
            offering=offering, number=1, state="published", by=owner, title="Laptop", plan=steps
        )
        offering.save()
        return ServiceRequest.ask(offering.edition, answers, by=colleague)

    return ask


def task(request: ServiceRequest, key: str) -> Task:
    return Task.objects.get(ticket=request.pk, key=key)


def states(request: ServiceRequest) -> dict[str, str]:
    return dict(request.tasks.order_by("place").values_list("key", "state"))


@pytest.fixture
def system(settings: Any) -> Iterator[System]:
    settings.HOOKS_ALLOWED = ["127.0.0.1"]
    with other_system() as it:
        yield it


@pytest.fixture
def hook(db: None, system: System) -> Hook:
    it = Hook(name="Directory", url=system.url)
    system.secret = wire.new_secret(it)
    it.save()
    return it
