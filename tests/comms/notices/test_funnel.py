"""Addressed → delivered → seen → acknowledged → understood: each step from its own evidence, and from nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from comms.links import personal_link
from comms.models import Addressee, Delivery, Notification, Reason
from comms.notices import reading, telling
from comms.notices.funnel import STEPS, funnel
from comms.notices.letters import mail_of
from itsm.people import roles
from itsm.tickets.errors import Refused
from tests.comms.notices.conftest import NOW, SOON, TEXTS
from tests.factories import PersonFactory, incident

CHECK = {"question": "Will mail work tomorrow at 9:00?", "answers": ["Yes", "No", "Nobody knows"], "right": 0}


@pytest.fixture
def checked(agent, readers):
    """An advisory to three readers that must be confirmed and asks a question."""
    notice = telling.open_notice(
        kind="advisory",
        title="Mail moves",
        by=agent,
        aim={"people": readers},
        must_acknowledge=True,
        now=NOW,
        **CHECK,
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    return notice


def counts(notice, audience="total"):
    found = funnel(notice)[audience]
    return tuple(getattr(found, step) for step in STEPS)


def test_fifty_addressed_three_bounced_twenty_saw_twelve_confirmed_eight_understood(agent):
    fifty = [PersonFactory() for _number in range(50)]
    notice = telling.open_notice(
        kind="advisory",
        title="Mail moves",
        by=agent,
        aim={"people": fifty},
        must_acknowledge=True,
        now=NOW,
        **CHECK,
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    # The mail server took all fifty; three came back.
    Addressee.objects.filter(notice=notice).update(delivered_at=SOON)
    Addressee.objects.filter(notice=notice, person__in=fifty[47:]).update(
        bounced_at=SOON + timedelta(minutes=1)
    )
    # A program looks at the links in mails before it lets them through; one reader follows theirs.
    for person in fifty[18:22]:
        assert Client().get(personal_link(notice, person)).status_code == 200
    assert counts(notice) == (50, 47, 0, 0, 0)
    Client().post(personal_link(notice, fifty[19]).replace("/?", "/see/?"))
    for person in fifty[:19]:
        reading.see(notice, person, now=SOON)
    for person in fifty[:12]:
        reading.acknowledge(notice, person, now=SOON)
    for person in fifty[:8]:
        reading.answer(notice, person, 0, now=SOON)
    for person in fifty[8:10]:
        reading.answer(notice, person, 1, now=SOON)
    assert counts(notice) == (50, 47, 20, 12, 8)
    assert funnel(notice)["total"].misread == 2


def test_each_audience_is_counted_on_its_own_and_misread_by_it(agent, readers, team):
    boss = PersonFactory(roles=[roles.MANAGER])
    people = [*readers, boss, agent]
    notice = telling.open_notice(
        kind="advisory", title="x", by=agent, aim={"people": people}, now=NOW, **CHECK
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    reading.answer(notice, boss, 2, now=SOON)
    reading.answer(notice, readers[0], 0, now=SOON)
    assert counts(notice, "colleagues") == (3, 1, 1, 0, 1)
    assert counts(notice, "managers") == (1, 1, 1, 0, 0)
    assert counts(notice, "it") == (1, 0, 0, 0, 0)
    assert funnel(notice)["managers"].misread == 1


def test_whoever_sees_it_here_was_reached_although_the_mail_came_back(checked, readers):
    checked.addressees.filter(person=readers[0]).update(delivered_at=NOW, bounced_at=NOW)
    assert counts(checked) == (3, 0, 0, 0, 0)
    reading.see(checked, readers[0], now=SOON)
    assert counts(checked) == (3, 1, 1, 0, 0)


def test_the_first_evidence_stays(checked, readers):
    reading.see(checked, readers[0], now=NOW)
    reading.acknowledge(checked, readers[0], now=SOON)
    reading.acknowledge(checked, readers[0], now=SOON + timedelta(days=1))
    row = checked.addressees.get(person=readers[0])
    assert (row.delivered_at, row.seen_at, row.acknowledged_at) == (NOW, NOW, SOON)


def test_seeing_it_reads_the_line_in_the_inbox(checked, readers):
    reading.see(checked, readers[0], now=SOON)
    assert Notification.objects.get(notice=checked, person=readers[0]).read_at == SOON
    assert Notification.objects.unread().filter(notice=checked).count() == 2


def test_the_first_answer_counts(checked, readers):
    reading.answer(checked, readers[0], 1, now=NOW)
    reading.answer(checked, readers[0], 1, now=SOON)
    with pytest.raises(Refused, match="first answer counts"):
        reading.answer(checked, readers[0], 0, now=SOON)
    row = checked.addressees.get(person=readers[0])
    assert (row.answer, row.answered_at, row.understood) == (1, NOW, False)


@pytest.mark.parametrize("choice", [-1, 3])
def test_an_answer_that_is_none_is_refused(checked, readers, choice):
    with pytest.raises(ValidationError):
        reading.answer(checked, readers[0], choice, now=NOW)


def test_who_was_not_addressed_leaves_no_trace(checked, agent, told, readers):
    assert reading.see(checked, agent, now=NOW) is None
    with pytest.raises(Refused, match="not addressed to you"):
        reading.acknowledge(checked, agent, now=NOW)
    with pytest.raises(Refused, match="asks no question"):
        reading.answer(told, readers[0], 0, now=NOW)
    assert counts(checked) == (3, 0, 0, 0, 0)


def test_looking_at_it_by_get_or_head_changes_nothing(checked, readers, signed_in):
    client = signed_in(readers[0])
    for method in ("get", "head"):
        assert getattr(client, method)(f"/api/v1/notices/{checked.number}/").status_code == 200
        assert getattr(client, method)("/api/v1/notices/").status_code == 200
    assert counts(checked) == (3, 0, 0, 0, 0)
    assert client.post(f"/api/v1/notices/{checked.number}/see/").status_code == 200
    assert counts(checked) == (3, 1, 1, 0, 0)


def test_me_too_joins_the_linked_ticket_once_and_opens_none(agent, colleague, team, readers):
    ticket = incident(by=colleague, team=team, now=NOW - timedelta(hours=1))
    notice = telling.open_notice(
        kind="outage", title="x", by=agent, ticket=ticket, aim={"people": readers}, now=NOW
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    for _again in range(2):
        reading.me_too(notice, readers[0], now=SOON)
    reading.me_too(notice, colleague, now=SOON)
    ticket.refresh_from_db()
    assert ticket.affected_count == 1
    assert [row.person for row in ticket.participants.filter(part="affected")] == [readers[0]]
    assert notice.addressees.exclude(affected_at=None).count() == 2
    assert type(ticket).objects.count() == 1


def test_the_mail_has_no_picture_that_could_tell_of_being_opened(told, readers):
    """Whatever a mail program loads ahead of its reader, there is nothing to load."""
    update = told.updates.get()
    update.texts.update(what='<img src="https://elsewhere.example/x.gif"> Mail is down.')
    row = Delivery(
        update=update, person=readers[0], address=readers[0].email, message_id="<1@halden.example>",
        reason=Reason.ADDRESSED, about="you were named", cause=f"update:{update.pk}", group="notice", created_at=NOW,
    )  # fmt: skip
    mail = mail_of(row, readers[0], update)
    html = next(body for body, kind in mail.alternatives if kind == "text/html")
    assert "Mail is down." in html
    for loaded in ("<img", "<link", "<iframe", "url(", ' src="', "background=", "@import"):
        assert loaded not in html
    assert counts(told) == (3, 0, 0, 0, 0)
