"""When a way round works less often than it did."""

from itertools import product

import pytest

from problems.models.falling import RECENT, Count, chance_of, has_fallen, usual_share

NONE = Count()


@pytest.mark.parametrize(
    ("recent", "earlier", "fallen"),
    [
        (Count(0, 5), NONE, False),  # five in a row are bad luck: 1 in 32
        (Count(0, 6), NONE, True),  # six are not: 1 in 64
        (Count(1, 9), NONE, True),
        (Count(2, 8), NONE, False),
        (Count(7, 3), NONE, False),  # works for seven in ten from the beginning
        (Count(7, 3), Count(70, 30), False),
        (Count(4, 6), Count(70, 30), False),  # a bad week of a good way round
        (Count(3, 7), Count(70, 30), True),
        (Count(8, 2), Count(40, 0), False),
        (Count(7, 3), Count(40, 0), True),  # what never failed may not fail three times in ten
        (Count(1, 9), Count(10, 90), False),  # it never worked for more than one in ten, so it does not fall
        (Count(0, 0), NONE, False),
    ],
)
def test_the_last_ten_answers_are_held_against_those_before(recent, earlier, fallen):
    assert has_fallen(recent, earlier) is fallen


def test_what_is_usual_begins_at_a_half_and_grows_certain():
    assert usual_share(NONE) == 0.5
    assert usual_share(Count(7, 3)) == pytest.approx(8 / 12)
    assert usual_share(Count(700, 300)) == pytest.approx(0.7, abs=0.001)


def test_a_chance_of_all_there_is_is_certain():
    assert chance_of(Count(10, 0), 0.3) == pytest.approx(1)


EARLIER = [Count(works, fails) for works in (0, 1, 5, 40, 200) for fails in (0, 1, 5, 40, 200)]


def test_one_more_that_fails_never_mends_it_and_what_only_works_never_falls():
    for earlier, works in product(EARLIER, range(RECENT + 1)):
        falls = [has_fallen(Count(works, fails), earlier) for fails in range(RECENT + 1)]
        assert falls == sorted(falls)
        assert not falls[0]
