"""Two people on one ticket: what one writes stands before the other, and nothing typed is ever lost."""

import time

from playwright.sync_api import Page, expect

from tests.factories import incident

WITHIN = 2.0  # seconds


def composer(page: Page):
    return page.get_by_role("textbox", name="Message")


def test_a_message_stands_in_the_other_browser_within_two_seconds_and_stops_who_writes(
    windows, mail, ivo, mia, ana
):
    ticket = incident(by=ana, title="Mail does not open", service=mail)
    here, there, portal = windows.open(ivo), windows.open(mia), windows.open(ana)
    for page in (here, there):
        page.goto(ticket.get_absolute_url())
    expect(here.locator("#presence")).to_have_text("Mia Berg is looking at this")

    composer(here).fill("Is your mailbox full?")
    here.get_by_role("button", name="Send to Ana").click()
    expect(there.locator("#conversation")).to_contain_text("Is your mailbox full?")
    portal.goto(f"/portal/{ticket.number}/")
    portal.get_by_label("Write to us").fill("The mailbox is full.")
    portal.get_by_role("button", name="Send").click()
    began = time.monotonic()
    there.get_by_text("The mailbox is full.").wait_for(timeout=WITHIN * 1000)
    assert time.monotonic() - began < WITHIN

    # She has read all of it and begins only now: nothing stops her.
    composer(there).press_sequentially("We make it larger", delay=5)
    expect(here.locator("#presence")).to_have_text("Mia Berg is replying")
    expect(there.locator(".stop")).to_have_count(0)

    there.reload()
    expect(composer(there)).to_have_value("We make it larger")
    composer(here).fill("Done, it is larger.")
    here.get_by_role("button", name="Send to Ana").click()
    expect(there.get_by_role("alert")).to_contain_text("A new message arrived while you were writing.")
    there.get_by_role("button", name="Send to Ana").click()
    expect(there.get_by_role("alert")).to_contain_text("Ivo Lund was faster")
    expect(there.get_by_role("alert")).to_contain_text("Done, it is larger.")
    expect(composer(there)).to_have_value("We make it larger")
    assert ticket.events.filter(comment="We make it larger").count() == 0

    there.get_by_role("button", name="Send anyway").click()
    expect(there.locator(".conversation .message").last).to_contain_text("We make it larger")
    expect(composer(there)).to_have_value("")
    assert ticket.events.filter(comment="We make it larger").count() == 1


def test_a_quiet_bar_counts_what_is_new_and_shows_it_when_asked(windows, mail, ivo, ana):
    incident(by=ana, title="The first", service=mail)
    desk = windows.open(ivo)
    with desk.expect_response(
        lambda answer: "/live/" in answer.url
    ):  # what comes before it listens is not news
        desk.goto("/desk/?view=team")
    expect(desk.locator(".rows tbody tr")).to_have_count(1)
    incident(by=ana, title="The second", service=mail)
    expect(desk.locator("#news")).to_have_text("1 new, show them")
    incident(by=ana, title="The third", service=mail)
    expect(desk.locator("#news")).to_have_text("2 new, show them")
    expect(desk.locator(".rows tbody tr")).to_have_count(1)
    desk.locator("#news").click()
    expect(desk.locator(".rows tbody tr")).to_have_count(3)
    expect(desk.locator("#news")).to_be_hidden()
