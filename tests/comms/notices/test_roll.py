"""A notice to very many: the request only says who they are, and the worker writes the rest, some at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms import fanout
from comms.models import Addressee, Delivery, Notification, Roll, Update
from comms.notices import roll, telling
from comms.recipients import waiting_but_not_addressed
from itsm.people.models import Person
from tests.comms.notices.conftest import NOW, SOON, TEXTS, WORDS
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db
LATER = SOON + timedelta(hours=1)
READERS = 3


@pytest.fixture(autouse=True)
def very_many(monkeypatch):
    """Three are very many, and stand on two lists."""
    monkeypatch.setattr(roll, "FEW", 1)
    monkeypatch.setattr(roll, "ON_A_LIST", 2)
    monkeypatch.setattr(roll, "LISTS", 1)
    monkeypatch.setattr(fanout, "CHUNK", 2)


def fan_out(notice) -> None:
    fanout.fan_out(notice.updates.latest("pk").pk, now=timezone.now())


def inboxes(title: str) -> list[Person]:
    return [row.person for row in Notification.objects.filter(title=title).order_by("person")]


def test_are_written_down_as_lists_first_and_each_gets_a_row_a_line_and_a_mail(told, readers):
    assert not told.addressees.exists()
    assert sorted(len(one.people) for one in Roll.objects.all()) == [1, 2]
    fan_out(told)
    assert [row.person for row in told.addressees.order_by("person")] == readers
    assert {row.because for row in told.addressees.all()} == {"you were named"}
    assert inboxes("Mail is down") == readers
    assert [row.person for row in Delivery.objects.order_by("person")] == readers
    assert not Roll.objects.exists()


def test_whoever_comes_after_it_was_said_was_not_told(agent, readers):
    notice = telling.open_notice(kind="news", title="New coffee", by=agent, aim={"everyone": True}, now=NOW)
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    newcomer = PersonFactory()
    fan_out(notice)
    assert set(readers) < {row.person for row in notice.addressees.all()}
    assert not notice.addressees.filter(person=newcomer).exists()


def test_the_desk_sees_how_far_it_is(told):
    update = told.updates.get()
    seen = []
    while True:
        now = fanout.progress(update)
        seen.append((now.unwritten, now.addressed))
        if not fanout.write_some(update.pk, now=timezone.now()):
            break
    assert {addressed for _unwritten, addressed in seen} == {3}
    assert [unwritten for unwritten, _addressed in seen] in ([3, 1, 0, 0], [3, 2, 0, 0])  # a list at a time


def test_a_second_message_waits_for_the_first_and_stands_alone_in_the_inbox(told, agent, readers):
    words = {"colleagues": WORDS | {"subject": "We know why"}}
    telling.say(told, "identify", by=agent, texts=words, next_update_at=LATER, now=SOON)
    first, second = told.updates.order_by("pk")
    fan_out(told)
    assert inboxes("We know why") == readers
    assert Notification.objects.count() == READERS
    for update in (first, second):
        assert Delivery.objects.filter(update=update).count() == READERS


def test_a_message_let_go_on_later_takes_nobodys_newer_word_away(told, agent, readers):
    first = told.updates.get()
    fanout.pause(first, now=NOW)
    words = {"colleagues": WORDS | {"subject": "We know why"}}
    telling.say(told, "identify", by=agent, texts=words, next_update_at=LATER, now=SOON)
    Update.objects.filter(pk=first.pk).update(paused_at=None)
    fan_out(told)
    Update.objects.filter(pk=first.pk).update(fanned_out_at=None, told_up_to=0)
    Notification.objects.update(read_at=SOON)
    fanout.fan_out(first.pk, now=timezone.now())
    assert inboxes("We know why") == readers
    assert not Notification.objects.filter(read_at=None).exists(), "what was read stays read"


def test_whoever_waits_on_the_ticket_is_not_told_twice_before_they_have_their_row(agent, colleague, team):
    ticket = incident(by=colleague, team=team)
    aim = {"people": [PersonFactory(), PersonFactory()]}
    notice = telling.open_notice(kind="outage", title="Mail", by=agent, ticket=ticket, aim=aim, now=NOW)
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    assert not Addressee.objects.exists()
    assert list(waiting_but_not_addressed(ticket.events.get(verb="ticket.announce"))) == []


def test_a_rehearsal_has_its_readers_and_tells_none(agent, readers):
    aim = {"people": readers}
    notice = telling.open_notice(kind="news", title="Drill", by=agent, aim=aim, drill=True, now=NOW)
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    fan_out(notice)
    assert notice.addressees.count() == READERS
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()


def test_a_few_have_it_with_the_answer(monkeypatch, outage, agent, readers):
    monkeypatch.setattr(roll, "FEW", READERS)
    telling.say(outage, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    assert inboxes("Mail is down") == readers
    Notification.objects.update(read_at=SOON)
    fan_out(outage)
    assert Notification.objects.filter(read_at=SOON).count() == READERS, "the worker puts nothing twice"
