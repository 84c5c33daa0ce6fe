"""The cadence of a major incident: 5 minutes, 5 more, then every 20 for two hours, then slower but never without a next time."""

from datetime import UTC, datetime, timedelta

from comms.promises.cadence import Cadence, Message, cadence

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def words(*minutes: float) -> list[Message]:
    return [Message(at(each)) for each in minutes]


def read(found: Cadence) -> list[tuple[str, float, str]]:
    """(name, due in minutes, state)"""
    return [(step.name, (step.due - NOON).total_seconds() / 60, step.state) for step in found.steps]


def test_nothing_said_yet_the_first_word_is_due_in_five_minutes():
    assert read(cadence(NOON, [], now=at(2))) == [("first", 5, "due")]
    assert read(cadence(NOON, [], now=at(6))) == [("first", 5, "missed")]


def test_a_well_run_outage_counts_as_on_paper():
    """Declared 12:00; words at 4, 9, 28, 47 and 66; it works again at 60, so that the last of them says so."""
    found = cadence(NOON, words(4, 9, 28, 47, 66), now=at(90), ended=at(60))
    assert read(found) == [
        ("first", 5, "kept"),
        ("scope", 10, "kept"),
        ("update", 29, "kept"),
        ("update", 48, "kept"),
        ("last", 67, "kept"),
    ]
    assert (found.kept, found.over, found.next) == (5, 5, None)


def test_a_badly_run_one_too():
    """The first word late by 3 minutes, the scope kept 5 after it; then 50 minutes of silence: one missed, one late."""
    found = cadence(NOON, words(8, 13, 63), now=at(70))
    assert read(found) == [
        ("first", 5, "late"),
        ("scope", 13, "kept"),
        ("update", 33, "missed"),
        ("update", 53, "late"),
        ("update", 83, "due"),
    ]
    assert (found.kept, found.over) == (1, 4)


def test_after_two_hours_once_an_hour_is_enough_but_not_less():
    said = words(4, 9, 29, 49, 69, 89, 109, 129)
    assert read(cadence(NOON, said, now=at(140)))[-1] == ("update", 189, "due")
    assert read(cadence(NOON, said, now=at(260)))[-2:] == [
        ("update", 189, "missed"),
        ("update", 249, "missed"),
    ]


def test_what_was_promised_earlier_binds():
    said = [*words(4), Message(at(9), promised=at(15))]
    assert read(cadence(NOON, said, now=at(10)))[-1] == ("update", 15, "due")


def test_a_word_from_before_it_was_called_major_is_the_first():
    assert read(cadence(NOON, words(-20), now=at(1)))[:1] == [("first", 5, "kept")]
    assert read(cadence(NOON, words(-20), now=at(1)))[1] == ("scope", 10, "due")


def test_once_it_works_again_the_last_word_is_due_within_twenty_minutes_whatever_was_promised():
    said = [*words(4, 9), Message(at(130), promised=at(185))]
    assert read(cadence(NOON, said, now=at(141), ended=at(140)))[-1] == ("last", 160, "due")
    assert read(cadence(NOON, said, now=at(170), ended=at(140)))[-1] == ("last", 160, "missed")


def test_words_after_the_last_one_do_not_count():
    found = cadence(NOON, words(4, 9, 20, 200), now=at(300), ended=at(15))
    assert [name for name, _due, _state in read(found)] == ["first", "scope", "last"]
