"""The rules of how a service is: pure, so each is a line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.models import Notice, Phase
from comms.status.sentence import sentence
from comms.status.states import (
    Span,
    State,
    of_incident,
    of_notice,
    spans_of_notice,
    state_at,
    state_between,
    worst,
)

FINE, MAINTENANCE, TROUBLE, DOWN = State
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("kind", "phase", "major", "state"),
    [
        ("outage", "investigating", True, DOWN),
        ("outage", "identified", True, DOWN),
        ("outage", "investigating", None, DOWN),  # no incident behind it: an outage is an outage
        ("outage", "investigating", False, TROUBLE),
        ("outage", "identified", False, TROUBLE),
        ("outage", "monitoring", True, TROUBLE),
        ("outage", "monitoring", False, TROUBLE),
        ("outage", "resolved", True, FINE),
        ("outage", "draft", True, FINE),
        ("maintenance", "planned", None, FINE),
        ("maintenance", "in_progress", None, MAINTENANCE),
        ("maintenance", "done", None, FINE),
        ("maintenance", "cancelled", None, FINE),
        ("advisory", "published", None, FINE),
        ("news", "published", None, FINE),
    ],
)
def test_what_a_notice_says_about_its_services(kind, phase, major, state):
    assert of_notice(kind, phase, major=major) == state


def test_every_kind_in_every_phase_has_a_state():
    assert {of_notice(kind, phase) for kind in Notice.Kind for phase in Phase} == {
        FINE,
        MAINTENANCE,
        TROUBLE,
        DOWN,
    }


@pytest.mark.parametrize(
    ("priority", "impact", "major", "state"),
    [
        (4, 3, True, DOWN),
        (1, 1, False, TROUBLE),
        (2, 2, False, TROUBLE),
        (1, 3, False, FINE),  # one person
        (2, 3, False, FINE),
        (3, 1, False, FINE),
        (4, 2, False, FINE),
    ],
)
def test_what_an_incident_says_that_no_notice_speaks_for(priority, impact, major, state):
    assert of_incident(priority=priority, impact=impact, major=major) == state


def test_the_worst_of_several_counts():
    assert worst([FINE, TROUBLE, MAINTENANCE]) == TROUBLE
    assert worst([]) == FINE


class TestTheLifeOfANotice:
    def test_is_one_span_for_each_state_it_was_in(self):
        steps = [
            (NOON, "investigating"),
            (after(10), "identified"),
            (after(40), "monitoring"),
            (after(60), "resolved"),
        ]
        spans = spans_of_notice("outage", steps, major=True)
        assert spans == [Span(DOWN, NOON, after(40)), Span(TROUBLE, after(40), after(60))]

    def test_lasts_while_nobody_said_that_it_is_over(self):
        assert spans_of_notice("outage", [(NOON, "investigating")]) == [Span(DOWN, NOON, None)]

    def test_begins_again_when_it_got_worse_after_all(self):
        steps = [(NOON, "investigating"), (after(30), "resolved"), (after(50), "investigating")]
        assert spans_of_notice("outage", steps) == [Span(DOWN, NOON, after(30)), Span(DOWN, after(50))]

    def test_of_an_outage_counts_from_when_it_began_not_from_the_first_word(self):
        spans = spans_of_notice("outage", [(NOON, "investigating")], began=after(-25))
        assert spans[0].since == after(-25)

    def test_of_a_maintenance_counts_from_its_start_not_from_its_plan(self):
        steps = [(after(-5000), "planned"), (after(7), "in_progress"), (after(90), "done")]
        assert spans_of_notice("maintenance", steps, began=NOON) == [Span(MAINTENANCE, after(7), after(90))]

    def test_of_one_that_was_called_off_is_nothing(self):
        assert (
            spans_of_notice("maintenance", [(NOON, "planned"), (after(9), "cancelled")], began=after(60))
            == []
        )

    @given(st.lists(st.tuples(st.integers(0, 9999), st.sampled_from(Phase.values)), max_size=12))
    def test_never_overlaps_itself_and_ends_as_its_last_phase_says(self, steps):
        said = sorted((after(minutes), phase) for minutes, phase in steps)
        spans = spans_of_notice("outage", said)
        assert all(
            one.until is not None and one.until <= two.since
            for one, two in zip(spans, spans[1:], strict=False)
        )
        expected = of_notice("outage", said[-1][1]) if said else FINE
        assert state_at(spans, after(10_000)) == expected


class TestADay:
    def test_is_as_bad_as_its_worst_minute(self):
        spans = [Span(MAINTENANCE, after(-600), after(600)), Span(DOWN, NOON, after(2))]
        assert state_between(spans, after(-60), after(60)) == DOWN

    def test_does_not_answer_for_what_ended_as_it_began_nor_for_what_begins_as_it_ends(self):
        spans = [Span(DOWN, after(-60), NOON), Span(DOWN, after(60), None)]
        assert state_between(spans, NOON, after(60)) == FINE


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "No service stands on this page yet."),
        ([FINE], "The service is fine."),
        ([FINE] * 3, "All three services are fine."),
        ([FINE] * 14, "All 14 services are fine."),
        ([TROUBLE] + [FINE] * 11, "One service has trouble, eleven are fine."),
        ([TROUBLE, TROUBLE, FINE], "Two services have trouble, one is fine."),
        (
            [DOWN, TROUBLE, MAINTENANCE, FINE],
            "One service is down, one has trouble, one is being worked on, one is fine.",
        ),
        ([MAINTENANCE, MAINTENANCE], "Two services are being worked on."),
        ([DOWN] * 13, "13 services are down."),
    ],
)
def test_one_sentence_says_how_it_stands(states, said):
    assert sentence(states) == said
