"""Reminders: whom they go to, the one that comes by itself, once, and whom it need not reach any more."""

from datetime import time, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from comms import fanout, lines
from comms.budget import digests
from comms.chat import posting
from comms.models import (
    Delivery,
    Group,
    Held,
    Notice,
    Quiet,
    Room,
    ServiceOnStatus,
    StatusPage,
    Subscription,
    Update,
)
from comms.notices import reading, reminding, telling
from comms.notices.funnel import funnel
from comms.status import following
from comms.status.keeping import keeper
from itsm.tickets.errors import Refused
from tests.comms.notices.conftest import NOW, TEXTS
from tests.comms.notices.test_desk_pages import filled
from tests.factories import PersonFactory

HOUR = timedelta(hours=1)
DUE = NOW + 24 * HOUR


def advisory(agent, *readers, now=NOW, **fields):
    """Told to these, who have to confirm; Baton reminds them a day later."""
    about = {"must_acknowledge": True, "remind_after": 24, **fields}
    notice = telling.open_notice(
        kind="advisory", title="New password rule", by=agent, aim={"people": readers}, now=now, **about
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=now)
    return notice


@pytest.fixture
def told(agent, readers):
    return advisory(agent, *readers)


def reminders():
    return list(Update.objects.filter(verb=Update.REMIND).order_by("pk"))


def test_whoever_has_not_confirmed_is_reminded_at_its_time_and_once(told, readers):
    reading.acknowledge(told, readers[0], now=NOW + HOUR)
    reminding.sweep(now=DUE - HOUR)
    assert reminders() == []
    for _twice in range(2):
        reminding.sweep(now=DUE)
        reminding.sweep(now=DUE + 3 * HOUR)
    (update,) = reminders()
    assert (update.by, update.at) == (None, DUE)
    assert set(told.addressees.filter(reminded_at=DUE).values_list("person", flat=True)) == {
        person.pk for person in readers[1:]
    }
    assert update.texts.get(audience="colleagues").subject == "Please confirm: Mail is down"


def test_it_is_sent_like_any_message_and_counts_among_the_mails_of_a_week(told, readers, deal_mails):
    reminding.sweep(now=DUE)
    (update,) = reminders()
    deal_mails(update)
    mails = Delivery.objects.filter(update=update)
    assert {row.person for row in mails} == set(readers)
    assert {(row.group, row.state) for row in mails} == {(Group.NOTICE, "sent")}


def test_how_many_confirmed_after_it_stands_beside_the_funnel(told, readers):
    reading.acknowledge(told, readers[0], now=NOW + HOUR)
    reminding.sweep(now=DUE)
    reading.acknowledge(told, readers[1], now=DUE + HOUR)
    total = funnel(told)["total"]
    assert (total.addressed, total.acknowledged, total.reminded, total.moved) == (3, 2, 2, 1)


def test_when_everyone_confirmed_nobody_is_reminded(told, readers):
    for person in readers:
        reading.acknowledge(told, person, now=NOW + HOUR)
    reminding.sweep(now=DUE)
    assert reminders() == []
    assert not Notice.objects.filter(remind_at__isnull=False).exists()


def test_once_it_is_over_nobody_is_reminded(told, agent):
    telling.say(told, "withdraw", by=agent, texts=TEXTS, now=NOW + HOUR)
    reminding.sweep(now=DUE)
    assert reminders() == []
    with pytest.raises(Refused, match="over"):
        telling.remind(told, by=agent, now=DUE)


def test_a_reminder_by_hand_just_before_moves_it(told, agent):
    telling.remind(told, by=agent, now=DUE - HOUR / 2)
    reminding.sweep(now=DUE)
    assert len(reminders()) == 1
    reminding.sweep(now=DUE + HOUR)
    assert [update.by for update in reminders()] == [agent, None]


def test_later_messages_do_not_move_it(told, agent):
    telling.say(told, "update", by=agent, texts=TEXTS, now=NOW + HOUR)
    assert told.remind_at == DUE


def test_a_rehearsal_and_a_notice_that_nobody_must_confirm_have_none(agent, readers):
    assert advisory(agent, *readers, drill=True).remind_at is None
    with pytest.raises(ValidationError, match="has to confirm"):
        advisory(agent, *readers, must_acknowledge=False)
    with pytest.raises(ValidationError, match="from 1 to"):
        advisory(agent, *readers, remind_after=10_000)


