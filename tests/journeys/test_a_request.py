"""From the portal to having it: asked with a form that adapts, agreed to, done by two teams and another system, confirmed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalog.tasks import calling
from itsm.tickets.models import Ticket
from tests.catalog.tasks.server import other_system
from tests.journeys.asked import laptop
from tests.journeys.conftest import person


@pytest.fixture
def marit(windows):
    return person("Marit Sand", "marit.sand@halden.example")


@pytest.fixture
def system(settings):
    settings.HOOKS_ALLOWED = ["127.0.0.1"]
    with other_system() as it:
        yield it


@pytest.fixture
def offering(ivo, desk, noor, system, ana, marit):
    ana.manager = marit
    ana.save()
    return laptop(ivo, desk=desk, network=noor.teams.get(), system=system)


def stands(portal: Page, step: str, holder: str, *, usual: str = "") -> None:
    """What the colleague reads at this moment: stage, holder, promise and usual time."""
    where = portal.get_by_role("region", name="Where it is")
    expect(where.locator(".steps [aria-current]")).to_contain_text(step)
    expect(where).to_contain_text(holder)
    expect(where).to_contain_text("You hear from us by")
    expect(where).to_contain_text("From asking to done: 5 days.")
    expect(where).to_contain_text(usual)


def test_a_request_goes_from_the_portal_to_having_it(windows, offering, ivo, noor, ana, marit, system):
    portal = windows.open(ana, viewport={"width": 390, "height": 844})
    ask_for_it(portal)
    stands(portal, "Somebody agrees", "Waits for Marit Sand to agree", usual="“Somebody agrees”: 1 day.")

    manager = windows.open(marit, java_script_enabled=False)
    manager.goto("/portal/approvals/")
    manager.get_by_role("link", name="A laptop").first.click()
    expect(manager.get_by_role("main")).to_contain_text("For the drawings")
    manager.get_by_role("button", name="Approve").click()
    stands(portal, "We work on it", "Network has it", usual="“We work on it”: 3 days.")
    expect(portal.locator("#story")).to_contain_text("0 of 3 steps done")

    network = windows.open(noor)
    network.goto("/desk/tasks/")
    network.get_by_role("link", name="Let it into the network").click()
    network.get_by_role("button", name="Take it").click()
    expect(network.locator("#task")).to_contain_text("In progress")
    stands(portal, "We work on it", "Noor Haddad has it")
    network.get_by_role("button", name="Done", exact=True).click()
    expect(network.locator("#task")).to_contain_text("Done")
    stands(portal, "We work on it", "Service desk has it")
    expect(portal.locator("#story")).to_contain_text("1 of 3 steps done")

    request = Ticket.objects.get(title="A laptop").specific
    desk = windows.open(ivo, java_script_enabled=False)
    desk.goto(request.get_absolute_url())
    desk.get_by_role("group", name="What to do with Prepare it").get_by_role("button", name="Done").click()
    expect(desk.get_by_role("region", name="The plan")).to_contain_text("2 of 3 steps")
    stands(portal, "We work on it", "Another system works on it")

    for pk in calling.due(now=timezone.now()):
        calling.make(pk, now=timezone.now())
    assert system.heard[0].told["request"]["answers"] == {"model": "Strong", "why": "For the drawings"}
    expect(portal.locator(".steps [aria-current]")).to_contain_text("Do you have it?")
    portal.get_by_role("button", name="I have it").click()
    expect(portal.locator(".steps [aria-current]")).to_contain_text("Done")
    request.refresh_from_db()
    assert (request.status, request.closed_how) == ("closed", "colleague")


def ask_for_it(portal: Page) -> None:
    portal.goto("/portal/catalog/")
    portal.get_by_role("link", name="A laptop").first.click()
    expect(portal.get_by_label("What for?")).to_be_hidden()
    portal.get_by_label("Strong").check()
    portal.get_by_label("What for?").fill("For the drawings")
    portal.get_by_role("button", name="Ask for it").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("A laptop")
