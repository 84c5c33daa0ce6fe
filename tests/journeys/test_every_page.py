"""Every page in a real browser: axe finds nothing in light and dark, nothing scrolls sideways, nothing complains or calls elsewhere."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.load import load
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person
from tests.journeys.browser import Windows
from tests.journeys.pages import PAGES, named

YET_TO_COME = "#context:empty, #docs:empty"  # after the page itself
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
CONTRAST = {"runOnly": ["color-contrast"]}
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
VIOLATIONS = """([options, exclude]) => axe.run({ exclude }, { resultTypes: ["violations"], ...options }).then(
  ({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`))"""
# Contrast is looked up text by text, which is most of the time: five rows of a list show what fifty would, and the frame is
# the same on all pages of a role.
MANY_ROWS = [[".rows tr:nth-child(n + 6)"]]
FRAME = [[".rail"], [".topbar"], [".portal-head"]]


def test_axe_finds_nothing_on_any_page_and_nothing_scrolls_sideways(windows: Windows):
    load(now=timezone.now(), scale=0.02)
    people = {role: Person.objects.get(email=one.email) for role, one in DEMO_PEOPLE.items()}
    names = named(people["colleague"], people["agent"])
    found = []
    for role, addresses in PAGES.items():
        page = windows.open(people.get(role), reduced_motion="reduce")
        page.add_init_script(Axe().axe_script)
        exclude = MANY_ROWS
        for address in addresses:
            address, *keys = address.format(**names).split(" ")
            page.goto(address)
            expect(page.locator(YET_TO_COME)).to_have_count(0)
            for key in keys:
                page.keyboard.press(key)
                page.locator("dialog[open]").wait_for()
            found += [f"{role or 'anybody'} {address} {keys}: {what}" for what in wrong_with(page, exclude)]
            exclude = MANY_ROWS + FRAME
    assert not found, "\n".join(found)


def wrong_with(page: Page, exclude: list[list[str]]) -> Iterator[str]:
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} headings of the first level"
    yield from (f"light {each}" for each in page.evaluate(VIOLATIONS, [{}, exclude]))
    page.emulate_media(color_scheme="dark")  # what else there is to find, light has shown
    yield from (f"dark {each}" for each in page.evaluate(VIOLATIONS, [CONTRAST, exclude]))
    page.set_viewport_size(PHONE)
    if (over := page.evaluate(TOO_WIDE)) > 0:
        yield f"{over} px too wide at {PHONE['width']}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