def test_it_is_for_named_people_and_stands_on_no_status_page_and_in_no_room(
    as_agent, agent, readers, service
):
    now = timezone.now()
    Room.objects.create(name="Everyone", server="other")
    StatusPage.objects.update_or_create(pk=1, defaults={"public": True})
    ServiceOnStatus.objects.update_or_create(service=service, defaults={"public": True})
    Subscription.objects.create(service=service, address="jo@elsewhere.example", since=now, confirmed_at=now)
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, services=[service], aim={"people": readers}, must_acknowledge=True,
        public=True,
    )  # fmt: skip
    first = telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=now + HOUR)
    update = telling.remind(notice, by=agent)
    for told in (posting.tell_update, following.tell_followers):
        assert len(told(first, now=now)) == 1
        assert told(update, now=now) == []
    keeper.forget()
    page = as_agent.get(f"/status/{agent.local_time(now=now).date()}/").content.decode()
    assert page.count("You cannot send or get mail.") == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_sweeps_at_the_same_moment_one_reminds():
    notice = advisory(PersonFactory(), PersonFactory())
    start = Barrier(2)

    def sweep():
        start.wait(10)
        reminding.sweep(now=DUE)
        connection.close()

    both = [Thread(target=sweep) for _n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert notice.updates.filter(verb=Update.REMIND).count() == 1


@pytest.fixture
def deal_mails(db):
    def deal(update):
        fanout.fan_out(update.pk, now=timezone.now())
        lines.work(update.pk)

    return deal


class TestWhomItNeedNotReach:
    """Told now: mails go out by the clock on the wall."""

    @pytest.fixture
    def sleeper(self, db):
        now = timezone.now()
        person = PersonFactory(name="Sleeper", time_zone="UTC")
        Quiet.objects.create(
            person=person, begins=(now - HOUR).time(), ends=(now + HOUR).time(), digest_at=time(8)
        )
        return person

    def test_who_confirms_before_the_mail_leaves(self, agent, readers):
        notice = advisory(agent, *readers, now=timezone.now())
        update = telling.remind(notice, by=agent)
        fanout.fan_out(update.pk, now=timezone.now())
        reading.acknowledge(notice, readers[0], now=timezone.now())
        mail.outbox.clear()
        lines.work(update.pk)
        assert sorted(one.to[0] for one in mail.outbox) == sorted(person.email for person in readers[1:])
        assert Delivery.objects.get(update=update, person=readers[0]).state == "skipped"

    def test_nobody_once_it_is_over(self, agent, readers):
        notice = advisory(agent, *readers, now=timezone.now())
        update = telling.remind(notice, by=agent)
        fanout.fan_out(update.pk, now=timezone.now())
        telling.say(notice, "withdraw", by=agent, texts=TEXTS)
        mail.outbox.clear()
        lines.work(update.pk)
        assert mail.outbox == []

    @pytest.mark.parametrize("confirms", [True, False])
    def test_who_confirms_in_their_quiet_hours(self, agent, sleeper, confirms):
        notice = advisory(agent, sleeper, now=timezone.now())
        update = telling.remind(notice, by=agent)
        fanout.fan_out(update.pk, now=timezone.now())
        assert Held.objects.filter(person=sleeper, cause=f"update:{update.pk}").exists()
        if confirms:
            reading.acknowledge(notice, sleeper, now=timezone.now())
        digest = digests.gather(sleeper.pk, now=timezone.now() + 30 * HOUR)
        assert "Mail is down" in digest.text
        assert ("Please confirm" in digest.text) != confirms


class TestPages:
    def test_first_who_they_are_and_then_it_goes_out(self, as_agent, told, readers):
        reading.acknowledge(told, readers[0], now=NOW + HOUR)
        address = f"{told.get_absolute_url()}remind/"
        assert f'href="{address}"' in as_agent.get(told.get_absolute_url()).content.decode()
        page = as_agent.get(address).content.decode()
        assert "Remind 2 colleagues" in page
        assert "Please confirm: Mail is down" in page
        assert [person.name in page for person in readers] == [False, True, True]
        assert reminders() == []
        answer = as_agent.post(address, follow=True).content.decode()
        assert "2 colleagues are being reminded." in answer
        assert "2 were reminded" in answer
        assert len(reminders()) == 1

    def test_the_one_by_itself_is_chosen_while_writing(self, as_agent, readers):
        asked = filled(people=[readers[0].pk], must_acknowledge="on", remind_after="24")
        as_agent.post("/comms/notices/new/", asked)
        notice = Notice.objects.get()
        assert notice.remind_after == 24
        assert notice.remind_at == notice.published_at + 24 * HOUR
        assert "once, to who has not confirmed" in as_agent.get(notice.get_absolute_url()).content.decode()

    def test_without_confirming_the_choice_means_nothing(self, as_agent, readers):
        as_agent.post("/comms/notices/new/", filled(people=[readers[0].pk], remind_after="24"))
        assert Notice.objects.get().remind_after is None

    def test_by_api_too(self, as_agent, readers):
        body = {"kind": "news", "title": "New rule", "must_acknowledge": True, "remind_after": 4}
        made = as_agent.post("/api/v1/notices/", body, content_type="application/json").json()
        assert made["remind_after"] == 4
        wrong = as_agent.post(
            "/api/v1/notices/", {**body, "must_acknowledge": False}, content_type="application/json"
        )
        assert wrong.status_code == 422
        assert "has to confirm" in wrong.content.decode()
