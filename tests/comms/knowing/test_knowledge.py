"""Which audience was told which fact, and how long after it was known."""

from datetime import UTC, datetime, timedelta

from comms.knowing.knowledge import About, Fact, Telling, gaps, known_at, told_at

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


FACTS = [
    Fact(About.DETECTED, NOON),
    Fact(About.DECLARED, at(6)),
    Fact(About.CAUSE, at(30)),
    Fact(About.RESOLVED, at(70)),
]
TELLINGS = [
    Telling(at(10), "investigating"),
    Telling(at(38), "identified"),
    Telling(at(60), "monitoring"),
    Telling(at(75), "resolved"),
]


def minutes(known):
    return None if known.gap is None else known.gap.total_seconds() / 60


def test_the_gap_is_from_known_to_the_first_message_that_says_it():
    assert [minutes(each) for each in gaps(FACTS, TELLINGS)] == [10, 4, 8, 5]


def test_at_any_minute_it_is_known_untold_or_no_fact_yet():
    states = [None if k is None else k.told for k in known_at(at(35), FACTS, TELLINGS)]
    assert states[:2] == [at(10), at(10)]
    assert known_at(at(35), FACTS, TELLINGS)[2].told is None
    assert known_at(at(35), FACTS, TELLINGS)[3] is None


def test_who_was_told_before_it_was_a_fact_waited_for_nothing():
    fact = Fact(About.CAUSE, at(40))
    assert minutes(gaps([fact], TELLINGS)[0]) == 0


def test_a_message_taken_back_before_it_became_a_fact_does_not_count():
    again = [Telling(at(20), "resolved"), Telling(at(40), "investigating"), Telling(at(75), "resolved")]
    assert told_at(Fact(About.RESOLVED, at(70)), again) == at(75)


def test_what_is_broken_again_later_was_told_all_the_same():
    again = [*TELLINGS, Telling(at(200), "investigating")]
    assert told_at(Fact(About.RESOLVED, at(70)), again) == at(75)


def test_never_told_is_no_gap_of_nought():
    (known,) = gaps([Fact(About.RESOLVED, at(70))], TELLINGS[:2])
    assert known.told is None
    assert known.gap is None
