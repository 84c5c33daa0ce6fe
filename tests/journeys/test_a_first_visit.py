"""A colleague who has never seen Baton, on a phone: help in the first minute."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from comms.notices import telling
from incidents.models import Incident
from tests.catalog.kit import offering
from tests.comms.notices.conftest import WORDS

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOST_TAPS = 4
SENTENCE = "The projector in the big room stays dark"


class Thumb:
    """Taps, and counts its taps. What is typed goes where the page has put the cursor, or not at all."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.typed = page, 0, 0

    def tap(self, what: Locator) -> None:
        expect(what).to_be_in_viewport()  # nobody looks for it by scrolling
        what.tap()
        self.taps += 1

    def write(self, words: str) -> None:
        expect(self.page.locator(":focus")).to_have_count(1)
        self.page.keyboard.type(words)
        self.typed += 1


@pytest.fixture
def phone(windows, ana):
    page = windows.open(ana, **PHONE)
    page.goto("/")
    return page


def test_from_the_front_door_to_a_report_in_four_taps_and_one_sentence(phone, mail):
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name="Something is broken", exact=True))
    expect(phone.get_by_label("What is broken")).to_be_focused()
    thumb.write(SENTENCE)
    thumb.tap(phone.get_by_text("Just now"))
    thumb.tap(phone.get_by_text("No", exact=True))
    phone.get_by_role("button", name="Send").scroll_into_view_if_needed()
    thumb.tap(phone.get_by_role("button", name="Send"))
    expect(phone.get_by_role("heading", level=1)).to_have_text(SENTENCE)
    expect(phone.locator(".where")).to_contain_text("Service desk has it")
    expect(phone.locator(".where")).to_contain_text("You hear from us by")
    assert (thumb.taps, thumb.typed) <= (MOST_TAPS, 1)
    made = Incident.objects.get()
    assert (made.since_when, made.urgency) == ("just now", Incident.Urgency.HIGH)


def write_on_a_slow_line(phone, address, words):
    """The words stand in the field before any script is there."""
    scripts: list[Route] = []
    phone.route("**/*.js", lambda script: scripts.append(script))
    phone.goto(address, wait_until="commit")
    phone.get_by_label("What is broken").fill(words)
    for script in scripts:
        script.continue_()
    phone.unroute("**/*.js")


def test_the_box_answers_while_one_types_and_a_report_asks_whether_it_is_this(phone, ana, ivo, desk):
    offering(by=ivo, team=desk)
    notice = telling.open_notice(kind="outage", title="Mail is down", by=ivo, aim={"people": [ana]})
    telling.say(
        notice,
        "publish",
        by=ivo,
        texts={"colleagues": WORDS},
        next_update_at=timezone.now() + timedelta(hours=1),
    )
    phone.get_by_label("What do you need?").fill("laptop")
    expect(phone.get_by_role("status").filter(has_text="1 answer to")).to_have_count(1)
    phone.get_by_role("link", name="New laptop").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("New laptop")
    me_too = phone.get_by_role("button", name="Me too")
    write_on_a_slow_line(phone, "/incidents/report/", "Mail is down again")
    expect(me_too).to_be_visible()
    phone.get_by_label("What is broken").fill("")
    expect(me_too).to_have_count(0)
    phone.keyboard.type("Mail is down again")
    me_too.tap()
    expect(phone.locator("#notices")).to_contain_text("You said “me too”.")
    assert not Incident.objects.exists()
