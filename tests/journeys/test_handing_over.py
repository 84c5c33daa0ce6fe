"""The baton passed with its note, returned with a reason, and never passed without one."""

from playwright.sync_api import expect

from tests.factories import incident

NOTE = {
    "What was found": "The switch in room 4 restarts every hour.",
    "What the colleague already knows": "That somebody looks at it.",
    "What is promised next": "A word before noon.",
}


def test_a_hand_over_carries_its_note_and_comes_back_with_the_reason(windows, mail, ivo, noor, ana):
    ticket = incident(by=ana, title="VPN drops every hour", service=mail)
    ticket.take(by=ivo)
    desk, network = windows.open(ivo), windows.open(noor)
    dialog = desk.get_by_role("dialog")

    desk.goto(ticket.get_absolute_url())
    desk.get_by_role("link", name="Hand over").click()
    dialog.get_by_label("To which team").select_option(label="Network")
    dialog.get_by_label("What was found").fill(NOTE["What was found"])
    for label in list(NOTE)[
        1:
    ]:  # the browser asks for every part; this one is switched off to hear the server
        dialog.get_by_label(label).evaluate("field => { field.required = false; }")
    dialog.get_by_role("button", name="Hand over").click()
    expect(dialog.locator(".error")).to_have_count(2)
    expect(dialog.get_by_label("What was found")).to_have_value(NOTE["What was found"])
    expect(dialog.get_by_label("To which team").locator("option:checked")).to_have_text("Network")
    for label, words in NOTE.items():
        dialog.get_by_label(label).fill(words)
    dialog.get_by_role("button", name="Hand over").click()
    expect(desk.locator("#panel")).to_contain_text("Network")

    network.goto("/desk/")
    network.get_by_role("link", name="VPN drops every hour").click()
    offer = network.get_by_role("region", name="Handed over by Service desk")
    for words in NOTE.values():
        expect(offer).to_contain_text(words)
    network.get_by_role("link", name="Return").click()
    network.get_by_label("Why does it go back").fill("The switch is the building's, not ours.")
    network.get_by_role("dialog").get_by_role("button", name="Return").click()
    expect(network.locator("#panel")).to_contain_text("Service desk")

    expect(desk.locator("#conversation")).to_contain_text("The switch is the building's, not ours.")
    expect(desk.locator("#panel")).to_contain_text("Ivo Lund")
    ticket.refresh_from_db()
    assert (ticket.team.name, ticket.assignee) == ("Service desk", ivo)
