"""What is wrong with a page as it stands, in light and dark, wide and narrow: axe's words and ours (`walk.js`)."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WALK = Path(__file__).with_name("walk.js").read_text()
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
NOTHING = "baton-nothing"  # no page has such a thing


class Judge:
    """Knows the looks that axe has passed on any page before."""

    def __init__(self) -> None:
        self.judged = ""

    @staticmethod
    def sits_in(page: Page) -> None:
        """Before the page's first address."""
        page.add_init_script(Axe().axe_script)
        page.add_init_script(WALK)

    def wrong_with(self, page: Page, exclude: str = NOTHING, *, dialog: bool = False) -> list[str]:
        """A page comes as wide as the last one was left: changing it is dear, so it is done once for each."""
        sizes = (WIDE, PHONE) if page.viewport_size == WIDE else (PHONE, WIDE)
        wrong: list[str] = []
        for size in sizes:
            if page.viewport_size != size:
                page.set_viewport_size(size)
            options = {"exclude": exclude, "dialog": dialog, "judged": self.judged, "wide": size == WIDE}
            said = page.evaluate("options => walk(options)", options)
            self.judged, wrong = said["judged"], wrong + said["wrong"]
        return wrong
