"""Telling everyone who waits, in one act: nobody twice, nobody left out, whoever dies in between."""

import pytest

from itsm.people.models import Audience
from itsm.tickets.errors import Refused
from itsm.tickets.models import Outbox
from problems.known_errors import passing
from problems.models import Trial
from tests import factories
from tests.problems.known_errors import kit


@pytest.fixture
def three(problem, agent):
    return [kit.waits(problem, by=agent) for _n in range(3)]


def told(tickets) -> list[int]:
    """How many words of ours on each."""
    return [ticket.events.filter(verb="ticket.reply", details__to_each=True).count() for ticket in tickets]


def pass_on(**about) -> int | None:
    return passing.pass_on(Outbox.objects.get(consumer=passing.CONSUMER).event_id, **about)


def test_one_act_replies_on_every_open_incident(known, three, agent):
    assert known.communicate(by=agent) == 3
    assert pass_on() is None
    assert told(three) == [1, 1, 1]
    assert not Outbox.objects.filter(consumer=passing.CONSUMER).exists()
    words = three[0].events.get(verb="ticket.reply")
    assert known.workaround in words.comment
    assert (words.actor, words.is_public) == (agent, True)


def test_the_act_costs_the_same_for_many(known, problem, agent, three, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        known.communicate(by=agent)


def test_nobody_is_told_twice(known, three, agent):
    known.communicate(by=agent)
    event = Outbox.objects.get(consumer=passing.CONSUMER).event_id
    for _worker in range(2):
        passing.pass_on(event)
    assert told(three) == [1, 1, 1]
    with pytest.raises(Refused, match="Nobody waits"):
        known.communicate(by=agent)


def test_they_go_in_chunks_and_the_next_one_goes_on(known, three, agent):
    known.communicate(by=agent)
    after = pass_on(most=2)
    assert told(three) == [1, 1, 0]
    assert after == three[1].requester_id
    assert pass_on(most=2, after=after) is None
    assert told(three) == [1, 1, 1]


def test_who_comes_after_a_dead_worker_tells_the_rest(known, three, agent):
    known.communicate(by=agent)
    pass_on(most=1)  # and nobody went on
    pass_on()
    assert told(three) == [1, 1, 1]


def test_of_two_tickets_of_one_colleague_one_is_told(known, problem, agent, colleague):
    both = [kit.waits(problem, by=agent, person=colleague) for _n in range(2)]
    assert known.communicate(by=agent) == 1
    pass_on()
    assert told(both) == [1, 0]


def test_later_ones_are_told_later(known, problem, three, agent):
    known.communicate(by=agent)
    pass_on()
    late = kit.waits(problem, by=agent)
    assert known.communicate(by=agent) == 1
    pass_on()
    assert told([*three, late]) == [1, 1, 1, 1]


def test_children_of_an_incident_are_told_too(known, problem, agent):
    parent, child = (
        kit.waits(problem, by=agent),
        factories.incident(by=factories.PersonFactory(), team=problem.team),
    )
    child.link(parent, "child_of", by=agent)
    known.communicate(by=agent)
    pass_on()
    assert told([parent, child]) == [1, 1]
    assert not Outbox.objects.filter(
        event__verb="ticket.reply", consumer="children", event__details__to_each=None
    ).exists()


def test_who_said_me_too_is_asked_as_well(known, problem, agent):
    ticket, neighbour = kit.waits(problem, by=agent), factories.PersonFactory()
    ticket.add_person(neighbour, "affected", by=agent)
    known.offer(ticket, by=agent)
    assert set(Trial.objects.values_list("person", "ticket")) == {
        (ticket.requester_id, ticket.pk),
        (neighbour.pk, ticket.pk),
    }


def test_who_may_not_read_it_is_not_told(known, problem, agent):
    near, far = (
        kit.waits(problem, by=agent),
        factories.PersonFactory(site=factories.SiteFactory(name="Bergen")),
    )
    there = kit.waits(problem, by=agent, person=far)
    known.edit(by=agent, audience=Audience.LIMITED, sites=[near.requester.site])
    known.communicate(by=agent)
    pass_on()
    assert told([near, there]) == [1, 0]


def test_what_is_only_for_the_desk_is_told_nobody(known, three, agent):
    known.edit(by=agent, audience=Audience.DESK)
    with pytest.raises(Refused, match="only for the desk"):
        known.communicate(by=agent)


def test_a_restricted_incident_is_left_to_those_who_see_it(known, problem, agent, outsider):
    closed = kit.waits(problem, by=agent, restricted=True)
    with pytest.raises(Refused, match="Nobody waits"):
        known.communicate(by=outsider)
    assert known.communicate(by=agent) == 1
    pass_on()
    assert told([closed]) == [1]


def test_what_was_taken_back_meanwhile_is_told_nobody(known, three, agent):
    known.communicate(by=agent)
    known.reopen(reason="It does not help.", by=agent)
    assert pass_on() is None
    assert told(three) == [0, 0, 0]


def test_what_ended_meanwhile_is_left_alone(known, three, agent):
    known.communicate(by=agent)
    three[1].resolve(resolution="gone", words="It went away by itself.", by=agent)
    pass_on()
    assert told(three) == [1, 0, 1]


def test_a_better_way_round_is_told_to_whom_the_first_did_not_help(known, three, agent):
    known.communicate(by=agent)
    pass_on()
    for ticket, answer in zip(three, ("works", "fails", "not_needed"), strict=True):
        known.answer(ticket.requester, answer)
    known.reopen(reason="It does not help.", by=agent)
    known.publish(by=agent)
    assert known.communicate(by=agent) == 1
    pass_on()
    assert told(three) == [1, 2, 1]


def test_it_is_a_word_of_ours_and_keeps_the_promise(known, three, agent):
    known.offer(three[0], by=agent)
    assert three[0].last_word_at
    assert three[0].events.filter(verb="ticket.keep_promise").exists()


def test_without_a_problem_nobody_is_known_to_wait(known, agent):
    known.edit(by=agent, problem=None)
    with pytest.raises(Refused, match="No problem"):
        known.communicate(by=agent)


def test_the_reply_says_it_without_the_signs_of_markdown(known, three, agent):
    known.edit(
        by=agent,
        workaround="1. Choose **Display**, switch off *Smooth*.\n2. See [the page](https://x.example).\n\n- Wait.",
    )
    assert known.offer(three[0], by=agent)
    said = three[0].events.get(verb="ticket.reply").comment
    assert "1. Choose Display, switch off Smooth.\n2. See the page (https://x.example).\n\n- Wait." in said


def test_what_is_known_goes_where_its_problem_goes(known, problem, other, agent, colleague):
    problem.mark_duplicate(of=other, by=agent)
    known.refresh_from_db()
    known.offer_on(factories.incident(by=colleague, team=other.team), by=agent)
    assert known.problem == other
    assert other.incidents().count() == 1
