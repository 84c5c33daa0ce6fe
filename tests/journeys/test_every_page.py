"""Every page in a real browser: axe finds nothing in light and dark, nothing scrolls sideways, nothing complains or calls elsewhere."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from demo.load import load
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person
from tests.journeys.browser import Windows
from tests.journeys.pages import PAGES, named
from tests.settings import ROOT

WALK = Path(__file__).with_name("walk.js").read_text()
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
# Five rows of a list show what fifty would, and the frame is the same on all pages of a role.
MANY_ROWS = ".rows tr:nth-child(n + 6)"
FRAME = ".rail, .topbar, .portal-head"


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
    page.add_init_script(Axe().axe_script)
    page.add_init_script(WALK)
    return page


class Judge:
    """Knows the looks that axe has passed on any page before."""

    def __init__(self) -> None:
        self.judged = ""

    def wrong_with(self, page: Page, exclude: str = MANY_ROWS, *, dialog: bool = False) -> list[str]:
        """A page comes as wide as the last one was left: changing it is dear, so it is done once for each."""
        sizes = (WIDE, PHONE) if page.viewport_size == WIDE else (PHONE, WIDE)
        wrong: list[str] = []
        for size in sizes:
            page.set_viewport_size(size)
            options = {"exclude": exclude, "dialog": dialog, "judged": self.judged, "wide": size == WIDE}
            said = page.evaluate("options => walk(options)", options)
            self.judged, wrong = said["judged"], wrong + said["wrong"]
        return wrong
