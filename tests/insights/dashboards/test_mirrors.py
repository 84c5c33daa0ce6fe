"""Two mirrors: who comes first, what is not judged, what experience is made of."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict

from itsm.insights.dashboards.experience import (
    HEAVIEST,
    PARTS,
    Experience,
    Scale,
    Scored,
    experience,
    weights,
)
from itsm.insights.dashboards.gaps import gap
from itsm.insights.dashboards.mirrors import Mirror, in_order, mirrors
from itsm.insights.dashboards.models import Weighing
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.unhappy import green_unhappy, unhappy_tickets, went_to_and_fro
from itsm.insights.forms import About
from itsm.insights.measures import Figure, Filter, measure, one
from itsm.insights.measures.flowing import WENT
from itsm.tickets.models import Ticket

pytestmark = pytest.mark.django_db
ALIKE = {part.key: 1 for part in PARTS}


@pytest.fixture
def chosen(desk):
    return Filter(since=desk.now - timedelta(weeks=12), until=desk.now + timedelta(hours=1))


def felt(points: float) -> Experience:
    return Experience([Scored(PARTS[1], 1, Scale("reopened", 0, 20), Figure(20 - points / 5, 50))])


def mirror(name: str, it: float | None, points: float | None) -> Mirror:
    nothing = Experience([])
    return Mirror(service=1, name=name, it=Figure(it, 50), felt=nothing if points is None else felt(points))


def test_green_for_it_and_red_for_colleagues_comes_first_then_the_widest_gap_then_what_is_too_small():
    rows = [
        mirror("wide", 85, 10),  # a gap of 75, but IT does not call it green
        mirror("honest", 95, 94),
        mirror("small", None, 20),
        mirror("melon", 97, 40),
        mirror("unasked", 99, None),
        mirror("worse melon", 97, 30),
    ]
    assert [row.name for row in in_order(rows)] == [
        "worse melon",
        "melon",
        "wide",
        "honest",
        "small",
        "unasked",
    ]


def test_a_small_sample_is_marked_and_not_judged(desk, chosen, named):
    found = {row.name.removeprefix("Dash "): row for row in mirrors(chosen, weights())}
    assert found[named.tiny].small
    assert not found[named.tiny].watermelon
    assert found[named.tiny].gap == 0


def test_what_shows_is_told_of_the_tickets_that_were_resolved(desk):
    """Not of their resolutions: one that came back and was resolved again is one ticket."""
    page = Page.asked(About(QueryDict("")), person=desk.manager)
    one = replace(mirror("Mail", 95, 60), resolved=40, unhappy=12)
    assert gap(page, [one]).rows[0].marks[1].said == "60 of 100; something shows on 12 of 40 tickets"


def test_the_prepared_service_is_first_and_opens_what_was_green_and_unhappy(as_reader, desk, named):
    page = as_reader.get("/insights/mirrors/")
    gap, green = page.context["panels"][:2]
    assert gap.rows[0].name == f"Dash {named.watermelon}"
    assert [mark.tone for mark in gap.rows[0].marks] == ["kept", "broken"]
    assert [mark.tone for mark in gap.rows[-1].marks] == ["few", "few"]
    melon = next(mark for mark in green.marks if mark.name == gap.rows[0].name)
    listed = as_reader.get(melon.href)
    assert listed.context["count"] == melon.n > 0
    assert "came back" in listed.content.decode()


def test_scales_give_a_hundred_points_for_the_best_and_none_from_the_worst_on():
    scale = Scale("reopened", 0, 20)
    assert [scale.points(value) for value in (0, 5, 20, 90)] == [100, 75, 0, 0]
    assert [Scale("happiness", 100, 0).points(value) for value in (-40, 0, 67, 100)] == [0, 0, 67, 100]


def test_experience_is_the_weighted_mean_of_the_parts_that_can_say_something():
    """(75 × 3 + 40 × 1) ÷ 4 = 66.25; silence has too few, and lost time weighs nothing."""
    figures = {
        "reopened": Figure(5, 50), "ping_pong": Figure(18, 50), "left_in_silence": Figure(None, 3, too_few=True),
        "time_to_resolve_mean": Figure(40, 50),
    }  # fmt: skip
    known = experience(figures, {"reopened": 3, "ping_pong": 1, "silence": 2, "happiness": 0, "lost_time": 0})
    assert known.value == pytest.approx(66.25)
    assert [one.part.key for one in known.left_out] == ["silence"]
    assert experience({}, ALIKE).value is None


def test_a_new_weight_counts_at_once_and_who_decided_stays(as_reader, desk):
    before = as_reader.get("/insights/mirrors/").context["panels"][2].value
    given = {part.key: "0" for part in PARTS} | {"reopened": str(HEAVIEST)}
    answer = as_reader.post("/insights/mirrors/weights/", given)
    assert answer.status_code == 302
    assert as_reader.get("/insights/mirrors/").context["panels"][2].value != before
    assert Weighing.objects.get().by == desk.manager
    as_reader.post("/insights/mirrors/weights/", given)
    assert Weighing.objects.count() == 1
    assert "Marit Sand decided it" in as_reader.get("/insights/mirrors/weights/").content.decode()


@pytest.mark.parametrize("given", [dict.fromkeys(ALIKE, "0"), dict.fromkeys(ALIKE, "11"), {}])
def test_weights_that_say_nothing_are_refused(as_reader, desk, given):
    assert as_reader.post("/insights/mirrors/weights/", given).status_code == 422
    assert not Weighing.objects.exists()


def test_a_ticket_went_to_and_fro_as_the_measure_says(desk, chosen):
    """The sign on the ticket and the figure are two ways to write the same."""
    signs = set(
        Ticket.objects.filter(went_to_and_fro(), number__startswith="DSH").values_list("pk", flat=True)
    )
    assert signs & set(WENT.among(chosen).values_list("pk", flat=True)) == set(
        WENT.among(chosen).filter(went_back=1).values_list("pk", flat=True)
    )
    assert signs


def test_green_and_unhappy_is_part_of_unhappy_and_that_of_resolved(desk, chosen):
    green, unhappy, resolved = (
        one(each, chosen).n for each in (green_unhappy, unhappy_tickets, measure("resolved"))
    )
    assert 0 < green < unhappy < resolved
