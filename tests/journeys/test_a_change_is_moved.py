"""A change is dragged to another day and another hour, looked at before it is sent; the same by keyboard and on a phone."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from changes.models import Change
from itsm.people.models import Person
from itsm.services.models import Service
from tests.changes import kit

HOUR = timedelta(hours=1)


def saturday() -> datetime:
    """At ten, at least two days ahead; its Sunday stands beside it in every month."""
    there = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=2)
    return there + timedelta(days=(5 - there.weekday()) % 7)


def planned(by: Person, service: Service, starts_at: datetime, title: str) -> Change:
    plan = kit.whole_plan(starts_at=starts_at, ends_at=starts_at + 2 * HOUR, service=service)
    made = Change.propose(by=by, title=title, **plan)
    Change.objects.filter(pk=made.pk).update(status="assess")
    return made


def drag(page: Page, change: Change, x: float, y: float) -> None:
    """To the middle of another cell or so many pixels along the line, in steps, as a hand does it."""
    box = page.locator(f"[data-move={change.number}]:visible").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(x or box["x"] + 40, y or box["y"] + 8, steps=6)


def test_a_change_is_dragged_moved_by_keyboard_and_read_on_a_phone(windows, mail, ivo):
    ivo.time_zone = "UTC"
    ivo.save()
    day = saturday()
    change = planned(ivo, mail, day, "New certificate")
    other = planned(ivo, mail, day + timedelta(days=1, hours=1), "New disks")
    desk = windows.open(ivo)
    desk.goto(f"{windows.address}/changes/calendar/?on={day.date()}")

    sunday = desk.locator(f".cal-day[data-day='{(day + timedelta(days=1)).date()}']")
    box = sunday.bounding_box()
    drag(desk, change, box["x"] + box["width"] / 2, box["y"] + box["height"] - 10)
    expect(sunday).to_have_class(re.compile("over"))
    desk.keyboard.press("Escape")
    desk.mouse.up()
    expect(sunday).not_to_have_class(re.compile("over"))

    drag(desk, change, box["x"] + box["width"] / 2, box["y"] + box["height"] - 10)
    desk.mouse.up()
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"Move {change.number}")
    expect(desk.locator(".banner[data-tone=soon]")).to_contain_text("both change Mail")
    desk.locator("main p > a[href^='?at=']").click()
    expect(desk.get_by_text("Nothing is in the way")).to_be_visible()
    desk.get_by_role("button", name="Move", exact=True).click()
    expect(desk).to_have_url(re.compile("/changes/calendar/"))
    change.refresh_from_db()
    assert change.starts_at >= other.ends_at + 2 * HOUR

    desk.keyboard.press("v")
    desk.keyboard.press("d")
    expect(desk.locator(".tabs [aria-current]")).to_have_text("Day")
    desk.goto(f"{windows.address}/changes/calendar/?view=day&on={other.starts_at.date()}")
    lane = desk.locator("svg.lane").first.bounding_box()
    bar = desk.locator(f".cal-lanes [data-move={other.number}]").bounding_box()
    drag(desk, other, bar["x"] + 8 + lane["width"] / 24 * 3, 0)
    desk.mouse.up()
    expect(desk.locator("[name=starts_at]")).to_have_value(f"{other.starts_at + 3 * HOUR:%Y-%m-%dT%H:%M}")

    desk.goto(f"{windows.address}/changes/calendar/?on={day.date()}")
    desk.keyboard.press("ArrowRight")
    expect(desk).to_have_url(re.compile("on=" + f"{(day.replace(day=1) + timedelta(days=32)):%Y-%m}-01"))
    desk.keyboard.press("?")
    expect(desk.locator("#shortcuts")).to_contain_text("Timeline")
    desk.keyboard.press("Escape")

    desk.set_viewport_size({"width": 360, "height": 780})
    desk.goto(f"{windows.address}/changes/calendar/?view=week&on={other.starts_at.date()}")
    expect(desk.locator(".cal-lanes")).to_be_hidden()
    expect(desk.locator(".cal-narrow").get_by_role("link", name=re.compile(other.number))).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.locator(".calendar .filters")).to_be_hidden()
