"""An outage is told once and lands: an agent announces it, a colleague reads, confirms, answers, asks, is answered, says me too."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from comms.links import personal_link
from comms.models import Addressee, Notice
from comms.notices import telling
from itsm.tickets.models import Participant
from tests.factories import incident


def step(page: Page, name: str, count: int) -> None:
    """The funnel moves by itself."""
    expect(page.locator("#funnel li", has_text=name).locator(".value")).to_have_text(str(count))


def test_an_outage_is_announced_read_confirmed_asked_about_and_answered(windows, mail, ivo, mia, ana):
    ticket = incident(by=mia, title="Mail is down", service=mail)
    desk, portal, by_link = windows.open(ivo), windows.open(ana), windows.open()

    desk.goto(ticket.get_absolute_url())
    desk.get_by_role("link", name="Announce").click()
    expect(desk.get_by_label("Title")).to_have_value("Mail is down")
    desk.get_by_text("Colleagues by name").click()
    desk.get_by_label("Add a colleague by e-mail").fill(ana.email)
    desk.get_by_label("Add a colleague by e-mail").press("Tab")
    expect(desk.get_by_role("button", name="Tell 2 colleagues")).to_be_visible()  # who reported it, and Ana
    what = desk.get_by_label("What happens").first
    what.fill("The SMTP backend is down.")
    expect(desk.locator("#margin-colleagues-what")).to_contain_text("Not everyone knows “SMTP”")
    desk.locator("#margin-colleagues-what").get_by_role("button", name="Say “sending mail”").click()
    expect(what).to_have_value("The sending mail backend is down.")
    what.fill("You cannot send or get mail.")
    expect(desk.locator("#margin-colleagues-what")).not_to_contain_text("Not everyone knows")
    expect(desk.locator("#preview")).to_contain_text("You cannot send or get mail.")
    desk.get_by_text("Everyone confirms that they have read it").click()
    desk.get_by_text("Ask one question to see").click()
    desk.get_by_label("One question to check").fill("Is your mail lost?")
    desk.get_by_label("Answer 1", exact=True).fill("No, it waits")
    desk.get_by_label("Answer 2", exact=True).fill("Yes")
    desk.get_by_label("Answer 1 is right").check()
    desk.get_by_role("button", name="Tell 2 colleagues").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Tell 2 colleagues?")
    dialog.get_by_role("button", name="Tell 2 colleagues").click()
    expect(desk).to_have_url(re.compile(r"/comms/notices/NTC-\d+/$"))
    step(desk, "Addressed", 2)
    step(desk, "Seen", 0)
    notice = Notice.objects.get()

    portal.goto("/portal/")
    card = portal.locator("#notices .card")
    expect(card).to_contain_text("Mail is down")
    card.get_by_role("button", name="Me too").click()
    expect(portal.locator("#notices")).to_contain_text("You said “me too”")
    assert ticket.participants.filter(person=ana, part=Participant.Part.AFFECTED).exists()
    portal.get_by_role("link", name="Mail is down").click()
    expect(portal.locator("#notice")).to_contain_text("You cannot send or get mail.")
    step(desk, "Seen", 1)
    portal.get_by_role("button", name="I have read it").click()
    expect(portal.locator("#notice")).to_contain_text("You have read it")
    portal.get_by_label("No, it waits").check()
    portal.get_by_role("button", name="Answer").click()
    expect(portal.locator("#answered")).to_contain_text("No, it waits")
    step(desk, "Confirmed", 1)
    step(desk, "Understood", 1)
    portal.get_by_label("Ask a question").fill("Are attachments lost?")
    portal.get_by_role("button", name="Ask", exact=True).click()
    expect(portal.locator(".asked")).to_contain_text("You are told when it is answered")

    question = desk.locator(".topic", has_text="Are attachments lost?")
    question.get_by_label("Your answer").fill("No, they come with the mail.")
    question.get_by_role("button", name="Answer 1 colleague").click()
    expect(portal.locator(".asked")).to_contain_text("No, they come with the mail.")  # by itself

    # What the mailbox got leads there, too, without signing in.
    row = Addressee.objects.get(notice=notice, person=mia)
    assert row.seen_at is None
    by_link.goto(personal_link(notice, mia).removeprefix("http://localhost:8000"))
    step(desk, "Seen", 2)  # by itself, once it lay open
    by_link.get_by_role("button", name="I have read it").click()
    expect(by_link.locator("#notice")).to_contain_text("You have read it")
    step(desk, "Confirmed", 2)


def test_a_notice_is_written_and_told_by_keyboard_alone(windows, mail, ivo, ana):
    ticket = incident(by=ana, title="Mail is down", service=mail)
    desk = windows.open(ivo)
    desk.goto(ticket.get_absolute_url())
    desk.keyboard.press("A")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tell about an outage")
    desk.get_by_label("Title").focus()
    for _stop in range(30):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == "colleagues-do":
            break
    desk.keyboard.press("ControlOrMeta+a")
    desk.keyboard.type("Use the phone for what cannot wait.")
    expect(desk.locator("#preview")).to_contain_text("Use the phone for what cannot wait.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("dialog")).to_contain_text("Tell 1 colleague?")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"/comms/notices/NTC-\d+/$"))
    desk.keyboard.press("c")  # cause found: already drafted
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Cause found")
    desk.get_by_label("What we do").first.focus()
    desk.keyboard.press("Control+Enter")
    desk.get_by_role("dialog").get_by_role("button", name="Tell 1 colleague").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#head .badge[data-phase]")).to_have_text("Cause found")
    assert Notice.objects.get().updates.count() == 2


def test_a_colleague_does_all_of_it_without_javascript(windows, mail, ivo, ana):
    words = {"what": "No mail.", "who": "All.", "do": "Wait.", "we": "We look."}
    notice = telling.open_notice(
        kind="outage",
        title="Mail is down",
        by=ivo,
        aim={"people": [ana]},
        question="Lost?",
        answers=["No", "Yes"],
        right=0,
    )
    telling.say(
        notice,
        "publish",
        by=ivo,
        texts={"colleagues": words},
        next_update_at=timezone.now() + timedelta(minutes=20),
    )
    portal = windows.open(ana, java_script_enabled=False)
    portal.goto("/incidents/report/")
    line = portal.get_by_role("region", name="Mail is down")
    expect(line).to_contain_text("next word")
    line.get_by_role("button", name="Put away").click()
    expect(line).to_have_count(0)
    portal.goto("/portal/")
    portal.get_by_role("link", name="Mail is down").click()
    portal.get_by_role("button", name="I have read it").click()
    portal.get_by_label("Yes").check()
    portal.get_by_role("button", name="Answer").click()
    expect(portal.locator("#answered")).to_contain_text("Our words were not clear enough")
    portal.get_by_role("button", name="Me too").click()
    expect(portal.locator("#notice")).to_contain_text("You said “me too”")
    portal.get_by_label("Ask a question").fill("When is it over?")
    portal.get_by_role("button", name="Ask", exact=True).click()
    expect(portal.locator(".asked")).to_contain_text("When is it over?")
