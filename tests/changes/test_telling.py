"""Who hears of a change's turns: whoever waits for it, whoever looks at it next, and not a whole house."""

import pytest

from comms.models import Delivery, Notification
from comms.tasks import tell
from itsm.tickets.models import Outbox
from tests.changes.kit import open_window, proposed, say_yes


@pytest.fixture
def deal():
    """As the worker would."""

    def empty() -> None:
        for pk in list(
            Outbox.objects.filter(consumer="comms").order_by("event").values_list("event", flat=True)
        ):
            tell(pk)

    return empty


def told(person) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_each_turn_reaches_who_waits_and_who_looks_at_it_next(
    deal, service, agent, outsider, colleague, change_manager
):
    change = proposed(by=agent, requester=colleague, service=service, **open_window())
    change.assign(to=agent, by=change_manager)
    change.submit(by=agent)
    change.ask_authority(by=change_manager)
    deal()
    say_yes(change, change_manager)
    change.start(by=agent)
    change.finish(words="It answers.", by=agent)
    deal()
    change.close(outcome="successful", communication_right=True, words="As planned.", by=change_manager)
    deal()

    theirs = ["It is authorised", "It is being carried out now", "It is carried out", "Closed"]
    assert [words for words in told(colleague) if words in theirs] == theirs
    assert "Your yes or no is needed" in told(change_manager)
    assert {"A change waits to be assessed", "It is carried out"} <= set(told(change_manager))
    assert not told(outsider)
    assert not Delivery.objects.filter(
        person=change_manager, subject__contains="waits to be assessed"
    ).exists()
