"""A person at a browser: a window of their own, signed in, that writes down whatever a page complains about."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request

from itsm.people.models import Person

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("BATON_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
MISSING = "Chromium is missing: install the package “chromium” (or Google Chrome) to walk through the pages"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--js-flags=--always-sparkplug,--no-maglev,--no-opt",  # a page is gone before faster scripts have paid
]
LOCAL = {"data", "blob", "about"}  # addresses that ask nobody


@dataclass
class Windows:
    """Opens windows, and remembers what went wrong in any of them."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, who: Person | None = None, **options: object) -> Page:
        """A window of its own, with its own cookies, signed in as `who`."""
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = self.browser.new_context(base_url=self.address, **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        if who is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session(who), "url": self.address}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complain(page, str(error)))
        page.on(
            "console",
            lambda line: self.complain(page, line.text) if line.type in {"error", "warning"} else None,
        )
        page.on("request", lambda request: self.stay_home(page, request))
        return page

    def complain(self, page: Page, words: str) -> None:
        # A refused form is an answer like any other; the browser calls every 4xx an error of its own.
        if not words.startswith("Failed to load resource: the server responded with a status of 4"):
            self.complaints.append(f"{urlsplit(page.url).path}: {words}")

    def stay_home(self, page: Page, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme not in LOCAL and f"{target.scheme}://{target.netloc}" != self.address:
            self.complaints.append(f"{urlsplit(page.url).path}: asked {request.url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def session(who: Person) -> str:
    client = Client()
    client.force_login(who)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
