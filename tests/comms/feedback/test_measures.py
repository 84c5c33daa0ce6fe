"""Feedback answered in time, and the oldest without an answer: by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from comms.feedback import answer, finish, hear, measures, rate_again
from comms.models import FeedbackStep
from itsm.insights.measures import Figure, Filter, ask, one
from tests import factories
from tests.comms.feedback.moments import NOON

# What is heard on Wednesday 11 March at 12:00 is due on Wednesday 18 March at 12:00.
DUE = datetime(2026, 3, 18, 12, tzinfo=UTC)
MARCH = Filter(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 4, 1, tzinfo=UTC))
SECOND = timedelta(seconds=1)


def words(author, amount, **about):
    return [hear(source="page", words="Slow.", author=author, now=NOON, **about) for _ in range(amount)]


def promises(item, *answered):
    """More of the same, as the verbs would leave them: each with the moment of its answer."""
    rows = [
        FeedbackStep(feedback=item, verb="hear", at=NOON, due_at=item.due_at, answered_at=at)
        for at in answered
    ]
    FeedbackStep.objects.bulk_create(rows)


def test_answered_at_the_last_moment_is_in_time_and_a_second_later_is_late(lead, agent, colleague):
    """20 heard: 12 answered at noon of the fifth working day, 3 a second later, 5 never: 12 ÷ 20 = 60 %."""
    first, second, _third = words(colleague, 3)
    answer(first, "We look at it.", agent, now=DUE)
    finish(second, "Done.", agent, now=DUE + SECOND)
    promises(first, *[DUE] * 11, *[DUE + SECOND] * 2, *[None] * 4)
    assert one(measures.loop_closed, MARCH) == Figure(60, 20)


def test_still_bad_counts_once_more(lead, agent, colleague):
    """20 answered in time, one of them heard again and not answered: 20 ÷ 21 = 95.24 %."""
    (item,) = words(colleague, 1)
    finish(item, "Done.", agent, now=DUE)
    promises(item, *[DUE] * 19)
    rate_again(item, 1, colleague, now=DUE)
    figure = one(measures.loop_closed, MARCH)
    assert (round(figure.value, 2), figure.n) == (95.24, 21)


def test_it_counts_in_the_period_in_which_the_answer_was_due(lead, agent, colleague):
    (item,) = words(colleague, 1)
    promises(item, *[None] * 19)
    ends_before = Filter(since=MARCH.since, until=DUE)
    assert one(measures.loop_closed, ends_before) == Figure(None, 0, too_few=True)
    assert one(measures.loop_closed, Filter(since=DUE, until=MARCH.until)).n == 20


def test_what_is_due_later_today_is_not_late(lead, colleague):
    (item,) = words(colleague, 1)
    now, hour = timezone.now(), timedelta(hours=1)
    FeedbackStep.objects.bulk_create(
        FeedbackStep(feedback=item, verb="hear", at=NOON, due_at=due) for due in (now - hour, now + hour)
    )
    today = Filter(since=now - 2 * hour, until=now + 2 * hour)
    assert one(measures.loop_closed, today).n == 1


def test_of_nineteen_too_few_is_said_and_of_nothing_nothing(lead, colleague):
    assert ask([measures.loop_closed], MARCH)["loop_closed"].get(None, Figure(None, 0)).value is None
    (item,) = words(colleague, 1)
    promises(item, *[None] * 18)
    assert one(measures.loop_closed, MARCH) == Figure(None, 19, too_few=True)


def test_five_working_days_over_the_change_to_summer_time_end_at_the_same_hour(lead, agent, colleague):
    """Heard on Thursday 26 March at 11:00 in Lisbon, where clocks go forward on the 29th: due on 2 April at 11:00 there."""
    lisbon = ZoneInfo("Europe/Lisbon")
    heard = hear(source="page", words="Slow.", author=colleague, now=datetime(2026, 3, 26, 11, tzinfo=lisbon))
    office = heard.due_at.astimezone(lisbon)
    assert (office.date().isoformat(), heard.due_at.utcoffset()) == ("2026-04-02", timedelta(0))


@pytest.mark.parametrize(("name", "kept"), [("service", 2), ("team", 2), ("priority", 1), ("kind", 1)])
def test_a_filter_means_its_own_service_and_team_and_else_its_tickets(
    lead, agent, colleague, team, service, outsider, name, kept
):
    mine = factories.incident(by=colleague, team=team, service=service)
    words(colleague, 1, service=service)
    words(colleague, 1, ticket=mine)
    elsewhere = factories.ServiceFactory(name="Print", team=outsider.teams.get())
    words(colleague, 1, service=elsewhere)
    chosen = {"service": service.pk, "team": team.pk, "priority": mine.priority, "kind": "incident"}
    found = Filter(since=MARCH.since, until=MARCH.until, **{name: chosen[name]})
    assert one(measures.loop_closed, found).n == kept
    assert measures.oldest(found, NOON)["oldest_unheard"].n == kept


def test_the_oldest_without_an_answer_is_as_old_as_its_waiting(lead, agent, colleague):
    """One waits since Wednesday noon, one since an hour later; a day after noon the oldest is 24 hours old."""
    first, _second = words(colleague, 1) + [
        hear(source="page", words="Slow.", author=colleague, now=NOON + timedelta(hours=1))
    ]
    tomorrow = NOON + timedelta(days=1)
    assert measures.oldest(MARCH, tomorrow)["oldest_unheard"] == Figure(24, 2)
    answer(first, "We look at it.", agent, now=NOON)
    assert measures.oldest(MARCH, tomorrow)["oldest_unheard"] == Figure(23, 1)


def test_nobody_waits(lead, agent, colleague):
    assert measures.oldest(MARCH, NOON)["oldest_unheard"] == Figure(None, 0)


def test_what_was_ended_and_is_still_bad_waits_from_then(lead, agent, colleague):
    (item,) = words(colleague, 1)
    finish(item, "Done.", agent, now=NOON)
    rate_again(item, 1, colleague, now=NOON + timedelta(hours=2))
    assert measures.oldest(MARCH, NOON + timedelta(hours=5))["oldest_unheard"] == Figure(3, 1)
