"""The wall view turns its panels; the API gives what the pages draw."""

import re

import pytest

from itsm.insights.charts import Mark, Part, Row
from itsm.insights.dashboards.panels import Panel, bars, dumbbell, nothing, one_each
from itsm.insights.dashboards.wall import screens, turned

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def panel(key: str, size: str, value: float | None = 1.0) -> Panel:
    return Panel(key=key, title=key, draw=bars, size=size, rows=one_each([Mark(value, "1", name=key)]))


def test_a_screen_holds_two_rows_and_nothing_is_left_out_but_what_says_nothing():
    panels = [
        panel("a", "wide"),
        *(panel(f"b{n}", "small") for n in range(7)),
        panel("c", "", None),
        panel("d", ""),
    ]
    assert [[one.key for one in screen] for screen in screens(panels)] == [
        ["a"], ["b0", "b1", "b2", "b3", "b4", "b5"], ["b6", "d"],
    ]  # fmt: skip
    assert screens([]) == [[]]
    assert screens([Panel(key="v", title="v", draw=nothing, value="3 h")])[0]


def test_nothing_on_a_wall_is_below_its_edge():
    """What is taller than half of it shares it with nothing below; what is taller than all of it goes on with the next."""
    many = [Row(f"Service {n}", [Mark(1.0, "1"), Mark(2.0, "2")]) for n in range(20)]
    panels = [
        *(panel(key, "") for key in "abc"),
        Panel(key="states", title="", draw=bars, rows=one_each([Mark(1.0, "1", name="x")] * 9)),
        *(panel(key, "") for key in "de"),
        Panel(key="gap", title="", draw=dumbbell, parts=[Part("It"), Part("Felt")], rows=many, size="wide"),
    ]
    found = [[(one.key, len(one.rows)) for one in screen] for screen in screens(panels)]
    assert found == [
        [("a", 1), ("b", 1), ("c", 1)], [("states", 9), ("d", 1)], [("e", 1)], [("gap", 17)], [("gap", 3)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("turn", "place"), [("", 1), ("1", 2), ("2", 3), ("3", 1), ("-1", 1), ("x", 1), ("9" * 40, 1)]
)
def test_after_the_last_screen_comes_the_first(turn, place):
    assert turned([panel(key, "wide") for key in "abc"], turn)[1:] == (place, 3)


def test_a_wall_that_turns_and_turns_never_grows(as_reader, desk):
    """Each turn as the page asks for it: one region that replaces itself, and every round is as large as the first."""
    address, sizes = "/insights/mirrors/wall/", []
    for _turn in range(8):
        page = as_reader.get(address, headers=HX).content.decode()
        assert page.lstrip().startswith('<main id="wall"')
        assert page.count("hx-get") == 1
        assert "<script" not in page
        sizes.append(len(page))
        address = re.search(r'hx-get="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert sizes[:2] * 4 == sizes


def test_the_api_gives_what_the_page_draws(as_reader, desk):
    lines = as_reader.get("/api/v1/dashboards/").json()
    assert [line["key"] for line in lines][:3] == ["mirrors", "communication", "flow"]
    told = as_reader.get("/api/v1/dashboards/teams/").json()
    drawn = as_reader.get("/insights/teams/").context["panels"]
    assert [panel["title"] for panel in told["panels"]] == [panel.title for panel in drawn]
    whole = told["panels"][0]["rows"][-1]["marks"][0]
    assert (whole["name"], whole["n"]) == ("Opened", len(desk.tickets))
    assert as_reader.get("/api/v1/dashboards/nothing/").status_code == 404


def test_weights_by_api(as_reader, desk):
    address = "/api/v1/experience-weights/"
    assert as_reader.patch(address, {"silence": 9}, content_type="application/json").json()["silence"] == 9
    assert as_reader.get(address).json()["silence"] == 9
    nothing_counts = dict.fromkeys(as_reader.get(address).json(), 0)
    assert as_reader.patch(address, nothing_counts, content_type="application/json").status_code == 422
