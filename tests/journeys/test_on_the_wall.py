"""A dashboard that hangs on a wall: what is exchanged is let go of."""

import time

from playwright.sync_api import Page, expect

from itsm.insights.models import OwnDashboard
from itsm.people import roles
from tests.factories import incident
from tests.journeys.conftest import person

TURN = 30_000  # ms
WARM, LONG = 5, 40  # turns; an hour has 120, and what grows grows with each


def held(page: Page) -> dict[str, float]:
    """What the browser holds once it has swept: nodes, listeners."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("HeapProfiler.collectGarbage")
    chromium.send("Performance.enable")
    found = {one["name"]: one["value"] for one in chromium.send("Performance.getMetrics")["metrics"]}
    chromium.detach()
    return {name: found[name] for name in ("Nodes", "JSEventListeners")}


def turn(page: Page, times: int) -> None:
    """The page's own clock runs on until it has been exchanged so often; answers come in ours."""
    until = page.evaluate("window.turned ?? 0") + times
    for _look in range(100 * times):
        if page.evaluate("window.turned ?? 0") >= until:
            return
        page.clock.run_for(TURN)
        time.sleep(0.02)
    raise AssertionError("It no longer turns.")


def test_a_wall_that_turns_for_long_holds_no_more_than_in_its_first_minutes(windows, mail, ana):
    incident(by=ana, title="The sensor says nothing", service=mail)
    marit = person("Marit Sand", "marit@halden.example", roles=[roles.MANAGER])
    OwnDashboard.objects.create(slug="wall", title="Wall", owner=marit, figures=[["opened", "course"]])
    page = windows.open(marit)
    page.clock.install()
    page.goto("/insights/own/wall/wall/")
    expect(page.get_by_role("heading", name="Opened")).to_be_visible()
    page.evaluate(
        "document.addEventListener('htmx:afterSettle', () => { window.turned = (window.turned ?? 0) + 1 })"
    )
    turn(page, WARM)
    before = held(page)
    turn(page, LONG)
    assert page.locator("main").count() == 1
    for _look in range(50):  # an answer that is just being read is held as well, for a moment
        after = held(page)
        if all(after[name] <= before[name] + 10 for name in before):
            return
        time.sleep(0.1)
    raise AssertionError((before, after))
