"""The flow of a change: every state with every verb for each of the three types, allowed or refused."""

import pytest

from catalog.models import ApprovalStep
from changes.models import Change, ChangeModel, Status, Type
from changes.models.flow import FLOWS
from itsm.tickets.errors import TransitionNotAllowed
from tests.changes.kit import ALL, ALLOWED, REFUSED, TOLD, proposed


@pytest.fixture
def make(service, agent, change_manager, administrator):
    def make(type_, status):
        fields = {"service": service}
        if type_ == Type.STANDARD:
            fields["model"] = ChangeModel.objects.create(
                key="certificate", name="A certificate", says="Often done.", owner=change_manager, state="authorised",
                steps=[{"what": "Put it in", "minutes": 10}], back_out="The old one.", most_minutes=240,
            )  # fmt: skip
            fields |= {"steps": fields["model"].steps}
        return proposed(by=agent, type=type_, status=status, **fields)

    return make


@pytest.mark.parametrize(("type_", "status", "verb"), ALLOWED)
def test_a_verb_of_the_flow_leads_where_the_flow_of_its_type_says(type_, status, verb, make, agent):
    change = make(type_, status)
    if verb == "authorise":
        ApprovalStep.objects.filter(ticket=change.pk).update(state="approved")

    getattr(change, verb)(by=agent, **TOLD[verb])

    change.refresh_from_db()
    target = FLOWS[type_][verb][1]
    assert (change.status, change.open) == (target, target not in Change.FINISHED)
    event = change.events.get(verb=f"change.{verb}")
    assert (event.actor, event.details["status"]) == (agent, [status, target])


@pytest.mark.parametrize(("type_", "status"), [(type_, status) for type_ in Type for status in Status])
def test_any_other_verb_is_refused_with_a_sentence_and_changes_nothing(type_, status, make, agent):
    change = make(type_, status)
    before = list(change.events.values_list("pk", flat=True))

    for verb in [verb for *pair, verb in REFUSED if pair == [type_, status]]:
        with pytest.raises(TransitionNotAllowed, match=change.number):
            getattr(change, verb)(by=agent, **TOLD[verb])

        change.refresh_from_db()
        assert change.status == status
        assert list(change.events.values_list("pk", flat=True)) == before


def test_every_state_and_verb_of_every_type_is_held_to_the_flow():
    assert len(ALL) == len(Type) * len(Status) * len(TOLD) == 3 * 9 * 11
    assert all(set(TOLD) == set(flow) for flow in FLOWS.values())
