"""One message on every linked ticket; whoever waits there hears it once."""

from datetime import timedelta

import pytest

from comms.models import Delivery, Notification
from comms.notices import linked, tasks, telling
from itsm.tickets.models import Event, Link, Outbox
from tests.comms.notices.conftest import NOW, SOON, TEXTS
from tests.factories import PersonFactory, incident

BEFORE = NOW - timedelta(hours=2)


@pytest.fixture
def family(agent, colleague, team):
    """A parent, and two children of two colleagues; the second colleague said "me too" on the first's, too."""
    parent = incident(by=colleague, team=team, now=BEFORE)
    one, two = (incident(by=PersonFactory(name=name), team=team, now=BEFORE) for name in ("One", "Two"))
    for child in (one, two):
        child.link(parent, Link.Kind.CHILD_OF, by=agent, now=BEFORE)
    one.me_too(by=two.requester, now=BEFORE)
    parent.refresh_from_db()
    return parent, one, two


@pytest.fixture
def notice(family, agent):
    made = telling.open_notice(
        kind="outage",
        title="Mail is down",
        by=agent,
        ticket=family[0],
        aim={"people": [PersonFactory(name="Other")]},
        now=NOW,
    )
    telling.say(made, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    return made


def pass_on() -> None:
    """As the worker would."""
    for pk in list(Outbox.objects.filter(consumer=linked.CONSUMER).values_list("event", flat=True)):
        tasks.pass_on(pk)


def test_every_linked_ticket_says_it_and_keeps_its_promise(family, notice):
    pass_on()
    for ticket in family:
        event = ticket.events.get(verb="ticket.announce")
        assert (event.is_public, event.details["notice"]) == (True, notice.number)
        ticket.refresh_from_db()
        assert ticket.promised_at == SOON
        assert ticket.last_word_at >= NOW


def test_passing_it_on_twice_says_it_once(family, notice):
    event = family[0].events.get(verb="ticket.announce")
    pass_on()
    linked.pass_on(event)
    assert Event.objects.filter(verb="ticket.announce").count() == 3
    assert not Outbox.objects.filter(consumer=linked.CONSUMER).exists()


def test_whoever_waits_on_several_is_addressed_once_and_mailed_by_the_notice_alone(
    family, notice, colleague, deal
):
    pass_on()
    deal()
    assert {row.person.name: row.why for row in notice.addressees.all()} == {
        "One": "asked", "Two": "asked", "Other": "named", colleague.name: "asked"
    }  # fmt: skip
    assert not Delivery.objects.filter(event__verb="ticket.announce").exists()
    assert not Notification.objects.filter(event__verb="ticket.announce").exists()


def test_whoever_was_taken_out_hears_of_their_own_ticket_after_all(family, agent, told):
    parent, one, _two = family
    notice = telling.open_notice(
        kind="outage", title="x", by=agent, ticket=parent, aim={"without": [one.requester]}, now=NOW
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    pass_on()
    assert not notice.addressees.filter(person=one.requester).exists()


def test_a_closed_child_is_left_alone(family, notice):
    _parent, one, _two = family
    one.cancel(reason="It was nothing after all.", by=one.requester, now=NOW)
    pass_on()
    assert not one.events.filter(verb="ticket.announce").exists()


def test_watchers_who_were_not_addressed_are_told(agent, outsider, colleague, team, told, deal):
    ticket = incident(by=colleague, team=team, now=BEFORE)
    ticket.add_person(outsider, "watcher", by=outsider, now=BEFORE)
    notice = telling.open_notice(
        kind="outage", title="x", by=agent, ticket=ticket, aim={"people": [colleague]}, now=NOW
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    deal()
    rows = Notification.objects.filter(event__verb="ticket.announce")
    assert [row.person for row in rows] == [outsider]
