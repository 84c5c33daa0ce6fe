"""Who is asked how it was, when, and how often: the rules as one table of small stories."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from comms.models import Group, How, Invitation, Preference, SurveyRules
from comms.surveys import asking, links
from itsm.people import roles
from itsm.tickets.models import Channel
from tests.comms.surveys.kit import Desk, mails
from tests.factories import PersonFactory


@pytest.fixture
def desk(colleague, agent, team) -> Desk:
    return Desk(colleague, agent, team)


def solved(desk):
    desk.solved()
    desk.later(days=1)


def solved_an_hour_ago(desk):
    desk.solved()
    desk.later(hours=1)


def not_answered(desk):
    desk.solved()
    desk.later(days=30)


def answered(desk):
    ticket = desk.solved()
    desk.later(days=1)
    Invitation.objects.filter(ticket=ticket).update(state=Invitation.State.ANSWERED, due_at=None)
    desk.later(days=30)


def confirmed_at_once(desk):
    ticket = desk.solved()
    ticket.confirm(by=desk.colleague, now=desk.now)
    desk.deal()
    asking.sweep(now=desk.now)


def solved_by_themselves(desk):
    desk.solved(asked_by=desk.agent, by=desk.agent)
    desk.later(days=30)


def assigned_to_themselves_and_solved_by_another(desk):
    other = PersonFactory(roles=[roles.AGENT], teams=[desk.team])
    desk.solved(asked_by=other, by=desk.agent, assignee=other)
    desk.later(days=30)


def an_agent_was_helped(desk):
    desk.solved(asked_by=PersonFactory(name="Agent of another team", roles=[roles.AGENT]), by=desk.agent)
    desk.later(days=1)


def asked_for_them_by_the_desk(desk):
    desk.solved(asked_by=desk.agent, requester=desk.colleague)
    desk.later(days=1)


def solved_by_nobody(desk):
    ticket = desk.opened()
    desk.resolve(ticket, by=None)
    desk.later(days=30)


def came_from_monitoring(desk):
    desk.solved(channel=Channel.ALERT)
    desk.later(days=30)


def closed_by_itself_before(desk):
    ticket = desk.solved()
    ticket.close(by=None, now=desk.now)
    desk.later(days=30)


def closed_by_itself_after(desk):
    ticket = desk.solved()
    desk.later(days=1)
    ticket.refresh_from_db()
    ticket.close(by=None, now=desk.now)
    desk.later(days=30)


def closed_by_an_agent(desk):
    ticket = desk.solved()
    ticket.close(by=desk.agent, now=desk.now)
    desk.later(days=1)


def left_before(desk):
    desk.solved()
    type(desk.colleague).objects.filter(pk=desk.colleague.pk).update(is_active=False)
    desk.later(days=30)


def left_after(desk):
    desk.solved()
    desk.later(days=1)
    type(desk.colleague).objects.filter(pk=desk.colleague.pk).update(is_active=False)
    desk.later(days=30)


def has_no_mail_address(desk):
    type(desk.colleague).objects.filter(pk=desk.colleague.pk).update(email="")
    desk.solved()
    desk.later(days=30)


def merged(desk):
    first, second = desk.opened(), desk.opened()
    second.merge_into(first, by=desk.agent, now=desk.now)
    desk.deal()
    first.refresh_from_db()
    desk.resolve(first, by=desk.agent)
    desk.later(days=1)


def reopened_before_it_was_asked(desk):
    ticket = desk.solved()
    desk.later(hours=1)
    desk.reopen(ticket)
    desk.later(days=30)


def reopened_after_it_was_asked(desk):
    ticket = desk.solved()
    desk.later(days=1)
    desk.reopen(ticket)
    desk.later(days=30)


def reopened_and_solved(desk):
    ticket = desk.solved()
    desk.later(hours=1)
    desk.reopen(ticket)
    ticket.refresh_from_db()
    desk.resolve(ticket, by=desk.agent)
    desk.later(days=1)


def asked_and_reopened_and_solved(desk):
    ticket = desk.solved()
    desk.later(days=1)
    desk.reopen(ticket)
    ticket.refresh_from_db()
    desk.resolve(ticket, by=desk.agent)
    desk.later(days=1)


def two_in_a_week(desk):
    desk.solved()
    desk.later(days=2)
    desk.solved()
    desk.later(days=1)


def two_in_three_weeks(desk):
    SurveyRules(remind_days=0).save()
    desk.solved()
    desk.later(days=20)
    desk.solved()
    desk.later(days=1)


def two_at_one_moment(desk):
    desk.solved()
    desk.solved()
    desk.later(days=1)


def called_off(desk):
    ticket = desk.opened()
    ticket.cancel(reason="It was nothing.", by=desk.colleague, now=desk.now)
    desk.deal()
    desk.later(days=30)


def kind_is_off(desk):
    SurveyRules(kinds=["service"]).save()
    desk.solved()
    desk.later(days=30)


def kind_was_switched_off_meanwhile(desk):
    desk.solved()
    SurveyRules(kinds=[]).save()
    desk.later(days=30)


def no_reminder_wanted_by_the_rules(desk):
    SurveyRules(remind_days=0).save()
    desk.solved()
    desk.later(days=30)


def wants_no_such_mails(desk):
    Preference.choose(desk.colleague, Group.SURVEY, How.NEVER)
    desk.solved()
    desk.later(days=30)


def nothing_ran_for_ten_days(desk):
    desk.solved()
    desk.now += timedelta(days=10)
    asking.sweep(now=desk.now)


ONCE, TWICE, NOBODY = ["Ana Reis"], ["Ana Reis", "Ana Reis again"], []
TABLE: list[tuple[Callable[[Desk], None], list[str]]] = [
    (solved, ONCE),
    (solved_an_hour_ago, NOBODY),
    (confirmed_at_once, ONCE),
    (not_answered, TWICE),
    (answered, ONCE),
    (no_reminder_wanted_by_the_rules, ONCE),
    (solved_by_themselves, NOBODY),
    (assigned_to_themselves_and_solved_by_another, NOBODY),
    (an_agent_was_helped, ["Agent of another team"]),
    (asked_for_them_by_the_desk, ONCE),
    (solved_by_nobody, NOBODY),
    (came_from_monitoring, NOBODY),
    (closed_by_itself_before, NOBODY),
    (closed_by_itself_after, ONCE),
    (closed_by_an_agent, ONCE),
    (left_before, NOBODY),
    (left_after, ONCE),
    (has_no_mail_address, NOBODY),
    (merged, ONCE),
    (reopened_before_it_was_asked, NOBODY),
    (reopened_after_it_was_asked, ONCE),
    (reopened_and_solved, ONCE),
    (asked_and_reopened_and_solved, ["Ana Reis", "Ana Reis"]),
    (two_in_a_week, ONCE),
    (two_in_three_weeks, ["Ana Reis", "Ana Reis"]),
    (two_at_one_moment, ONCE),
    (called_off, NOBODY),
    (kind_is_off, NOBODY),
    (kind_was_switched_off_meanwhile, NOBODY),
    (wants_no_such_mails, NOBODY),
    (nothing_ran_for_ten_days, NOBODY),
]


@pytest.mark.parametrize(("story", "whom"), TABLE, ids=[story.__name__ for story, _whom in TABLE])
def test_who_is_asked(desk, story, whom):
    story(desk)
    assert mails() == whom


def test_a_link_to_what_was_taken_up_again_takes_no_answer(desk):
    ticket = desk.solved()
    desk.later(days=1)
    asked = Invitation.objects.get(ticket=ticket)
    assert not links.read(links.token(asked), now=desk.now).over
    desk.reopen(ticket)
    assert links.read(links.token(asked), now=desk.now).over


def test_an_unanswered_link_ends_after_a_month(desk):
    desk.solved()
    desk.later(days=1)
    asked = Invitation.objects.get()
    assert not links.read(links.token(asked), now=desk.now + timedelta(days=29)).over
    assert links.read(links.token(asked), now=desk.now + timedelta(days=31)).over


def test_whoever_sweeps_twice_asks_once(desk):
    desk.solved()
    desk.later(days=1)
    asked = Invitation.objects.get()
    for _time in range(2):
        assert asking.step(asked.pk, now=desk.now) == []
    assert mails() == ONCE
