"""With JavaScript off everything that matters is plain pages and plain forms."""

from playwright.sync_api import Page, expect

from itsm.tickets.models import Ticket
from tests.factories import incident
from tests.journeys.test_an_incident_by_mouse import badge


def test_a_colleague_reports_writes_reopens_and_confirms_without_javascript(windows, mail, ivo, ana):
    portal = windows.open(ana, java_script_enabled=False)
    portal.goto("/")
    portal.get_by_role("link", name="Something is broken").click()
    portal.get_by_label("What is broken").fill("The projector stays dark")
    portal.get_by_label("No", exact=True).check()
    portal.get_by_role("button", name="Send").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("The projector stays dark")
    expect(portal.locator(".facts")).to_contain_text("You hear from us")
    portal.get_by_label("Write to us").fill("The lamp is new.")
    portal.get_by_role("button", name="Send").click()
    expect(portal.locator("#story")).to_contain_text("The lamp is new.")

    made = Ticket.objects.get(title="The projector stays dark").specific
    made.resolve(resolution="fixed", words="The cable was loose.", by=ivo)
    portal.goto("/")
    portal.get_by_role("region", name="Your things").get_by_role(
        "link", name="The projector stays dark", exact=True
    ).click()
    portal.get_by_role("link", name="Reopen").click()
    portal.get_by_label("What is still wrong").fill("Dark again.")
    portal.get_by_role("button", name="Reopen").click()
    expect(portal.locator(".steps [aria-current]")).to_have_text("We work on it")
    made = Ticket.objects.get(pk=made.pk).specific
    made.resolve(resolution="fixed", words="A new cable.", by=ivo)
    portal.reload()
    portal.get_by_role("button", name="It works").click()
    expect(portal.locator(".steps [aria-current]")).to_have_text("Done")


def test_an_agents_verbs_are_plain_pages_without_javascript(windows, mail, ivo, mia, ana):
    ticket = incident(by=ana, title="Mail does not open", service=mail)
    desk = windows.open(ivo, java_script_enabled=False)
    desk.goto(ticket.get_absolute_url())
    desk.get_by_role("button", name="Take").click()
    badge(desk, "In progress")
    say(desk, "Internal note", "Add internal note", "Quota, says the server.")
    expect(desk.locator("[data-kind=internal]")).to_contain_text("Quota, says the server.")
    say(desk, "Public reply", "Send to Ana", "We make it larger.")
    expect(desk.locator("[data-kind=public]").last).to_contain_text("We make it larger.")
    desk.get_by_role("link", name="Assign").click()
    desk.get_by_label("Assign to").select_option(label="Mia Berg")
    desk.get_by_role("button", name="Assign").click()
    expect(desk.locator("#panel")).to_contain_text("Mia Berg")
    desk.get_by_role("link", name="Resolve").click()
    desk.get_by_label("What was done").fill("It is larger.")
    desk.get_by_role("button", name="Resolve").click()
    badge(desk, "Resolved")


def say(page: Page, kind: str, button: str, words: str) -> None:
    page.get_by_text(kind, exact=True).click()
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("button", name=button).click()
