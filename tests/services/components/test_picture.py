"""The map's layout: needed below needing, circles and all, nothing on top of anything."""

import re

import pytest

from itsm.services.components.picture.drawing import draw
from itsm.services.components.picture.graph import Box, Graph
from itsm.services.components.picture.layout import lay_out


def graph(count, arrows):
    boxes = {
        ("c", n): Box(f"Box {n}", "server", f"/services/components/{n}/", is_service=n == 0)
        for n in range(count)
    }
    return Graph(boxes, frozenset((("c", upper), ("c", lower)) for upper, lower in arrows))


def rows_of(graph):
    [layout], _alone = lay_out(graph, widest=8)
    return {ident: number for number, row in enumerate(layout.rows) for ident in row}


def test_what_is_needed_stands_below_what_needs_it():
    rows = rows_of(graph(5, [(0, 1), (1, 2), (0, 2), (3, 2), (2, 4)]))
    assert rows["c", 0] < rows["c", 1] < rows["c", 2] < rows["c", 4]
    assert rows["c", 3] < rows["c", 2]


def test_an_arrow_that_others_imply_is_not_drawn_but_told():
    picture = draw(graph(3, [(0, 1), (1, 2), (0, 2)]), label="Map")
    assert (picture.svg.count("<path"), picture.arrows) == (2, 3)
    assert {box.label for box in picture.rows[0].stands_on} == {"Box 1", "Box 2"}


def test_a_circle_has_its_place_and_its_last_arrow_runs_back():
    picture = draw(graph(3, [(0, 1), (1, 2), (2, 0)]), label="Map")
    assert picture.svg.count('class="back"') == 1


def test_what_is_joined_with_nothing_stands_below():
    layouts, alone = lay_out(graph(6, [(0, 1), (4, 5)]), widest=8)
    assert (len(layouts), alone) == (2, [("c", 2), ("c", 3)])
    assert draw(graph(0, []), label="Map") is None
    assert draw(graph(2, []), label="Map").boxes == 2


@pytest.mark.parametrize("count", [14, 400])
def test_no_two_boxes_overlap_and_no_row_is_too_long(count):
    arrows = {(n, (n * 7 + 3) % count) for n in range(count)} | {(n, n // 3) for n in range(1, count)}
    picture = draw(graph(count, [(a, b) for a, b in arrows if a != b]), label="Map")
    corners = {(int(x), int(y)) for x, y in re.findall(r'<rect x="(\d+)" y="(\d+)"', picture.svg)}
    assert len(corners) == picture.svg.count("<a ") > 13
    assert picture.boxes == len(picture.rows) == count
    for y in {y for _x, y in corners}:
        line = sorted(x for x, other in corners if other == y)
        assert all(right - left >= 176 for left, right in zip(line, line[1:], strict=False))
        assert len(line) <= 10


def test_on_a_large_map_those_that_are_alike_are_one_box():
    picture = draw(graph(80, [(n, 0) for n in range(2, 70)] + [(1, 0)]), label="Map")
    assert (picture.boxes, picture.svg.count("<a ")) == (80, 3)
    assert "69 × server" in picture.svg
    assert len(picture.rows) == 80


def test_a_name_from_outside_cannot_break_out():
    boxes = {("c", 1): Box('<script>"', "server", "/x/", is_service=False)}
    assert "<script>" not in draw(Graph(boxes, frozenset()), label="Map").svg
