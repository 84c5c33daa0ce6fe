"""Public holidays against a list nobody here wrote: 16 countries, their parts, 2010 to 2030."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import holidays
import pytest

from itsm.services.calendars import business_seconds, public_holidays
from tests.services.oracle import hours

DATA = Path(__file__).resolve().parents[3] / "shared/data/calendars/holidays_2010_2030_16_countries.csv.gz"
YEARS = range(2010, 2031)
# The list (holidays 0.102) holds every kind of holiday. Where only public ones are known, it must be equal.
EXACT = [
    ("DE", ""),
    ("ES", ""),
    ("FR", ""),
    ("GB", ""),
    ("GB", "ENG"),
    ("GB", "NIR"),
    ("GB", "SCT"),
    ("GB", "WLS"),
]
CORRECTED_SINCE = {("US", "VA"), ("US", "WY")}

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"The list of holidays is not beside this checkout: {DATA}"
)


@cache
def listed() -> dict[tuple[str, str], set[date]]:
    found: dict[tuple[str, str], set[date]] = defaultdict(set)
    with gzip.open(DATA, "rt") as lines:
        for row in csv.DictReader(lines):
            found[row["country"], row["subdivision"]].add(date.fromisoformat(row["date"]))
    return found


def ours(country: str, part: str) -> set[date]:
    names = {
        name.upper().replace(" ", "_"): name for name in holidays.list_supported_countries().get(country, [])
    }
    part = {"STADT_ZURICH": "Stadt Zürich"}.get(part, names.get(part, part))
    return {day for year in YEARS for day in public_holidays(country, part, year)}


@pytest.mark.parametrize(("country", "part"), EXACT)
def test_a_calendar_is_closed_on_exactly_the_public_holidays(country, part):
    expected = listed()[country, part]
    assert ours(country, part) == expected
    calendar = hours("Europe/Lisbon", "09:00-17:00", country=country, subdivision=part)
    counted = business_seconds(datetime(2010, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC), calendar)
    first, last = date(2010, 1, 1).toordinal(), date(2030, 12, 31).toordinal()
    days = (date.fromordinal(n) for n in range(first, last + 1))
    assert counted == 8 * 3600 * sum(day.weekday() < 5 and day not in expected for day in days)


def test_no_country_invents_a_holiday():
    invented = {place for place, days in listed().items() if ours(*place) - days}
    assert invented == CORRECTED_SINCE
