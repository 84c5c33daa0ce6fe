"""Charts: what is drawn can be read without colour and without eyes, and nothing in it can do harm."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from itsm.insights import charts
from itsm.insights.charts import Band, Level, Mark, Part, Row, Series, Span
from itsm.insights.charts.lying import cut
from itsm.insights.charts.paper import paper
from itsm.insights.charts.scale import ticks
from itsm.insights.charts.stacks import draw_stacked

NASTY = '<script>alert("1")</script>'
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MARKS = [
    Mark(value, f"{value} h", f"/list/?n={n}&x=1", n, f"Week {n}")
    for n, value in enumerate((4.0, 9.5, 2.0), 1)
]
PARTS = [Part("Ours"), Part("Theirs"), Part("Others")]
ROWS = [Row("Mail", MARKS), Row(NASTY, [Mark(1.0, NASTY, f"/?q={NASTY}", 1)] * 3)]
EVERY = {
    "line": charts.line([Series("Now", MARKS), Series("Then", MARKS)], label=NASTY, target=Level(5, NASTY), band=Band(3, 6, NASTY)),
    "columns": charts.columns(MARKS, label="Columns", target=Level(5, "Target")),
    "bars": charts.bars(MARKS, label="Bars"),
    "pareto": charts.pareto(MARKS, label="Pareto"),
    "stacked": charts.stacked(ROWS, PARTS, label="Stacked"),
    "dumbbell": charts.dumbbell(ROWS, PARTS, label="Dumbbell"),
    "spans": charts.spans([(Row("Mail", []), [Span(NOW, NOW + timedelta(days=1), NASTY, "/o/", 1, "nobody")])], [Part("Outage", "nobody")],
                          label="Spans", since=NOW, until=NOW + timedelta(days=9)),
}  # fmt: skip


@pytest.mark.parametrize("drawn", EVERY.values(), ids=EVERY)
def test_a_chart_is_well_formed_says_what_it_is_and_has_its_table(drawn):
    ElementTree.fromstring(drawn.replace(' tabindex="0"', ""))
    assert 'role="group" aria-label=' in drawn
    assert "The same as a table" in drawn
    assert "<script" not in drawn
    assert not re.search(r'\bstyle="', drawn)  # the page allows none


@pytest.mark.parametrize("drawn", EVERY.values(), ids=EVERY)
def test_every_mark_is_a_link_that_says_what_it_is_and_how_many_it_opens(drawn):
    links = re.findall(r'<a class="mark [^>]*>', drawn)
    assert links
    assert all(' href="' in link and ' data-n="' in link and ' aria-label="' in link for link in links)


def test_lines_differ_by_the_shape_of_their_marks():
    shapes = re.findall(r'<path class="dot" d="([^"]+)"', EVERY["line"])
    assert len(set(shapes)) == 2


def test_parts_of_a_bar_differ_by_texture():
    fills = set(re.findall(r'class="beam" fill="url\(#t\d+-(\w+)\)"', EVERY["stacked"]))
    assert fills == {"theirs", "others"}  # ours is solid


def test_too_few_leaves_a_gap_and_keeps_its_link():
    gap = [MARKS[0], Mark(None, "too few", "/few/", 3, "Week 2"), MARKS[2]]
    drawn = charts.line([Series("Now", gap)], label="Gap")
    course = re.search(r'<g class="course ours">(.*?)</g>', drawn)
    assert course
    assert "<line" not in course[1]
    assert 'href="/few/"' in drawn


def test_where_nothing_can_be_said_the_chart_says_so():
    drawn = charts.line([Series("Now", [Mark(None, "too few", "/few/", 3, "Week 1")])], label="Nothing")
    assert "Too few in each stretch to say anything." in drawn
    assert charts.line([], label="Empty")
    assert charts.columns([], label="Empty")
    assert charts.pareto([], label="Empty")
    assert charts.dumbbell([], PARTS, label="Empty")


def test_a_pareto_has_the_largest_first_and_ends_with_all():
    names = re.findall(r'<th scope="row">([^<]+)</th>', EVERY["pareto"])
    assert names == ["Week 2", "Week 1", "Week 3"]
    assert EVERY["pareto"].count("100 %") >= 1


def test_a_bar_below_nought_lies_on_the_other_side_of_it():
    drawn = charts.bars([Mark(30.0, "30", name="Up"), Mark(-10.0, "-10", name="Down")], label="Signed")
    places = re.findall(r'class="beam" x="([\d.]+)%" width="([\d.]+)%"', drawn)
    assert [tuple(map(float, place)) for place in places] == [(25, 75), (0, 25)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], [0, 1]), ([None], [0, 1]), ([0], [0, 0.25, 0.5, 0.75, 1]), ([7], [0, 2, 4, 6, 8]), ([100], [0, 25, 50, 75, 100]),
     ([-3, 5], [-4, -2, 0, 2, 4, 6]), ([0.3], [0, 0.1, 0.2, 0.3])],
)  # fmt: skip
def test_an_axis_has_few_round_numbers_with_nought_among_them(values, expected):
    assert ticks(values) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.86, 0.92], [0.86, 0.88, 0.9, 0.92]), ([0.3, 0.9], [0, 0.25, 0.5, 0.75, 1]), ([0.9, 0.9], [0, 0.25, 0.5, 0.75, 1]),
     ([-3, 5], [-4, -2, 0, 2, 4, 6])],
)  # fmt: skip
def test_a_line_whose_values_lie_close_together_begins_near_them(values, expected):
    assert ticks(values, near=True) == pytest.approx(expected)


def test_what_comes_in_wholes_has_no_halves():
    assert ticks([2], whole=True) == [0, 1, 2]
    assert ticks([10], whole=True) == [0, 5, 10]
    assert ticks([0.3], whole=True) == ticks([], whole=True) == [0, 1]
    assert ticks([1000], whole=True) == [0, 250, 500, 750, 1000]


def test_a_long_name_is_cut_in_its_middle():
    assert cut("Mail", 10) == "Mail"
    short = cut("Remote access for everybody abroad", 20)
    assert len(short) <= 20
    assert short.startswith("Remote")
    assert short.endswith("abroad")


def test_a_file_needs_nothing_else():
    file = paper(draw_stacked(ROWS, PARTS, label="Stacked"), title=NASTY, below=[NASTY])
    ElementTree.fromstring(file)
    assert "<script" not in file
    assert "var(" not in file
