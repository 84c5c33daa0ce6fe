"""`make screenshots`: the README's pictures, of the demo that runs at BASE_URL, in light and in dark.

Take them of a fresh demo: its story is told from the minute it was loaded.
"""

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
# Whose page it is, where it is, what is followed from there, and how much is shown.
SHOTS = {
    "desk": ("agent", "/desk/", "", 720),
    "mirrors": ("manager", "/insights/mirrors/", "", 1080),
    "ticket": ("agent", "/desk/", "Export of HX-2291 for the supplier", 1080),
}
SETTLED = 1200  # milliseconds until what is fetched after the page stands


def take(browser: Browser, name: str, *, dark: bool) -> None:
    role, path, follow, height = SHOTS[name]
    context = browser.new_context(
        viewport={"width": 1440, "height": height}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(BASE_URL)
    page.locator(f'form[action$="/people/demo/{role}/"] button').click()
    page.goto(BASE_URL + path)
    if follow:
        page.get_by_role("link", name=follow).first.click()
    keep(page, PICTURES / f"{name}{'-dark' * dark}.webp")
    context.close()


def keep(page: Page, file: Path) -> None:
    page.wait_for_timeout(SETTLED)
    # With every colour: fewer cost the small marks theirs.
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    picture.save(file, lossless=True, method=6)


def main() -> None:
    with sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=os.environ.get("BATON_CHROMIUM") or None, args=["--no-sandbox", "--disable-gpu"]
        )
        for name in sys.argv[1:] or SHOTS:
            for dark in (False, True):
                take(browser, name, dark=dark)
        browser.close()


if __name__ == "__main__":
    main()
