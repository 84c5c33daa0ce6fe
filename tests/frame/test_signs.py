"""The next practice is suggested from what happens, and what it changed shows afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.frame import practices
from itsm.frame.models import Switch
from tests.factories import incident

DAY = timedelta(days=1)


def line(name, *, now):
    return next(one for one in practices.lines(now=now) if one.practice.name == name)


def reported(titles, colleague, service, *, at):
    for title in titles:
        incident(by=colleague, service=service, title=title, now=at)


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("problems", ["VPN drops every hour"] * 8 + ["vpn drops every hour"] * 4 + ["Printer jams"] * 4),
        ("catalog", [f"New laptop for room {n}" for n in range(12)] + ["Newsletter is broken"] * 4),
        (
            "changes",
            [f"Mail is slow since the update, room {n}" for n in range(12)] + ["Update your address"] * 4,
        ),
    ],
)
def test_a_practice_is_suggested_by_what_it_is_there_for(name, titles, fresh, colleague, service):
    now = timezone.now()
    reported(titles, colleague, service, at=now - DAY)
    found = practices.lines(now=now)
    next_step = practices.suggested(found)
    assert next_step.practice.name == name
    assert next_step.signs == 12
    assert "12" in next_step.said
    assert [one.said for one in found if one is not next_step and one.weight < 1] == [""] * (len(found) - 1)


def test_nothing_is_suggested_to_a_desk_without_signs(fresh, colleague, service):
    reported(["Printer jams"], colleague, service, at=timezone.now() - DAY)
    assert practices.suggested(practices.lines(now=timezone.now())) is None


def test_once_it_was_on_for_a_month_it_says_what_it_changed(fresh, colleague, service):
    now = timezone.now()
    Switch.objects.create(practice="problems", on=True, at=now - 35 * DAY)
    reported(["VPN drops"] * 9, colleague, service, at=now - 40 * DAY)
    reported(["VPN drops"] * 5, colleague, service, at=now - DAY)
    found = line("problems", now=now)
    assert (found.before, found.signs) == (9, 5)
    assert "5" in found.said
    assert line("problems", now=now - 10 * DAY).before is None, "too early to say"


def test_the_page_marks_the_next_step(as_administrator, fresh, colleague, service):
    reported(["New laptop"] * 10, colleague, service, at=timezone.now() - DAY)
    page = as_administrator.get("/setup/practices/").content.decode()
    assert page.count("Next step") == 1
    assert "10 incidents of the last 30 days" in page
