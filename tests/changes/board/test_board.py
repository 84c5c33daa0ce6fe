"""The board: its agenda by risk, date and value; votes of members on this plan and no other; decisions that land on each change."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.models import Approval
from changes.board import agenda, holding, showing, voting
from changes.models import AgendaItem, Board, Change, ChangeStep, Status, Vote
from itsm.services.models import Goal
from itsm.tickets.errors import Refused
from tests.factories import PersonFactory, ServiceFactory

Decision = AgendaItem.Decision


def decided(item, decision, *, by, **said):
    holding.decide(item, decision=decision, by=by, digest=item.change.digest, **said)
    item.refresh_from_db()


def voted(item, by, choice="yes", **said):
    return voting.vote(item, choice=choice, by=by, digest=item.change.digest, **said)


# The agenda -----------------------------------------------------------------------------------------------------------


def test_the_agenda_is_what_waits_for_the_board_in_the_order_of_its_reasons(meeting, asked, agent):
    asked("Soon", days=1)
    asked("Later", days=30)
    critical = asked("Critical", days=30)
    Change.objects.filter(pk=critical.pk).update(service=ServiceFactory(name="Booking", criticality=1))
    agenda.build(meeting, now=timezone.now())
    assert [item.change.title for item in meeting.items.all()] == ["Soon", "Critical", "Later"]
    first = meeting.items.first()
    assert [tuple(one) for one in first.because][0] == ("Risk: high", 40)
    assert ("Starts within a day", 30) in [tuple(one) for one in first.because]


def test_a_goal_it_serves_weighs(meeting, asked, members):
    change = asked()
    goal = Goal.objects.create(name="Open in Oslo", owner=members[0])
    goal.services.add(change.service)
    agenda.build(meeting, now=timezone.now())
    assert ["Serves “Open in Oslo”", agenda.FOR_A_GOAL] in meeting.items.get().because


def test_what_is_no_longer_asked_leaves_the_agenda_and_what_was_decided_stays(meeting, asked, members):
    gone, stays = asked("Gone"), asked("Stays")
    holding.begin(meeting, by=members[0])
    decided(meeting.items.get(change=stays), Decision.POSTPONED, words="Next week.", by=members[0])
    gone.cancel(reason="Not needed.", by=gone.opened_by)
    agenda.build(meeting, now=timezone.now())
    assert [item.change.title for item in meeting.items.all()] == ["Stays"]


def test_the_emergency_board_has_an_agenda_of_its_own(meeting, asked, members):
    asked()
    emergency = Board.objects.create(name="Emergency board", chair=members[0], emergency=True)
    assert agenda.due(meeting.board).count() == 1
    assert agenda.due(emergency).count() == 0


# Votes ----------------------------------------------------------------------------------------------------------------


def test_members_vote_beforehand_and_change_their_mind(on_the_agenda, members):
    _change, item = on_the_agenda
    voted(item, members[1])
    voted(item, members[1], "no", words="The window is too short.")
    vote = item.votes.get()
    assert (vote.choice, vote.beforehand) == (Vote.Choice.NO, True)


def test_a_no_says_why(on_the_agenda, members):
    with pytest.raises(ValidationError):
        voted(on_the_agenda[1], members[1], "no")


def test_who_is_no_member_or_no_longer_does_not_vote(on_the_agenda, members, board):
    item = on_the_agenda[1]
    with pytest.raises(Refused, match="Only members"):
        voted(item, PersonFactory())
    board.members.remove(members[2])
    with pytest.raises(Refused, match="Only members"):
        voted(item, members[2])


def test_nobody_votes_on_their_own(on_the_agenda, members, board, agent):
    change, item = on_the_agenda
    board.members.add(agent)
    with pytest.raises(Refused, match="of their own"):
        voted(item, agent)
    ChangeStep.objects.filter(change=change).update(owner=members[1])
    with pytest.raises(Refused, match="of their own"):
        voted(AgendaItem.objects.get(pk=item.pk), members[1])


def test_a_vote_on_another_plan_is_refused_and_one_before_it_changed_does_not_count(
    on_the_agenda, members, agent
):
    change, item = on_the_agenda
    voted(item, members[1])
    old = change.digest
    Change.objects.filter(pk=change.pk).update(back_out_plan="Another way back.")
    item = AgendaItem.objects.get(pk=item.pk)
    with pytest.raises(Refused, match="has changed since"):
        voting.vote(item, choice="yes", by=members[2], digest=old)
    assert voting.standing(item, digest=item.change.digest) == []


# The meeting ----------------------------------------------------------------------------------------------------------


def test_a_decision_lands_on_the_change_with_who_was_there(on_the_agenda, members, meeting):
    change, item = on_the_agenda
    voted(item, members[2], words="Fine with me.")
    holding.begin(meeting, by=members[0])
    holding.join(meeting, by=members[1])
    decided(item, Decision.AUTHORISED, conditions="Somebody of network is there.", by=members[0])
    change.refresh_from_db()
    assert change.status == Status.SCHEDULED
    event = change.events.get(verb="ticket.approve_step")
    assert event.details["present"] == ["Ada Moss", "Chair Hale"]
    assert event.details["conditions"] == "Somebody of network is there."
    assert [name for _pk, name in item.present] == ["Ada Moss", "Chair Hale"]
    voice = Approval.objects.get(step__ticket=change.pk, person=members[2])
    assert (voice.state, voice.words, voice.channel) == (Approval.State.APPROVED, "Fine with me.", "meeting")
    assert not Approval.objects.waiting().filter(step__ticket=change.pk).exists()


def test_rejected_with_a_reason_the_change_goes_back(on_the_agenda, members, meeting):
    change, item = on_the_agenda
    holding.begin(meeting, by=members[0])
    with pytest.raises(ValidationError):
        decided(item, Decision.REJECTED, by=members[0])
    decided(item, Decision.REJECTED, words="Test it first.", by=members[0])
    change.refresh_from_db()
    assert change.status == Status.REJECTED
    assert change.events.get(verb="change.reject").comment == "Test it first."


def test_postponed_changes_nothing_and_comes_back_next_time(on_the_agenda, members, meeting, board):
    change, item = on_the_agenda
    holding.begin(meeting, by=members[0])
    decided(item, Decision.POSTPONED, words="The owner is ill.", by=members[0])
    change.refresh_from_db()
    assert change.status == Status.AUTHORISE
    assert change in agenda.due(board)


def test_only_the_chair_decides_and_only_once_and_only_while_it_runs(on_the_agenda, members, meeting):
    _change, item = on_the_agenda
    with pytest.raises(Refused, match="The meeting is planned"):
        decided(item, Decision.AUTHORISED, by=members[0])
    holding.begin(meeting, by=members[0])
    holding.join(meeting, by=members[1])
    with pytest.raises(Refused, match="Chair Hale chairs"):
        decided(item, Decision.AUTHORISED, by=members[1])
    decided(item, Decision.AUTHORISED, by=members[0])
    with pytest.raises(Refused, match="decided already"):
        decided(item, Decision.REJECTED, words="No.", by=members[0])


def test_of_the_chairs_own_change_another_member_who_is_there_says_what_was_decided(meeting, asked, members):
    asked(by=members[0])
    holding.begin(meeting, by=members[0])
    item = meeting.items.get()
    with pytest.raises(Refused, match="of their own"):
        decided(item, Decision.AUTHORISED, by=members[0])
    with pytest.raises(Refused, match="is there"):
        decided(item, Decision.AUTHORISED, by=members[1])
    holding.join(meeting, by=members[1])
    decided(item, Decision.AUTHORISED, by=members[1])
    assert item.decision == Decision.AUTHORISED


def test_a_plan_that_changed_meanwhile_is_not_decided_upon(on_the_agenda, members, meeting):
    change, item = on_the_agenda
    shown = item.change.digest
    holding.begin(meeting, by=members[0])
    Change.objects.get(pk=change.pk).plan(by=change.opened_by, back_out_plan="Quite another way back.")
    with pytest.raises(Refused, match="has changed since"):
        holding.decide(item, decision=Decision.AUTHORISED, by=members[0], digest=shown)
    change.refresh_from_db()
    assert change.status == Status.AUTHORISE


def test_the_time_each_change_took_is_kept(meeting, asked, members):
    asked("First")
    asked("Second")
    now = timezone.now()
    holding.begin(meeting, by=members[0], now=now)
    first, second = meeting.items.all()
    holding.call(first, by=members[0], now=now)
    holding.call(second, by=members[0], now=now + timedelta(seconds=90))
    holding.call(first, by=members[0], now=now + timedelta(seconds=100))
    holding.end(meeting, by=members[0], now=now + timedelta(seconds=130))
    assert list(meeting.items.values_list("seconds", flat=True)) == [120, 10]


def test_who_leaves_is_not_there_and_who_comes_back_is(meeting, members, board):
    holding.begin(meeting, by=members[0])
    holding.join(meeting, by=members[1])
    holding.leave(meeting, by=members[1])
    assert holding.there(meeting) == [members[0]]
    holding.join(meeting, by=members[1])
    assert holding.there(meeting) == [members[1], members[0]]


def test_what_is_over_does_not_go_on(meeting, members, on_the_agenda):
    holding.begin(meeting, by=members[0])
    holding.end(meeting, by=members[0])
    for act in (holding.begin, holding.join, holding.end):
        with pytest.raises(Refused, match="The meeting is over"):
            act(meeting, by=members[0])
    with pytest.raises(Refused):
        voted(on_the_agenda[1], members[1])


def test_minutes_keep_who_was_not_there_whoever_joins_the_board_later(meeting, members, board, colleague):
    holding.begin(meeting, by=members[0])
    holding.end(meeting, by=members[0])
    board.members.set([members[0], colleague])
    meeting.refresh_from_db()
    assert [str(one) for one in showing.minutes(meeting, members[0])["away"]] == ["Ada Moss", "Bo Lind"]


def test_the_agenda_of_a_meeting_that_is_over_stays_its_minutes(on_the_agenda, asked, meeting, members):
    holding.begin(meeting, by=members[0])
    holding.end(meeting, by=members[0])
    asked("Came too late")
    with pytest.raises(Refused):
        holding.look_again(meeting)
    assert meeting.items.count() == 1


def test_who_left_was_not_missing_from_the_meeting(meeting, members):
    holding.begin(meeting, by=members[0])
    members[2].deactivate()
    holding.end(meeting, by=members[0])
    meeting.refresh_from_db()
    assert holding.absent(meeting) == [members[1]]
