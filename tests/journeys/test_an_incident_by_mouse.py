"""From new to closed with the mouse, two people at two browsers."""

from playwright.sync_api import Page, expect

from itsm.tickets.models import Ticket
from tests.factories import incident
from tests.journeys.conftest import PASSWORD


def badge(page: Page, words: str) -> None:
    expect(page.locator(".ticket-where .badge").first).to_have_text(words)


def choose(page: Page, verb: str) -> None:
    page.locator(".verbs").get_by_text(verb, exact=True).click()


def test_an_agent_takes_an_incident_from_new_to_closed_with_the_mouse(windows, mail, ivo, ana):
    ticket = incident(by=ana, title="Mail does not open", service=mail)
    desk, portal = windows.open(), windows.open()

    desk.goto("/")
    desk.get_by_role("button", name="Ivo Lund").click()
    expect(desk).to_have_url(f"{windows.address}/desk/")
    desk.get_by_role("navigation", name="Views").get_by_role("link", name="My team").click()
    desk.get_by_role("link", name=f"{ticket.number} Mail does not open").click()
    badge(desk, "New")

    choose(desk, "Take")
    badge(desk, "In progress")
    expect(desk.locator("#panel")).to_contain_text("Ivo Lund")

    desk.get_by_label("Message", exact=True).fill("I am looking at the mail server now.")
    desk.get_by_label("you hear from us").select_option(label="in 4 hours")
    desk.get_by_role("button", name="Send to Ana").click()
    expect(desk.locator(".conversation")).to_contain_text("I am looking at the mail server now.")
    ticket.refresh_from_db()
    assert 3.9 < (ticket.promised_at - ticket.last_message_at).total_seconds() / 3600 <= 4.1

    choose(desk, "Hold")
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("What does it wait for").select_option("colleague")
    dialog.get_by_role("button", name="Hold").click()
    expect(dialog).to_contain_text("Ask your question")
    dialog.get_by_label("Your question to the colleague").fill("Which error do you see?")
    dialog.get_by_role("button", name="Hold").click()
    badge(desk, "On hold")

    portal.goto("/")
    portal.get_by_label("E-mail").fill(ana.email)
    portal.get_by_label("Password").fill(PASSWORD)
    portal.get_by_role("button", name="Sign in").click()
    expect(portal).to_have_url(f"{windows.address}/portal/")
    expect(portal.locator(".things")).to_contain_text("we asked you something")
    portal.get_by_role("link", name="Mail does not open").click()
    expect(portal.locator("#story")).to_contain_text("Which error do you see?")
    portal.get_by_label("Your answer").fill("It says: quota exceeded.")
    portal.get_by_role("button", name="Send").click()
    expect(portal.locator("#story")).to_contain_text("quota exceeded")

    expect(desk.locator("#conversation")).to_contain_text("quota exceeded")  # by itself
    badge(desk, "In progress")
    choose(desk, "Resolve")
    dialog.get_by_label("What was done, for the colleague").fill("Your mailbox is larger now.")
    dialog.get_by_role("button", name="Resolve").click()
    badge(desk, "Resolved")

    expect(portal.locator("#story")).to_contain_text("Your mailbox is larger now.")  # by itself
    portal.get_by_role("button", name="It works").click()
    expect(portal.locator(".steps [aria-current]")).to_have_text("Done")
    badge(desk, "Closed")
    assert Ticket.objects.get(pk=ticket.pk).status == "closed"
