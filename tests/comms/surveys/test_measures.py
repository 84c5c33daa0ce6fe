"""Figures of what colleagues answered, each with a value computed by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comms.models import Answer, Invitation, Notice, Survey
from comms.surveys import answering, measures, opening
from comms.surveys.results import Choice, Results
from itsm.insights.measures import Figure, Filter, ask, one
from itsm.people.models import Person, Team
from tests import factories
from tests.comms.surveys.kit import asked, colleagues

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERIOD = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC)
# 24 answers: 10 of them 9 or 10, 4 of them 7 or 8, 10 of them 0 to 6.
RATINGS = [10, 10, 10, 10, 10, 9, 9, 9, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 3, 2, 1, 0, 0]


def ticket_of(service, team, by):
    return factories.incident(by=by, service=service, team=team)


@pytest.fixture
def world(service, team, colleague):
    """One ticket carries all answers: a figure counts answers, and of this ticket's dimensions it knows all."""
    ticket = ticket_of(service, team, colleague)
    survey = Survey.of_tickets(now=NOW)
    Answer.objects.bulk_create(
        Answer(survey=survey, named=True, at=NOW - timedelta(hours=n), rating=rating, person=colleague, ticket=ticket,
               clear=None if n < 4 else n % 2 == 0, lost_minutes=30 if n < 20 else None if n < 23 else 2400)
        for n, rating in enumerate(RATINGS)
    )  # fmt: skip
    Invitation.objects.bulk_create(
        Invitation(
            survey=survey,
            person=colleague,
            ticket=ticket,
            asked_at=NOW,
            state="answered" if n < 24 else "void",
        )
        for n in range(60)
    )
    return ticket


def figures(chosen: Filter = PERIOD) -> dict[str, float | None]:
    named = (
        measures.csat,
        measures.happiness,
        measures.clear_words,
        measures.lost_time,
        measures.lost_time_sum,
        measures.survey_response,
    )
    return {key: found[None].value for key, found in ask(named, chosen).items() if None in found}


def test_each_figure_is_as_computed_by_hand(world):
    found = figures()
    # 14 of 24 answered 7 or more.
    assert found["csat"] == pytest.approx(100 * 14 / 24)
    # 10 happy less 10 unhappy.
    assert found["happiness"] == 0
    # Of the 20 who said yes or no every second said yes.
    assert found["clear_words"] == 50
    # 21 statements, 20 of 30 minutes and one of 2400. The 99th percentile lies at rank 0.99 × 20 = 19.8 from 0: between the
    # 20th (30) and the 21st (2400), at 30 + 0.8 × 2370 = 1926. So 20 × 30 + 1926 = 2526 minutes.
    assert found["lost_time"] == pytest.approx(2526 / 21)
    assert found["lost_time_sum"] == pytest.approx(2526 / 60)
    # 24 of 60 asked.
    assert found["survey_response"] == 40


def test_few_answers_say_too_few_and_none_says_nothing(world):
    Answer.objects.filter(rating__gte=5).delete()
    found = one(measures.happiness, PERIOD)
    assert (found.value, found.n, found.too_few) == (None, 6, True)
    assert one(measures.happiness, Filter.of_days(date(2026, 1, 1), date(2026, 1, 31), UTC)).n == 0


def test_the_answers_of_a_cancelled_ticket_or_a_duplicate_do_not_count(world, colleague, service, team):
    other = ticket_of(service, team, colleague)
    type(world).objects.filter(pk=world.pk).update(merged_into=other)
    assert one(measures.csat, PERIOD).n == 0


def test_a_service_and_a_team_have_their_own_part(world, service, team):
    other: Team = factories.TeamFactory()
    mine = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC, service=service.pk, team=team.pk)
    theirs = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC, team=other.pk)
    assert one(measures.csat, mine).n == 24
    assert one(measures.csat, theirs).n == 0


def test_the_list_behind_a_figure_begins_with_the_unhappiest(world, agent: Person):
    listed = measures.records(measures.csat, PERIOD, agent)
    assert len(listed) == 24
    assert (listed[0].tone, listed[-1].tone) == ("broken", "kept")


def test_answers_without_names_count_by_service_once_they_are_out(service, team):
    survey = Survey.objects.create(
        kind="service", title="Mail", service=service, opened_at=NOW, closes_at=NOW
    )
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    Answer.objects.bulk_create(
        Answer(
            survey=survey,
            named=False,
            sealed=n >= 20,
            at=None if n >= 20 else monday,
            rating=10 if n < 15 else 0,
        )
        for n in range(24)
    )
    mine = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC, service=service.pk, team=team.pk)
    # 15 happy less 5 unhappy of the 20 that are out; 4 are sealed.
    assert one(measures.with_services, mine).value == 50
    assert one(measures.with_services, mine).n == 20
    by_priority = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC, priority=2)
    assert one(measures.with_services, by_priority).n == 0


def test_an_answer_about_a_notice_counts_once_however_many_services_of_a_team_it_names(service, team, agent):
    notice = Notice.objects.create(kind="outage", title="Mail is down", opened_by=agent, opened_at=NOW)
    notice.services.set([service, factories.ServiceFactory(name="Calendar", team=team)])
    survey = Survey.objects.create(kind="notice", title="Told", notice=notice, opened_at=NOW, closes_at=NOW)
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    Answer.objects.bulk_create(
        Answer(survey=survey, named=False, at=monday, rating=10 if n < 9 else 0) for n in range(12)
    )
    of_team = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC, team=team.pk)
    assert one(measures.with_notices, of_team) == Figure(None, 12, too_few=True)
    of_both = Filter.of_days(date(2026, 11, 1), date(2026, 11, 30), UTC, team=team.pk, service=service.pk)
    assert one(measures.with_notices, of_both).n == 12


def test_lost_time_is_summed_without_names_too(manager):
    survey = asked(colleagues(6), now=NOW)
    Survey.objects.filter(pk=survey.pk).update(kind=Survey.Kind.CHANGE)
    survey.refresh_from_db()
    for each in survey.invitations.select_related("survey"):
        answering.add(answering.keep(each, 5, now=NOW), lost_minutes=60, now=NOW)
    opening.close(survey, now=NOW)
    assert Results(survey, manager, Choice(), now=NOW).figures.lost_hours == 6
