"""The same with the keyboard alone: no pointer anywhere, and Tab reaches what has no key of its own."""

import re

from playwright.sync_api import Page, expect

from itsm.tickets.models import Ticket
from tests.factories import incident
from tests.journeys.conftest import PASSWORD
from tests.journeys.test_an_incident_by_mouse import badge

FARTHEST = 40  # presses of Tab


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def walk_to(page: Page, selector: str) -> None:
    for _press in range(FARTHEST):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{FARTHEST} presses of Tab do not reach {selector}")


def sign_in(page: Page, email: str) -> None:
    page.goto("/")
    walk_to(page, "[name=login]")
    page.keyboard.type(email)
    walk_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page).not_to_have_url(re.compile("accounts"))


def test_an_agent_takes_an_incident_from_new_to_closed_by_keyboard_alone(windows, mail, ivo, ana):
    other = incident(by=ana, title="The door does not open", service=mail)
    ticket = incident(by=ana, title="Mail does not open", service=mail)
    desk, portal = windows.open(), windows.open()
    dialog = desk.get_by_role("dialog")

    sign_in(desk, ivo.email)
    expect(desk).to_have_url(f"{windows.address}/desk/")
    press(desk, "j", "j", "k", "j")
    chosen = desk.locator(".rows tr.here")
    expect(chosen).to_have_count(1)
    press(desk, "Enter")
    expect(desk.locator(".ticket-head")).to_be_visible()

    # Tasks and Topics stand below other entries, out of sight here; keys and Ctrl-K go there all the same.
    expect(desk.locator(".rail").get_by_role("link", name="Tasks")).to_be_hidden()
    press(desk, "g", "w")
    expect(desk).to_have_url(f"{windows.address}/desk/tasks/")
    expect(desk.locator(".rail").get_by_role("link", name="Tasks")).to_have_attribute("aria-current", "page")
    press(desk, "Control+k")
    desk.keyboard.type("topics")
    press(desk, "Enter")
    expect(desk).to_have_url(f"{windows.address}/knowledge/topics/")

    press(desk, "Control+k")
    desk.keyboard.type(ticket.number)
    expect(desk.locator("#palette [aria-selected=true]")).to_contain_text(ticket.title)
    press(desk, "Enter")
    expect(desk).to_have_url(f"{windows.address}{ticket.get_absolute_url()}")

    press(desk, "?")
    for words in ("Take", "Resolve", "Hand over", "Public reply", "Search tickets", "Go to", "Watch"):
        expect(desk.locator("#shortcuts")).to_contain_text(words)
    press(desk, "Escape")
    expect(dialog).to_have_count(0)

    press(desk, "t")
    badge(desk, "In progress")

    press(desk, "i")
    expect(desk.get_by_role("textbox", name="Message")).to_be_focused()
    desk.keyboard.type("Quota, says the server.")
    press(desk, "Control+Enter")
    expect(desk.locator("[data-kind=internal]")).to_contain_text("Quota, says the server.")
    press(desk, "r")
    expect(desk.get_by_role("textbox", name="Message")).to_be_focused()
    desk.keyboard.type("I am making your mailbox larger.")
    press(desk, "Control+Enter")
    expect(desk.locator("[data-kind=public]").last).to_contain_text("I am making your mailbox larger.")

    press(desk, "h")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("To which team")).to_be_focused()
    press(desk, "Escape")
    expect(dialog).to_have_count(0)
    press(desk, "o")
    expect(dialog.get_by_label("What does it wait for")).to_be_focused()
    walk_to(desk, "dialog [type=submit], dialog button:not([type])")
    press(desk, "Enter")
    expect(dialog.get_by_label("Your question")).to_be_focused()  # what is missing
    desk.keyboard.type("Is it better now?")
    press(desk, "Control+Enter")
    badge(desk, "On hold")

    sign_in(portal, ana.email)
    walk_to(portal, f"a[href$='{ticket.number}/']")
    press(portal, "Enter")
    expect(portal.locator("#story")).to_contain_text("Is it better now?")
    walk_to(portal, "#answer-words")
    portal.keyboard.type("Yes.")
    press(portal, "Control+Enter")
    badge(desk, "In progress")

    press(desk, "d")
    expect(dialog.get_by_label("How it ended")).to_be_focused()
    press(desk, "Tab")
    desk.keyboard.type("The mailbox is larger.")
    press(desk, "Control+Enter")
    badge(desk, "Resolved")
    expect(portal.locator("#story")).to_contain_text("The mailbox is larger.")
    walk_to(portal, "#do-confirm")
    press(portal, "Enter")
    badge(desk, "Closed")
    assert list(Ticket.objects.order_by("pk").values_list("status", flat=True)) == [other.status, "closed"]
