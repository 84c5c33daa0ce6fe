"""Benchmarks: the rules of showing them, bands of one's own, and what the page of a figure says where there is none."""

import tomllib

import pytest
from django.utils import timezone

from itsm.insights.benchmarks.bands import FILE, Benchmark, bands_of, every, published, without_any
from itsm.insights.benchmarks.models import OwnBand, Shown
from itsm.insights.measures import Better, Unit, measures, standing

YEAR = 2026
KNOWN = {one.key for one in measures()} | {one.key for one in standing()}
FCR = "/insights/figures/first_contact/"


def band(**more) -> Benchmark:
    about = {
        "name": "x",
        "measure": "reopened",
        "source": "Somebody",
        "population": "",
        "strength": "A",
        "year": YEAR,
    }
    return Benchmark(**about | more)


def test_every_band_names_its_source_its_year_and_a_figure_that_there_is():
    assert published()
    for one in published():
        assert one.source
        assert one.year is None or 1980 <= one.year <= timezone.localdate().year
        assert one.measure in KNOWN, one.name
        assert one.population
        assert one.strength in "ABC"
        assert one.span()
    names = [one.name for one in published()]
    assert len(set(names)) == len(names)


def test_a_band_says_what_its_source_says_and_its_good_end_is_the_good_one():
    told = {one.name: (one.low, one.typical, one.good) for one in published()}
    assert told["fcr-hdi-2015"] == (None, 66.0, 66.9)
    assert told["fcr-sqm-2023"] == (39.0, 68.0, 80.0)
    assert told["reopen-glossaries"] == (8.0, None, 5.0)


def test_nothing_that_could_not_be_checked_is_in_the_file():
    found = tomllib.loads(FILE.read_text())["band"]
    assert {one["strength"] for one in found} <= {"A", "B", "C"}
    assert not any("sample" in one["source"].lower() for one in found)


def test_of_promises_silence_and_understanding_nobody_publishes_anything():
    assert {"promises_kept", "silence_p90", "acknowledged", "understood"} <= without_any() <= KNOWN
    assert not {one.measure for one in published()} & without_any()


def test_the_band_of_deployments_stands_with_deployments_alone():
    assert [one.measure for one in published() if "DORA" in one.source] == ["deployments_failed"]


def test_a_source_without_a_year_says_so():
    assert "Somebody, no year given" in band(typical=3.0, year=None).said(Unit.PERCENT, year=YEAR)


@pytest.mark.parametrize(("year", "old"), [(2015, True), (2016, False), (2026, False)])
def test_older_than_ten_years_is_old(year, old):
    one = band(typical=3.0, year=year)
    assert one.is_old(YEAR) == old
    assert ("old" in one.said(Unit.PERCENT, year=YEAR)) == old
    assert f"Somebody, {year}" in one.said(Unit.PERCENT, year=YEAR)


@pytest.mark.parametrize(
    ("value", "better", "stands"),
    [(3.0, Better.LOWER, "within"), (1.0, Better.LOWER, "better"), (9.0, Better.LOWER, "worse"),
     (9.0, Better.HIGHER, "better"), (9.0, Better.NEITHER, ""), (None, Better.LOWER, "")],
)  # fmt: skip
def test_where_a_figure_lies(value, better, stands):
    assert band(low=2.0, good=5.0).stands(value, better) == stands


@pytest.mark.django_db
def test_what_is_weak_is_there_and_not_shown_until_somebody_decides(manager):
    weak = {one.name for one, shown in every() if one.strength == "C"}
    assert weak
    assert not any(shown for one, shown in every() if one.strength == "C")
    assert all(shown for one, shown in every() if one.strength in "AB")
    assert [one.name for one in bands_of("reopened")] == ["reopen-endsight-2022"]
    Shown.decide("reopen-glossaries", shown=True, by=manager)
    Shown.decide("reopen-endsight-2022", shown=False, by=manager)
    assert [one.name for one in bands_of("reopened")] == ["reopen-glossaries"]


@pytest.mark.django_db
def test_the_page_of_a_figure_says_where_its_band_comes_from(as_manager):
    page = as_manager.get(FCR).content.decode()
    assert "HDI Support Center Practices" in page
    assert ", 2015" in page
    assert ">old</span>" in page
    assert 'class="band"' in page


@pytest.mark.django_db
def test_where_there_is_none_the_page_says_so(as_manager):
    assert (
        "Nobody publishes a benchmark of this."
        in as_manager.get("/insights/figures/promises_kept/").content.decode()
    )
    assert "No band is known or shown" in as_manager.get("/insights/figures/opened/").content.decode()


@pytest.mark.django_db
def test_a_band_of_our_own_stands_first_and_can_be_removed(as_manager):
    given = {
        "measure": "first_contact",
        "low": "70",
        "good": "75",
        "source": "Our sister company",
        "year": "2025",
    }
    assert as_manager.post("/insights/benchmarks/", given).status_code == 302
    assert bands_of("first_contact")[0].source == "Our sister company"
    assert "Our band: 70 to 75 %" in as_manager.get(FCR).content.decode()
    assert "Our sister company, 2025" in as_manager.get("/insights/benchmarks/").content.decode()
    as_manager.post(f"/insights/benchmarks/{OwnBand.objects.get().pk}/remove/")
    assert not OwnBand.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"good": ""}, {"year": "2999"}, {"source": ""}, {"measure": "nothing"}, {"year": "1066"}]
)
def test_a_band_without_a_value_a_source_or_a_year_that_was_is_refused(as_manager, wrong):
    given = {"measure": "first_contact", "good": "75", "source": "Ours", "year": "2025"} | wrong
    assert as_manager.post("/insights/benchmarks/", given).status_code == 422
    assert as_manager.post("/api/v1/own-bands/", given, content_type="application/json").status_code == 422
    assert not OwnBand.objects.exists()


@pytest.mark.django_db
def test_bands_by_api(as_manager):
    told = {one["name"]: one for one in as_manager.get("/api/v1/benchmarks/").json()}
    assert (told["reopen-glossaries"]["shown"], told["reopen-endsight-2022"]["typical"]) == (False, 3.1)
    address = "/api/v1/benchmarks/reopen-glossaries/"
    assert as_manager.patch(address, {"shown": True}, content_type="application/json").json()["shown"]
    assert "reopen-glossaries" in {one.name for one in bands_of("reopened")}
    own = {"measure": "reopened", "typical": 2.0, "source": "Ours", "year": 2026}
    made = as_manager.post("/api/v1/own-bands/", own, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["typical"] == 2.0
    assert as_manager.delete(f"/api/v1/own-bands/{made.json()['id']}/").status_code == 204
