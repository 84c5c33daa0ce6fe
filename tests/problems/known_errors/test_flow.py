"""The verbs of a known error: what each does, where it is refused, and what is written down."""

import pytest
from django.core.exceptions import ValidationError

from itsm.people.models import Audience
from itsm.tickets.errors import Refused
from problems.models import KnownError
from tests import factories
from tests.problems.known_errors import kit


def test_it_begins_as_a_draft_that_only_the_desk_sees(draft, agent, colleague):
    assert draft.number.startswith("KE-")
    assert (draft.state, draft.owner) == ("draft", agent)
    assert draft in KnownError.objects.visible_to(agent)
    assert draft not in KnownError.objects.visible_to(colleague)


def test_what_the_flow_allows_is_done(draft, agent):
    for state, verb in kit.ALLOWED:
        kit.put(draft, state)
        getattr(draft, verb)(by=agent, **kit.TOLD[verb])
        draft.refresh_from_db()
        assert (draft.state, draft.history[-1]["verb"]) == (KnownError.FLOW[verb][1], verb)


def test_what_the_flow_forbids_is_refused_and_changes_nothing(draft, agent):
    for state, verb in kit.REFUSED:
        kit.put(draft, state)
        with pytest.raises(Refused, match=f"{draft.number} is {state}"):
            getattr(draft, verb)(by=agent, **kit.TOLD[verb])
        draft.refresh_from_db()
        assert (draft.state, draft.version) == (state, 1)


def test_only_what_is_published_is_told_and_answered(draft, problem, agent, colleague):
    kit.waits(problem, by=agent)
    for state in set(kit.STATES) - {"published"}:
        kit.put(draft, state)
        with pytest.raises(Refused, match="publish it first"):
            draft.communicate(by=agent)
        with pytest.raises(Refused, match="asks for no answers"):
            draft.answer(colleague, "works")


def test_each_verb_is_an_event_on_its_problem(known, problem, agent):
    known.reopen(reason="It does not help.", by=agent)
    verbs = list(problem.events.values_list("verb", "details__known_error").order_by("pk"))
    number = known.number
    assert verbs[1:] == [
        ("ticket.write_known_error", number), ("ticket.publish_known_error", number), ("ticket.reopen_known_error", number),
    ]  # fmt: skip
    assert problem.events.latest("pk").comment == "It does not help."


def test_nothing_is_published_without_a_way_round(draft, agent):
    draft.edit(by=agent, workaround="")
    with pytest.raises(ValidationError) as holes:
        draft.publish(by=agent)
    assert list(holes.value.message_dict) == ["workaround"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_way_round_of_what_is_published_cannot_be_taken_away(known, agent):
    with pytest.raises(ValidationError):
        known.edit(by=agent, workaround=" ")


def test_only_some_colleagues_must_be_somebody(draft, agent):
    with pytest.raises(ValidationError) as holes:
        draft.edit(by=agent, audience=Audience.LIMITED)
    assert list(holes.value.message_dict) == ["audience"]


def test_colleagues_find_what_is_published_for_them(known, agent, colleague):
    far = factories.PersonFactory(site=factories.SiteFactory(name="Bergen"))
    known.edit(by=agent, audience=Audience.LIMITED, sites=[colleague.site])
    assert known in KnownError.objects.visible_to(colleague)
    assert known not in KnownError.objects.visible_to(far)


def test_who_was_slower_is_told(draft, agent):
    draft.edit(by=agent, title="Black screen", seen=1)
    with pytest.raises(Refused, match="changed while you were working"):
        draft.edit(by=agent, title="Dark screen", seen=1)


def test_to_change_nothing_is_refused(draft, agent):
    with pytest.raises(Refused, match="Nothing was changed"):
        draft.edit(by=agent, title=draft.title, services=[])


def test_the_retired_is_written_on_no_more(draft, agent):
    draft.retire(reason="Nobody has these docks.", by=agent)
    with pytest.raises(Refused, match="is retired"):
        draft.edit(by=agent, title="Black screen")


def test_only_a_change_fixes_it(known, agent, incident):
    with pytest.raises(ValidationError):
        known.fix(by=agent, change=incident)


@pytest.mark.parametrize("verb", ["reopen", "retire"])
def test_a_reason_is_needed(known, agent, verb):
    with pytest.raises(ValidationError):
        getattr(known, verb)(by=agent, reason=" ")


def test_each_publishing_is_a_new_edition_with_answers_of_its_own(known, agent, colleague):
    known.answer(colleague, "fails")
    known.reopen(reason="It does not help.", by=agent)
    known.edit(by=agent, workaround="Restart the laptop.")
    known.publish(by=agent)
    assert (known.edition, known.count.total) == (2, 0)
    known.answer(colleague, "works")
    assert known.count.works == 1
    assert known.history[2]["fails"] == 1
