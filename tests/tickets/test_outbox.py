"""News that must not be lost: left with the event, taken by whoever deals with it, found again when its task was lost."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from comms.chat.tasks import LISTENING
from comms.models import Notification
from comms.tasks import tell
from itsm.people import roles
from itsm.pulse import valkey, waiting
from itsm.tickets import hints, outbox, tasks
from itsm.tickets.models import Event, Outbox
from tests import broker
from tests.factories import PersonFactory, TeamFactory, incident
from tests.tickets.test_sweep import together


@pytest.fixture(autouse=True)
def no_room_listens() -> None:
    """That one does is remembered for a minute, also of a test that was rolled back."""
    hints.forget(LISTENING)


def left() -> int:
    return Outbox.objects.filter(consumer="comms").count()


@pytest.mark.django_db
def test_each_event_somebody_subscribed_to_leaves_a_row_in_its_own_transaction(colleague, service, agent):
    ticket = incident(by=colleague, service=service)
    before = left()
    ticket.note("Seen by nobody else.", by=agent)
    ticket.take(by=agent)  # nobody asked to hear of this one
    assert left() == before + 1
    with suppress(RuntimeError), transaction.atomic():
        ticket.note("This never happened.", by=agent)
        raise RuntimeError
    assert left() == before + 1


@pytest.mark.django_db
def test_the_body_that_fails_keeps_the_row_for_the_next_try(colleague, service):
    event = incident(by=colleague, service=service).last_event
    with pytest.raises(RuntimeError), Outbox.dealing_with(event, "comms"):
        raise RuntimeError
    with Outbox.dealing_with(event, "comms") as found:
        assert found.pk == event
    with Outbox.dealing_with(event, "comms") as found:
        assert found is None


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_with_one_event_one_deals_with_it():
    agent = PersonFactory(name="Ivo", roles=[roles.AGENT])
    ticket = incident(by=PersonFactory(), team=TeamFactory(), assignee=agent)
    event = ticket.reply("Still broken for me here.", by=ticket.requester)
    together(4, lambda: tell(event.pk))
    assert Notification.objects.filter(event=event).count() == 1
    assert not Outbox.objects.filter(event=event, consumer="comms").exists()


@pytest.mark.django_db
def test_a_broker_that_is_away_loses_nothing(colleague, service, django_capture_on_commit_callbacks):
    valkey().flushdb()
    with broker.away(), django_capture_on_commit_callbacks(execute=True):
        event = incident(by=colleague, service=service).last_event
    assert (left(), waiting()) == (1, 0)
    tasks.catch_up()
    assert waiting() == 0  # its own task may still be on its way
    Outbox.objects.update(at=timezone.now() - outbox.FORGOTTEN - timedelta(seconds=1))
    tasks.catch_up()
    assert waiting() == 1
    tell(event)
    assert left() == 0
    tasks.catch_up()
    assert waiting() == 1
    valkey().flushdb()


@pytest.mark.django_db
def test_catching_up_without_a_broker_is_quiet(colleague, service):
    incident(by=colleague, service=service)
    with broker.away():
        assert outbox.catch_up(now=timezone.now() + timedelta(hours=1)) == 1
    assert left() == 1


@pytest.mark.django_db
def test_news_of_a_consumer_that_is_gone_is_left_in_peace(colleague, service):
    event = Event.objects.get(pk=incident(by=colleague, service=service).last_event)
    Outbox.objects.all().delete()
    Outbox.objects.create(event=event, consumer="nobody")
    assert outbox.catch_up(now=timezone.now() + timedelta(hours=1)) == 0
