"""The style guide in a real browser: every component, both themes, wide and narrow."""

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from itsm.frame import bundle
from tests.journeys.browser import ARGS, CHROMIUM, MISSING
from tests.journeys.judge import WIDE, Judge

SHOWN = "headings of the first level"  # the guide has its own, and shows one
FRAMES = ["page", "ticket", "portal", "plain"]

pytestmark = [
    pytest.mark.timeout(180),  # a browser that hangs is ended by name
    pytest.mark.urls("tests.frame.urls"),
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
]


@pytest.fixture
def address(live_server, settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.DEMO = True
    bundle.urls.cache_clear()
    yield f"{live_server.url}/style/"
    bundle.urls.cache_clear()


def opened(tool: Playwright) -> Page:
    browser = tool.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    return browser.new_context(viewport=WIDE, reduced_motion="reduce").new_page()  # type: ignore[arg-type]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(address):
    judge = Judge()
    with sync_playwright() as tool:
        page = opened(tool)
        Judge.sits_in(page)
        for frame in FRAMES:
            page.goto(f"{address}?frame={frame}")
            wrong = [what for what in judge.wrong_with(page) if SHOWN not in what]
            assert wrong == [], frame


def test_rows_are_worked_by_keyboard(address):
    with sync_playwright() as tool:
        page = opened(tool)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(f"{line.location['url']}: {line.text}") if line.type == "error" else None
            ),
        )
        page.goto(address)
        for key in "jjxjx":
            page.keyboard.press(key)
        expect(page.locator(".bulk-bar output")).to_have_text("2 selected")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert "Search tickets" in page.inner_text("#shortcuts")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        page.keyboard.type("insi")
        assert page.inner_text("#palette [aria-selected=true]") == "Insights"
        assert [words for words in complaints if "/live/" not in words] == []  # this server streams nothing


def test_an_internal_note_cannot_leave_as_a_public_reply(address):
    with sync_playwright() as tool:
        page = opened(tool)
        page.goto(f"{address}?frame=ticket")
        page.evaluate(
            "document.querySelector('.composer').addEventListener('submit',"
            " (event) => { event.preventDefault(); window.sent = event.submitter.textContent; })"
        )
        page.get_by_text("Internal note", exact=True).click()
        page.keyboard.type("Do not tell yet")
        page.keyboard.press("Control+Enter")
        assert page.evaluate("window.sent") == "Add internal note"
        assert not page.get_by_role("button", name="Send to Ana").is_visible()
