"""Several tickets in one go: each says for itself what happened."""

from playwright.sync_api import expect

from tests.factories import incident


def test_many_are_answered_and_resolved_and_what_one_refuses_the_others_do(windows, mail, ivo, ana):
    tickets = [incident(by=ana, title=f"Mail is slow {n}", service=mail) for n in range(3)]
    desk = windows.open(ivo)
    desk.goto("/desk/?view=team")
    for _ticket in tickets:
        desk.keyboard.press("j")
        desk.keyboard.press("x")
    expect(desk.locator(".bulk-bar output")).to_have_text("3 selected")

    desk.keyboard.press("r")
    desk.get_by_label("Message").fill("The mail server is being repaired.")
    desk.get_by_role("button", name="3 tickets").click()
    expect(desk.get_by_role("cell", name="done", exact=True)).to_have_count(3)
    assert all(ticket.events.filter(comment__contains="being repaired").count() == 1 for ticket in tickets)

    desk.goto("/desk/?view=team")
    desk.get_by_label("Select all").check()
    tickets[1].resolve(resolution="fixed", words="It is fast.", by=ivo)  # meanwhile, elsewhere
    desk.get_by_role("region", name="Selected tickets").get_by_role("button", name="Resolve").click()
    desk.get_by_label("What was done").fill("The server runs again.")
    desk.get_by_role("button", name="3 tickets").click()
    expect(desk.get_by_role("cell", name="done", exact=True)).to_have_count(2)
    refused = desk.locator(".rows tbody tr", has_text=tickets[1].number)
    expect(refused).to_contain_text("is resolved, so this cannot be done now")
