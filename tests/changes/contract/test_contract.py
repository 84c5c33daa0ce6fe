"""Whoever must know knows, by real deliveries, before it starts; or somebody answers for it, and that is counted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from changes.contract import acts, keeping
from changes.contract.standing import standings
from changes.gates import obstacles
from changes.models import Change, ContractLine
from comms.models import Addressee
from itsm.tickets.errors import Refused
from tests.changes.contract.conftest import HOUR, NOW, STARTS
from tests.factories import PersonFactory


def stands(change, *, now):
    [one] = standings(change, now=now)
    return one


def test_six_of_ten_are_not_eighty_per_cent_and_it_does_not_start(change, tell, agent):
    tell(change, at=NOW, confirmed=6)
    with pytest.raises(Refused, match="60 % of whoever uses mail have confirmed it, 80 % must"):
        change.start(by=agent, now=STARTS)
    assert Change.objects.get(pk=change.pk).status == Change.Status.SCHEDULED
    assert not change.events.filter(verb="change.start").exists()


def test_eight_of_ten_are_and_it_starts(change, tell, agent):
    tell(change, at=NOW, confirmed=8)
    change.start(by=agent, now=STARTS)
    assert change.status == Change.Status.IMPLEMENTING


def test_whoever_is_told_too_late_was_not_told(change, tell, agent):
    tell(change, at=STARTS - 23 * HOUR, confirmed=10)
    with pytest.raises(Refused, match="0 of 10 of whoever uses mail were told at least 24 hours before"):
        change.start(by=agent, now=STARTS)


def test_what_may_still_be_told_is_in_nobodys_way_and_what_is_lost_is(change, tell):
    assert not [one for one in obstacles(change, "authorise", NOW) if one.key.startswith("contract")]
    late = STARTS - 23 * HOUR
    assert [one.key for one in keeping.at_authority(change, late)] == [f"contract-{change.contract.get().pk}"]
    tell(change, at=STARTS - 25 * HOUR)
    assert not list(keeping.at_authority(change, late)), (
        "they were told; that they confirm it is asked at the start"
    )


def test_an_emergency_asks_for_all_of_it_when_it_is_authorised(change, tell):
    Change.objects.filter(pk=change.pk).update(type=Change.Type.EMERGENCY, starts_at=None, ends_at=None)
    ContractLine.objects.update(hours_before=0)
    emergency = Change.objects.get(pk=change.pk)
    assert list(keeping.at_authority(emergency, NOW))
    tell(emergency, at=NOW - HOUR, confirmed=8)
    assert not list(keeping.at_authority(emergency, NOW))


def test_a_mail_that_came_back_and_a_rehearsal_prove_nothing(change, tell):
    told = tell(change, at=NOW)
    Addressee.objects.filter(notice=told).update(bounced_at=NOW + HOUR)
    assert stands(change, now=STARTS).evidence.told == 0
    Addressee.objects.filter(notice=told).update(bounced_at=None)
    type(told).objects.filter(pk=told.pk).update(drill=True)
    assert stands(change, now=STARTS).evidence.told == 0


def test_several_notices_prove_together_and_nobody_counts_twice(change, tell, ten):
    tell(change, at=NOW, to=ten[:6], confirmed=4)
    tell(change, at=NOW + HOUR, to=ten[4:], confirmed=6)
    found = stands(change, now=STARTS)
    assert (found.evidence.told, found.evidence.acknowledged, found.kept) == (10, 10, True)


def test_who_is_told_but_not_named_proves_nothing(change, tell, ten):
    strangers = [PersonFactory() for _number in range(10)]
    tell(change, at=NOW, to=strangers, confirmed=10)
    assert stands(change, now=STARTS).evidence.told == 0


def test_a_line_that_names_nobody_is_not_kept(change):
    ContractLine.objects.update(who={"sites": [999_999]})
    assert "names nobody" in stands(change, now=STARTS).missing


def test_confirmed_after_it_started_does_not_count_for_the_start(change, tell, ten):
    told = tell(change, at=NOW, confirmed=6)
    from comms.notices import reading

    for person in ten:
        reading.acknowledge(told, person, now=STARTS + HOUR)
    assert stands(change, now=STARTS).acknowledged_share == 60
    assert stands(change, now=STARTS + 2 * HOUR).acknowledged_share == 100


def test_a_talk_keeps_its_line_if_it_came_in_time(change, agent):
    ContractLine.objects.update(channel=ContractLine.Channel.CONVERSATION, share=0)
    line = change.contract.get()
    assert not stands(change, now=STARTS).kept
    acts.talk_over(line, words="Spoke with the plant lead.", by=agent, now=STARTS - 20 * HOUR)
    assert not stands(change, now=STARTS).kept
    acts.talk_over(line, words="Spoke with them on Monday, too.", by=agent, now=STARTS - 30 * HOUR)
    assert stands(change, now=STARTS).kept


def test_a_talk_does_not_keep_what_a_notice_must(change, agent):
    with pytest.raises(Refused, match="told by a notice"):
        acts.talk_over(change.contract.get(), words="Spoke with some.", by=agent, now=NOW)


# Past a contract that is not kept -------------------------------------------------------------------------------------


def test_past_it_needs_a_reason_and_stays_on_the_change(change, tell, agent, change_manager):
    tell(change, at=NOW, confirmed=6)
    line = change.contract.get()
    with pytest.raises(ValidationError):
        acts.override(line, reason=" ", by=change_manager, now=STARTS)
    acts.override(line, reason="The supplier comes only tonight.", by=change_manager, now=STARTS)
    change.start(by=agent, now=STARTS)
    event = change.events.get(verb="ticket.override_contract")
    assert (event.actor, event.comment, event.details["share"]) == (
        change_manager,
        "The supplier comes only tonight.",
        60,
    )
    keeping.remember(change.events.get(verb="change.start"))
    line.refresh_from_db()
    assert (line.kept, line.acknowledged_share, line.overridden_by) == (False, 60, change_manager)


def test_nobody_lets_a_change_of_their_own_start(change, agent):
    with pytest.raises(Refused, match="of their own"):
        acts.override(change.contract.get(), reason="It is mine.", by=agent, now=STARTS)
    assert change.contract.get().overridden_at is None


def test_nothing_is_let_go_twice_or_when_it_is_kept(change, tell, change_manager, agent):
    line = change.contract.get()
    acts.override(line, reason="Nobody is there.", by=change_manager, now=STARTS)
    with pytest.raises(Refused):
        acts.override(ContractLine.objects.get(), reason="Again.", by=change_manager, now=STARTS)
    ContractLine.objects.update(overridden_at=None, overridden_by=None, override_reason="")
    tell(change, at=NOW, confirmed=9)
    with pytest.raises(Refused, match="Nothing is missing"):
        acts.override(ContractLine.objects.get(), reason="To be safe.", by=change_manager, now=STARTS)


def test_a_change_that_moves_is_owed_anew(change, tell, agent):
    """What was in time for Friday is in time for Saturday; what was in time for Friday is late for Thursday."""
    tell(change, at=STARTS - 25 * HOUR, confirmed=8)
    Change.objects.filter(pk=change.pk).update(starts_at=STARTS - timedelta(hours=5))
    assert not stands(Change.objects.get(pk=change.pk), now=NOW).told_in_time


def test_the_standing_of_many_lines_costs_few_statements(change, tell, django_assert_max_num_queries, ten):
    tell(change, at=NOW)
    rows = [{"label": f"group {n}", "who": {"people": [ten[n].pk]}, "hours_before": 24} for n in range(5)]
    change.plan(by=change.opened_by, contract=rows, now=NOW)
    with django_assert_max_num_queries(2 + 5):
        assert len(standings(change, now=STARTS)) == 5
