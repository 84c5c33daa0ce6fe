"""What a colleague hears of what they asked for: the three facts, a yes, a no with its reason, that they have it."""

import pytest

from comms.models import Delivery
from tests.catalog import kit
from tests.factories import PersonFactory

BY_MANAGER = [{"name": "Your manager agrees", "who": {"kind": "manager"}, "rule": "any"}]


def last(verb: str) -> str:
    return Delivery.objects.filter(event__verb=verb).latest("pk").text


@pytest.fixture
def lead(colleague):
    """Who has to agree; nobody of the desk."""
    colleague.manager = PersonFactory(name="Rui Faria")
    colleague.save()
    return colleague.manager


@pytest.fixture
def waiting(colleague, lead, manager, team):
    return kit.request(kit.offering(by=manager, team=team, approvals=BY_MANAGER), by=colleague)


def test_the_receipt_says_that_somebody_has_to_agree_and_when_they_hear(waiting, deal):
    deal()
    text = last("request.open")
    assert f"We have it: {waiting.number} New laptop" in text
    assert "Who has it: Somebody has to agree first, and Service desk sees to it" in text
    assert "You hear from us by:" in text


def test_a_yes_and_a_no_of_people_outside_the_desk_reach_who_asked(
    waiting, lead, manager, team, colleague, told
):
    waiting.approve(by=lead)
    assert told("request.approve")["Ana Reis"] == "asked"
    second = kit.request(waiting.offering, by=colleague)
    second.decline(reason="The budget of this year is spent.", by=lead)
    assert told("request.decline") == {"Ana Reis": "asked"}


def test_what_was_declined_and_fulfilled_is_told_in_its_words(waiting, lead, agent, colleague, deal):
    second = kit.request(waiting.offering, by=colleague)
    waiting.decline(reason="The budget of this year is spent.", by=lead)
    second.approve(by=lead)
    second.fulfil(words="It lies on your desk, with the charger.", by=agent)
    deal()
    assert "The budget of this year is spent." in last("request.decline")
    assert "It lies on your desk, with the charger." in last("request.fulfil")
