from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from itsm.frame import words

NOW = datetime(2026, 3, 12, 14, 20, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (59, "0 min"),
        (60, "1 min"),
        (2 * HOUR + 15 * MINUTE + 59, "2 h 15 min"),
        (3 * HOUR, "3 h"),
        (DAY - 1, "23 h 59 min"),
        (3 * DAY + 4 * HOUR + MINUTE, "3 d 4 h"),
        (20 * DAY + 4 * HOUR, "20 d"),
        (-15 * MINUTE, "−15 min"),
        (-20, "0 min"),
        (timedelta(minutes=135), "2 h 15 min"),
    ],
)
def test_a_length_has_at_most_two_units(seconds, said):
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (30, "now"),
        (-30, "now"),
        (5 * MINUTE, "5 min ago"),
        (-2 * HOUR, "in 2 h"),
        (2 * DAY, "2 d ago"),
        (8 * DAY, "4 Mar"),
        (400 * DAY, "5 Feb 2025"),
    ],
)
def test_a_moment_is_told_by_its_distance(back, said):
    assert words.ago(NOW - timedelta(seconds=back), NOW) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=40), "15:00"),
        (timedelta(hours=20), "tomorrow 10:20"),
        (timedelta(hours=-20), "yesterday 18:20"),
        (timedelta(days=3), "Sun 14:20"),
        (timedelta(days=30), "11 Apr 14:20"),
    ],
)
def test_a_promise_is_told_by_the_clock(ahead, said):
    assert words.at(NOW + ahead, NOW) == said


def test_the_clock_is_the_readers():
    with timezone.override("Asia/Kolkata"):
        assert words.at(NOW, NOW) == "19:50"
        assert words.current().exact(NOW) == "Thu 12 Mar 2026, 19:50"
    assert words.current().exact(NOW) == "Thu 12 Mar 2026, 14:20"


def test_months_are_the_readers():
    with translation.override("de"):
        assert words.day(NOW, NOW).startswith("12 M")
        assert words.day(NOW, NOW) != "12 Mar"


@pytest.mark.parametrize(
    ("name", "length", "said"),
    [
        ("Ana", 3, "Ana"),
        ("screenshot-of-thursday.png", 16, "screenshot…y.png"),
        ("Maximiliane von Hohenstein", 12, "Maximili…ein"),
    ],
)
def test_a_long_name_is_cut_in_its_middle(name, length, said):
    assert words.middle(name, length) == said
    assert len(said) <= length
