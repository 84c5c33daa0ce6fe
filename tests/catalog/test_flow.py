"""The flow of a request: what each state allows, who has the baton, what the clocks do, what is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.models import Offering, OfferingEdition, ServiceRequest
from catalog.requests.tasks import close_confirmed, wake_planned
from itsm.tickets.errors import Refused, TransitionNotAllowed
from itsm.tickets.models import Clock, Holder
from tests.catalog import kit
from tests.catalog.flow import ALLOWED, PAIRS, REFUSED, TOLD

Status = ServiceRequest.Status
BY_MANAGER = [{"name": "Your manager agrees", "who": {"kind": "manager"}, "rule": "any"}]


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


@pytest.fixture
def asked(laptop, colleague):
    return kit.request(laptop, by=colleague)


@pytest.fixture
def waiting(manager, team, colleague):
    """Asked for, and the colleague's manager has to agree."""
    colleague.manager = manager
    colleague.save()
    found = kit.offering(by=manager, team=team, approvals=BY_MANAGER)
    return kit.request(found, by=colleague)


def test_the_flow_says_of_every_pair_whether_it_goes():
    assert len(ALLOWED) + len(REFUSED) == len(PAIRS) == len(Status) * len(TOLD)


def test_a_state_refuses_what_its_flow_does_not_have(asked, agent):
    for status in Status:
        put(asked, status)
        for verb in [verb for state, verb in REFUSED if state == status]:
            with pytest.raises(TransitionNotAllowed):
                getattr(asked, verb)(by=agent, **TOLD[verb])


def test_a_state_takes_the_verbs_of_its_flow(asked, agent, colleague):
    for status, verb in ALLOWED:
        put(asked, status)
        getattr(asked, verb)(by=colleague if verb in {"confirm", "withdraw"} else agent, **TOLD[verb])
        assert asked.status == ServiceRequest.FLOW[verb][1], (status, verb)
        assert asked.open == (asked.status not in ServiceRequest.FINISHED)
    assert {f"request.{verb}" for verb in TOLD} <= set(asked.events.values_list("verb", flat=True))


def put(asked: ServiceRequest, status: str) -> None:
    rows = ServiceRequest.objects.filter(pk=asked.pk)
    rows.update(status=status, open=status not in ServiceRequest.FINISHED)


def test_without_approvals_the_team_has_it_at_once(asked, laptop, team):
    assert (asked.status, asked.holder, asked.team) == (Status.SUBMITTED, Holder.TEAM, team)
    assert asked.promised_at is not None
    assert Offering.objects.get(pk=laptop.pk).asked == 1


def test_who_takes_it_begins_to_work_on_it(asked, agent):
    asked.take(by=agent)
    assert (asked.status, asked.assignee) == (Status.IN_FULFILMENT, agent)


def test_while_somebody_has_to_agree_the_baton_is_theirs_and_our_clocks_stand_still(waiting, agent):
    assert (waiting.status, waiting.holder, waiting.due_at) == (
        Status.WAITING_APPROVAL,
        Holder.APPROVER,
        None,
    )
    assert waiting.promised_at is not None  # what we promised stands
    waiting.take(by=agent)
    assert (waiting.status, waiting.holder) == (Status.WAITING_APPROVAL, Holder.APPROVER)
    waiting.approve(by=None)
    assert (waiting.status, waiting.holder, waiting.assignee) == (Status.APPROVED, Holder.AGENT, agent)
    assert waiting.due_at is not None


def test_nobody_hears_no_without_a_reason(waiting, manager):
    with pytest.raises(ValidationError):
        waiting.decline(reason=" ", by=manager)
    waiting.decline(reason="The budget of this year is spent.", by=manager)
    assert (waiting.status, waiting.open, waiting.promised_at) == (Status.DECLINED, False, None)


def test_fulfilling_needs_words_and_leaves_the_last_one_to_the_colleague(asked, agent, colleague):
    with pytest.raises(ValidationError):
        asked.fulfil(words="", by=agent)
    asked.fulfil(words="It lies on your desk, with the charger.", by=agent)
    assert asked.closes_at > timezone.now()
    asked.confirm(by=colleague)
    assert (asked.status, asked.closed_how) == (Status.CLOSED, ServiceRequest.ClosedBy.COLLEAGUE)


def test_what_is_missing_brings_it_back_to_those_who_did_it(asked, agent, colleague):
    asked.take(by=agent)
    asked.fulfil(words="It lies on your desk, with the charger.", by=agent)
    asked.reopen(words="There is no charger.", by=colleague)
    assert (asked.status, asked.holder, asked.assignee) == (Status.IN_FULFILMENT, Holder.AGENT, agent)


def test_it_is_withdrawn_without_a_reason_and_nobody_is_asked_any_more(waiting, colleague):
    waiting.withdraw(by=colleague)
    assert (waiting.status, waiting.open) == (Status.WITHDRAWN, False)
    assert set(waiting.approval_steps.values_list("state", flat=True)) == {"void"}


def test_the_offering_says_itself_how_long_it_takes(manager, team, colleague):
    found = kit.offering(by=manager, team=team, within_hours=20)
    made = kit.request(found, by=colleague)
    clock = made.clocks.get(kind=Clock.Kind.RESOLUTION)
    assert clock.target == 20 * 3600
    made.edit(by=manager, priority=1)
    assert made.clocks.get(kind=Clock.Kind.RESOLUTION).target == 20 * 3600


def test_time_closes_what_was_fulfilled_and_wakes_what_was_planned(laptop, agent, colleague):
    now = timezone.now()
    done, planned = kit.request(laptop, by=colleague), kit.request(laptop, by=colleague)
    done.fulfil(words="It lies on your desk, with the charger.", by=agent)
    ServiceRequest.objects.filter(pk=done.pk).update(closes_at=now - timedelta(minutes=1))
    planned.hold(reason="scheduled", until=now + timedelta(days=2), by=agent)
    ServiceRequest.objects.filter(pk=planned.pk).update(wakes_at=now - timedelta(minutes=1))
    close_confirmed()
    wake_planned()
    done.refresh_from_db()
    planned.refresh_from_db()
    assert (done.status, planned.status) == (Status.CLOSED, Status.IN_FULFILMENT)


def test_a_running_request_keeps_the_edition_it_was_asked_under(laptop, asked, manager):
    edition = laptop.take_up(by=manager)
    edition.write(
        by=manager, seen=0, form=[{"key": "size", "kind": "text", "label": "Size", "required": True}]
    )
    OfferingEdition.objects.filter(pk=edition.pk).update(by=asked.requester)
    edition.publish(by=manager)
    asked.refresh_from_db()
    assert (asked.edition.number, asked.answers) == (1, {"model": "Light"})
    assert Offering.objects.get(pk=laptop.pk).edition.number == 2


def test_only_the_published_edition_can_be_asked_for(laptop, colleague):
    laptop.retire()
    with pytest.raises(Refused):
        kit.request(laptop, by=colleague)
