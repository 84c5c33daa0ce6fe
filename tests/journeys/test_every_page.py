"""Every page in a real browser: axe finds nothing in light and dark, nothing scrolls sideways, nothing complains or calls elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserType, Page

from demo.load import load
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person
from tests.journeys.browser import ARGS, CHROMIUM, Windows
from tests.journeys.judge import Judge
from tests.journeys.pages import PAGES, named
from tests.settings import ROOT

# Three rows of a list show what fifty would, and the frame is the same on all pages of a role.
MANY_ROWS = ".rows tr:nth-child(n + 4)"
FRAME = ".rail, .topbar, .portal-head"
# Styles and places are computed when they are asked for: pages that nobody looks at need not be painted.
UNPAINTED = ["--enable-begin-frame-control", "--run-all-compositor-stages-before-draw"]


@pytest.fixture(scope="module")
def chromium(browsers: BrowserType) -> Iterator[Browser]:
    browser = browsers.launch(executable_path=CHROMIUM, args=[*ARGS, *UNPAINTED])
    yield browser
    browser.close()


def test_axe_finds_nothing_on_any_page_and_nothing_scrolls_sideways(windows: Windows):
    load(now=timezone.now(), scale=0.02)
    people = {role: Person.objects.get(email=one.email) for role, one in DEMO_PEOPLE.items()}
    names = named(people["colleague"], people["agent"])
    assert not themed_by_media(), "the walk asks for the dark theme by attribute: colours are light-dark()"
    found, judge = [], Judge()
    for role, addresses in PAGES.items():
        page = opened(windows, people.get(role))
        exclude = MANY_ROWS
        for address in addresses:
            address, *keys = address.format(**names).split(" ")
            page.goto(address)
            wrong = [] if keys else judge.wrong_with(page, exclude)
            for key in keys:
                page.keyboard.press(key)
                wrong += [f"{key}: {what}" for what in judge.wrong_with(page, exclude, dialog=True)]
                page.keyboard.press("Escape")
                page.wait_for_function("!document.querySelector('dialog[open]')")
            found += [f"{role or 'anybody'} {address} {what}" for what in wrong]
            exclude = f"{MANY_ROWS}, {FRAME}"
    assert not found, "\n".join(found)


def themed_by_media() -> list[Path]:
    return [
        path
        for path in (ROOT / "static" / "css").rglob("*.css")
        if "prefers-color-scheme" in path.read_text()
    ]


def opened(windows: Windows, person: Person | None) -> Page:
    page = windows.open(person, reduced_motion="reduce")
    Judge.sits_in(page)
    return page
