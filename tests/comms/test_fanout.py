"""A notice's message by mail: exactly those it is for, each once, in their words; paused, resumed, begun again."""

from datetime import time, timedelta
from email.utils import parseaddr
from threading import Event, Thread, Timer

import pytest
from django.core import mail
from django.db import connections, transaction
from django.test import override_settings
from django.utils import timezone

from comms import claims, fanout, lines, links, reply_address, tasks, unsubscribe
from comms.models import Addressee, Delivery, Held, Preference, Quiet, Update
from itsm.people.models import Person
from tests import broker
from tests.comms.notices_by_mail import address, message, say
from tests.factories import PersonFactory, TeamFactory, incident

pytestmark = pytest.mark.django_db
State = Delivery.State


def fan_out(update: Update) -> None:
    fanout.fan_out(update.pk, now=timezone.now())


def send(update: Update) -> None:
    fan_out(update)
    lines.work(update.pk)


def mailed() -> list[str]:
    return [each.to[0] for each in mail.outbox]


def people(count: int, **fields) -> list[Person]:
    return [PersonFactory(**fields) for _n in range(count)]


def test_everyone_addressed_gets_it_once_and_nobody_else(monkeypatch):
    monkeypatch.setattr(fanout, "CHUNK", 3)
    monkeypatch.setattr(claims, "AT_ONCE", 2)
    told, others = people(8), people(3)
    update = message(*told)
    send(update)
    send(update)
    assert sorted(mailed()) == sorted(person.email for person in told)
    assert not Delivery.objects.filter(person__in=others).exists()
    assert Addressee.objects.exclude(delivered_at=None).count() == len(told)


def test_who_left_has_no_mail_address_or_said_no_is_left_out():
    stays, left, no_mail, said_no = people(4)
    Person.objects.filter(pk=left.pk).update(is_active=False)
    Person.objects.filter(pk=no_mail.pk).update(email="")
    Preference.objects.create(person=said_no, group="notice", wanted=False)
    send(message(stays, left, no_mail, said_no))
    assert mailed() == [stays.email]


def test_who_left_after_the_rows_were_written_gets_no_mail():
    stays, leaves = people(2)
    update = message(stays, leaves)
    fan_out(update)
    Person.objects.filter(pk=leaves.pk).update(is_active=False)
    lines.work(update.pk)
    assert mailed() == [stays.email]
    assert fanout.progress(update).skipped == 1


@pytest.mark.parametrize(("urgent", "at_once"), [(False, False), (True, True)])
def test_at_night_it_waits_for_the_digest_unless_it_is_urgent(urgent, at_once):
    sleeper = PersonFactory(time_zone="UTC")
    now = timezone.now()
    Quiet.objects.create(
        person=sleeper, begins=(now - timedelta(hours=1)).time(), ends=(now + timedelta(hours=1)).time(), digest_at=time(8)
    )  # fmt: skip
    update = message(sleeper, urgent=urgent)
    send(update)
    assert mailed() == ([sleeper.email] if at_once else [])
    held = list(Held.objects.values_list("line", "about", "cause"))
    expected = (f"[{update.notice.number}] Mail is down", "you used Mail lately", f"update:{update.pk}")
    assert held == ([] if at_once else [expected])


def test_a_drill_leaves_the_house_by_no_mail():
    update = message(*people(2), drill=True)
    send(update)
    assert mailed() == []
    update.refresh_from_db()
    assert update.done_at


def test_a_reminder_reaches_only_who_has_not_confirmed():
    slow, quick = people(2)
    update = message(slow, quick, must_acknowledge=True)
    send(update)
    now = timezone.now()
    Addressee.objects.filter(person=slow).update(reminded_at=now)
    mail.outbox.clear()
    send(say(update.notice, now=now, verb="remind"))
    assert mailed() == [slow.email]
    assert "Please confirm that you have read it: http" in mail.outbox[0].body


def test_killed_while_writing_rows_it_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(fanout, "CHUNK", 2)
    told = people(5)
    update = message(*told)
    fanout.write_some(update.pk, now=timezone.now())
    assert Delivery.objects.count() == 2
    send(update)
    assert sorted(mailed()) == sorted(person.email for person in told)


@pytest.mark.django_db(transaction=True)
def test_rows_are_written_to_the_end_while_lines_are_at_work_on_the_same_message(monkeypatch):
    monkeypatch.setattr(fanout, "CHUNK", 2)
    update = message(*people(8))
    held, go_on = Event(), Event()

    def sign_of_life() -> None:
        with transaction.atomic():
            Update.objects.filter(pk=update.pk).update(sending_at=timezone.now())
            held.set()
            go_on.wait(10)
        connections.close_all()

    line = Thread(target=sign_of_life)
    line.start()
    assert held.wait(10)
    Timer(0.3, go_on.set).start()
    fan_out(update)
    line.join()
    assert Delivery.objects.count() == 8


def test_paused_nothing_goes_out_and_resumed_the_rest_does(monkeypatch):
    monkeypatch.setattr(claims, "AT_ONCE", 2)
    told = people(5)
    update = message(*told)
    fan_out(update)
    batch = claims.take(update, now=timezone.now())
    with lines.Line(update) as line:
        fanout.pause(update, now=timezone.now())
        line.send(batch)
    assert lines.work(update.pk) is False
    now = fanout.progress(update)
    assert (now.addressed, now.queued, now.sent, now.paused) == (5, 3, 2, True)
    fanout.resume(update, now=timezone.now())
    lines.work(update.pk)
    assert sorted(mailed()) == sorted(person.email for person in told)
    now = fanout.progress(update)
    assert (now.queued, now.sent, now.paused) == (0, 5, False)


