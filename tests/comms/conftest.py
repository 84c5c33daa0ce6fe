"""Alerts without workers: the outbox is emptied by hand, in the order things happened."""

from collections.abc import Callable

import pytest

from comms import tasks
from comms.models import Delivery, Notification
from itsm.tickets.models import Event, Outbox

Told = Callable[..., dict[str, str]]


@pytest.fixture
def deal(db) -> Callable[[], None]:
    """Deal with everything in the outbox, as the worker would."""

    def empty() -> None:
        for pk in list(
            Outbox.objects.filter(consumer="comms").order_by("event").values_list("event", flat=True)
        ):
            tasks.tell(pk)

    return empty


@pytest.fixture
def told(deal) -> Told:
    """Who has news of the last event with this verb in the inbox: name → reason. `mailed` says the same of mail."""

    def ask(verb: str, *, by_mail: bool = False) -> dict[str, str]:
        deal()
        event = Event.objects.filter(verb=verb).latest("pk")
        model = Delivery if by_mail else Notification
        rows = model.objects.filter(event=event).select_related("person")
        return {row.person.name: row.reason for row in rows}

    return ask
