"""What a rehearsal is worth: 70 points for keeping time, 30 for having words for everyone."""

from datetime import UTC, datetime, timedelta

from comms.drill.score import Score, coverage
from comms.models import Text
from comms.promises.cadence import Message, cadence

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def text(update, audience, what="It is so", **slots):
    given = {"who": "You", "do": "Wait", "we": "Work", "next": "At one", **slots}
    return Text(update_id=update, audience=audience, what=what, **given)


def test_points_by_hand():
    """Words due at 5, 10, 28 and 48, of which the third was late: 3 of 4 is 53 of 70. Two messages of five slots for four
    audiences are 40 slots, of which the sponsor's ten are missing and one more is empty: 29 of 40 is 22 of 30."""
    timed = cadence(NOON, [Message(at(m)) for m in (4, 8, 30, 45)], now=at(50), ended=at(44))
    words = [text(n, audience) for n in (1, 2) for audience in ("colleagues", "managers", "it")]
    words[-1].do = " "
    score = Score(timed, coverage(words))
    assert (timed.kept, timed.over) == (3, 4)
    assert (score.time, score.words, score.points) == (52, 22, 74)


def test_own_words_are_those_that_differ_from_the_colleagues():
    covered = {
        each.audience: each
        for each in coverage([text(1, "colleagues"), text(1, "it", "The disk is full"), text(1, "managers")])
    }
    assert (covered["colleagues"].own, covered["it"].own, covered["managers"].own) == (1, 1, 0)


def test_who_said_nothing_has_no_points():
    assert Score(cadence(NOON, [], now=at(30)), coverage([])).points == 0