def test_paused_before_all_rows_are_written_the_rest_still_counts_as_waiting(monkeypatch):
    monkeypatch.setattr(fanout, "CHUNK", 2)
    update = message(*people(5))
    fanout.write_some(update.pk, now=timezone.now())
    fanout.pause(update, now=timezone.now())
    fan_out(update)
    assert Delivery.objects.count() == 2
    assert (fanout.progress(update).addressed, fanout.progress(update).queued) == (5, 5)


def test_the_sweep_finds_what_a_lost_broker_forgot(later):
    told = people(3)
    update = message(*told, at=timezone.now() - timedelta(minutes=5))
    with broker.away():
        fan_out(update)  # nobody could be woken
        tasks.send_forgotten()
    assert mailed() == []
    assert later(tasks.send_forgotten) == [("comms.send_update", update.pk)] * 2
    lines.work(update.pk)
    assert later(tasks.send_forgotten) == []
    update.refresh_from_db()
    assert update.done_at


def test_the_sweep_writes_down_who_has_it_if_the_worker_could_not():
    reader = PersonFactory()
    update = message(reader, at=timezone.now() - timedelta(minutes=5))
    send(update)
    Addressee.objects.update(delivered_at=None)
    fanout.look_after(now=timezone.now())
    assert Addressee.objects.get().delivered_at == Delivery.objects.get().sent_at


@pytest.fixture
def later(monkeypatch):
    """What a piece of work would have the worker do."""

    def woken_by(work) -> list[tuple]:
        woken: list[tuple] = []
        monkeypatch.setattr(fanout, "wake", lambda *task: woken.append(task))
        work()
        return woken

    return woken_by


# What it says ---------------------------------------------------------------------------------------------------------


@override_settings(
    MAIL_REPLY_TO="", DEFAULT_FROM_EMAIL="Baton <desk@halden.example>", BASE_URL="https://desk.halden.example"
)
def test_the_head_threads_it_answers_find_it_and_one_click_ends_it():
    reader = PersonFactory()
    update = message(reader)
    send(update)
    [sent] = [each.message() for each in mail.outbox]
    notice = update.notice
    assert (
        sent["Message-ID"]
        == f"<update.{update.pk}.{reader.pk}@halden.example>"
        == Delivery.objects.get().message_id
    )
    assert sent["References"] == sent["In-Reply-To"] == f"<notice.{notice.pk}@halden.example>"
    assert (sent["Auto-Submitted"], sent["X-Loop"]) == ("auto-generated", "baton@halden.example")
    found = reply_address.read(parseaddr(sent["Reply-To"])[1])
    assert (found.notice_id, found.person_id) == (notice.pk, reader.pk)
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(sent["List-Unsubscribe"]).strip().removesuffix("/>").rpartition("/")[2]
    ends = unsubscribe.read(token)
    assert (ends.person, ends.group) == (reader, "notice")


def test_it_holds_the_five_slots_the_three_facts_why_and_the_readers_own_link(settings):
    settings.BASE_URL = "https://desk.halden.example"
    reader = PersonFactory(name="Ana Reis", time_zone="Europe/Lisbon")
    ticket = incident(by=reader, team=TeamFactory(name="Messaging"))
    soon = timezone.now() + timedelta(hours=1)
    update = message(reader, ticket=ticket, next_update_at=soon, must_acknowledge=True)
    send(update)
    text = mail.outbox[0].body
    assert text.startswith("Hello Ana,\n\nYou cannot send or read mail.\n")
    for line in (
        "Who is affected: Everyone in Porto.",
        "What to do: Call if it is urgent.",
        "What we do: We restart the server.",
        "When you hear next: A word at noon.",
        "Who has it: Messaging",
        "You get this because you used Mail lately.",
        f"Please confirm that you have read it: {links.personal_link(update.notice, reader)}",
    ):
        assert line in text
    assert "You hear from us by: " in text
    assert "(Europe/Lisbon)" in text


def test_each_reads_it_in_their_language_zone_and_audience():
    boss, ana = PersonFactory(name="Boss", language="de"), PersonFactory(name="Ana")
    update = message(ana, next_update_at=timezone.now() + timedelta(hours=1))
    address(update.notice, boss, now=update.at, audience="managers")
    update.texts.create(audience="managers", subject="Two hours of sales", what="No orders come in.")
    send(update)
    by = {each.to[0]: each for each in mail.outbox}
    assert "Two hours of sales" in by[boss.email].subject
    assert "No orders come in." in by[boss.email].body
    assert 'lang="de"' in by[boss.email].alternatives[0][0]
    assert "You cannot send" in by[ana.email].body
    assert dict(Delivery.objects.values_list("person", "subject")) == {
        person.pk: by[person.email].subject for person in (boss, ana)
    }


def test_a_name_is_words_and_never_markup_or_a_second_head():
    reader = PersonFactory(name="<b>Zoë</b>", preferred_name="<b>Zoë\nBcc: all@halden.example</b>")
    update = message(reader)
    send(update)
    [sent] = mail.outbox
    assert "<b>Zoë" in sent.body
    assert "<b>" not in sent.alternatives[0][0]
    assert "&lt;b&gt;Zoë" in sent.alternatives[0][0]
    assert sent.message()["Bcc"] is None


def test_the_mailbox_page_makes_the_same_mail_from_the_kept_words(settings, as_agent):
    settings.DEMO = True
    send(message(PersonFactory()))
    row = Delivery.objects.get()
    assert row.text == ""
    page = as_agent.get(f"/comms/mailbox/{row.pk}/").content.decode()
    assert mail.outbox[0].body.partition("Fewer of")[0] in page
    assert "<p>You cannot send or read mail.</p>" in page
