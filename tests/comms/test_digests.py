"""A burst, a night, a day: what was held becomes one mail, once, whoever is killed and however many work at it."""

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection, transaction

from comms import quiet, sending, tasks
from comms.budget import digests
from comms.models import (
    Addressee,
    Delivery,
    Group,
    Held,
    How,
    Notice,
    Preference,
    Question,
    Quiet,
    Reason,
    Update,
)
from itsm.people.models import Person
from itsm.tickets.models import Ticket
from tests.factories import PersonFactory, incident

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana(db) -> Person:
    return PersonFactory(name="Ana Reis", time_zone="UTC")


def hold(person: Person, number: int = 3, *, due_at: datetime = NOON, **more) -> list[Held]:
    about = {"group": Group.ANSWER, "reason": Reason.ASKED, "url": "https://desk.example/1", "at": NOON}
    rows = [
        Held(person=person, cause=f"event:{each}", line=f"Line {each}", due_at=due_at, **{**about, **more})
        for each in range(number)
    ]
    return Held.objects.bulk_create(rows)


def of_digests() -> list[Delivery]:
    return list(Delivery.objects.filter(group=Group.DIGEST).order_by("pk"))


def sweep(now: datetime) -> list[Delivery | None]:
    return [digests.gather(person, now=now) for person in digests.due(now=now)]


@pytest.mark.django_db
def test_thirty_events_are_a_few_mails_and_one_digest(
    colleague, service, agent, deal, django_capture_on_commit_callbacks
):
    with time_machine.travel(NOON, tick=False):
        made = incident(by=colleague, service=service)
        for number in range(30):
            made.reply(f"It is back, number {number}, sign in again.", by=agent)
        deal()
    mails = Delivery.objects.filter(person=colleague, group=Group.ANSWER)
    assert mails.count() == quiet.FEW
    assert Held.objects.filter(person=colleague).count() == 30 - quiet.FEW
    assert sweep(NOON + 9 * MINUTE) == []
    with time_machine.travel(NOON + 11 * MINUTE, tick=False):
        for _twice in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                tasks.gather_digests(digests.due(now=NOON + 11 * MINUTE))
    (digest,) = of_digests()
    assert digest.subject == "27 messages for you"
    assert digest.text.count("Ivo Lund replied: Mail is down") == 27
    assert digest.text.count("because you asked for help") == 27
    assert digest.html.count("<li>") == 27
    told = {
        *mails.values_list("event", flat=True),
        *Held.objects.filter(digest=digest.cause).values_list("event", flat=True),
    }
    assert len(told) == 30, "every event reached them, by one way or the other"


@pytest.mark.django_db
def test_urgent_news_passes_a_burst_and_the_night(colleague, service, agent, deal):
    Quiet.objects.create(person=agent, begins=time(0), ends=time(23, 59))
    Quiet.objects.create(person=colleague, begins=time(0), ends=time(23, 59))
    with time_machine.travel(NOON, tick=False):
        made = incident(by=colleague, service=service)
        made.take(by=agent)
        made.reply("Is anybody there? It is urgent.", by=colleague)
        deal()
        assert not Delivery.objects.filter(person=agent).exists()
        assert Delivery.objects.filter(person=colleague, group=Group.RECEIPT).count() == 1
        type(made).objects.filter(pk=made.pk).update(major=True)
        made.refresh_from_db()
        for number in range(6):
            made.reply(f"Still broken for me, {number} times.", by=colleague)
        made.reply("We are on it, all of us.", by=agent)
        deal()
    assert Delivery.objects.filter(person=agent, group=Group.WORK).count() == 6
    assert not Delivery.objects.filter(person=colleague, group=Group.ANSWER).exists(), "a colleague may sleep"


@pytest.mark.django_db
def test_a_night_is_one_mail_in_the_morning(ana):
    hold(ana, 5, due_at=NOON)
    Held.objects.create(
        person=ana, cause="event:99", group=Group.WATCH, reason=Reason.WATCHES, line="Nearly due", url="/", at=NOON,
        due_at=NOON + 5 * MINUTE,
    )  # fmt: skip
    Held.objects.create(
        person=ana, cause="event:100", group=Group.WATCH, reason=Reason.WATCHES, line="Tomorrow", url="/", at=NOON,
        due_at=NOON + timedelta(days=1),
    )  # fmt: skip
    (digest,) = sweep(NOON)
    assert digest.subject == "6 messages for you"
    assert "Nearly due" in digest.text
    assert "Tomorrow" not in digest.text
    assert sweep(NOON) == []


@pytest.mark.django_db
def test_what_was_declined_or_closed_to_them_since_is_left_out(ana, colleague, service, agent):
    made = incident(by=colleague, service=service, title="Secret")
    event = made.reply("It is back, sign in again.", by=agent)
    Held.objects.create(
        person=ana, cause=f"event:{event.pk}", event=event, group=Group.WATCH, reason=Reason.WATCHES, line="Secret", url="/",
        at=NOON, due_at=NOON,
    )  # fmt: skip
    assert sweep(NOON) == [None], "a ticket they may not see"
    hold(ana)
    Preference.choose(ana, Group.ANSWER, How.NEVER)
    assert sweep(NOON) == [None]
    assert not of_digests()
    assert not Held.objects.filter(digest="").exists(), "and nothing of it waits for ever"


@pytest.mark.django_db
def test_who_has_left_gets_no_digest(ana):
    hold(ana)
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert sweep(NOON) == [None]


@pytest.mark.django_db
def test_an_endless_digest_ends_with_a_figure(ana):
    hold(ana, digests.MOST_LINES + 4)
    (digest,) = sweep(NOON)
    assert digest.subject == f"{digests.MOST_LINES + 4} messages for you"
    assert "and 4 more, in your inbox" in digest.text


@pytest.mark.django_db
def test_killed_before_the_commit_leaves_everything_for_the_next(ana):
    hold(ana)

    class Killed(Exception):
        pass

    def work() -> None:
        with transaction.atomic():
            assert digests.gather(ana.pk, now=NOON)
            raise Killed

    with pytest.raises(Killed):
        work()
    assert not of_digests()
    (digest,) = sweep(NOON)
    assert digest.subject == "3 messages for you"


@pytest.mark.django_db
def test_killed_after_the_commit_the_mail_is_a_row_that_the_sweep_of_mails_finds(ana):
    hold(ana)
    sweep(NOON)
    waiting = Delivery.objects.forgotten(now=NOON + MINUTE)
    assert [row.group for row in waiting] == [Group.DIGEST]


@pytest.mark.django_db
def test_one_broken_person_holds_up_nobody(ana, caplog, django_capture_on_commit_callbacks):
    bert = PersonFactory()
    hold(ana)
    hold(bert)
    Person.objects.filter(pk=ana.pk).update(time_zone="Nowhere/At-all")
    with time_machine.travel(NOON, tick=False), django_capture_on_commit_callbacks():
        tasks.gather_digests([ana.pk, bert.pk])
    assert [row.person_id for row in of_digests()] == [bert.pk]
    assert "could not be written" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_write_one_digest():
    person = PersonFactory(name="Ana Reis", time_zone="UTC")
    hold(person, 30)
    start, found = Barrier(2), []

    def work() -> None:
        try:
            start.wait(5)
            found.append(digests.gather(person.pk, now=NOON))
        finally:
            connection.close()

    workers = [Thread(target=work) for _each in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    (digest,) = of_digests()
    assert sorted(row is None for row in found) == [False, True]
    assert set(Held.objects.values_list("digest", flat=True)) == {digest.cause}


@pytest.mark.django_db
def test_the_same_news_is_held_once(ana):
    hold(ana)
    rows = [
        Held(
            person=ana,
            cause="event:0",
            group=Group.ANSWER,
            reason=Reason.ASKED,
            line="Again",
            url="/",
            at=NOON,
            due_at=NOON,
        )
    ]
    Held.objects.bulk_create(rows, ignore_conflicts=True)
    assert Held.objects.filter(person=ana).count() == 3


@pytest.mark.django_db
def test_a_notice_in_a_digest_is_delivered_when_the_mail_server_took_it(ana, agent):
    notice = Notice.objects.create(kind="outage", title="Mail is down", opened_by=agent, opened_at=NOON)
    update = Update.objects.create(notice=notice, verb="publish", phase="investigating", by=agent, at=NOON)
    row = Addressee.objects.create(notice=notice, person=ana, why="everyone", addressed_at=NOON)
    Held.objects.create(
        person=ana, cause=f"update:{update.pk}", group=Group.NOTICE, reason=Reason.ADDRESSED, about="it concerns everyone",
        line="Mail is down", url="/", at=NOON, due_at=NOON,
    )  # fmt: skip
    (digest,) = sweep(NOON)
    assert "because it concerns everyone" in digest.text
    digests.note_delivered(now=NOON + MINUTE)
    row.refresh_from_db()
    assert row.delivered_at is None
    sending.send([digest.pk])
    digests.note_delivered(now=NOON + MINUTE)
    row.refresh_from_db()
    assert row.delivered_at is not None


@pytest.mark.django_db
def test_a_digest_costs_the_same_for_one_line_and_for_many(
    ana, colleague, service, agent, django_assert_num_queries
):
    made = incident(by=colleague, service=service)
    events = [made.reply(f"It is back, number {each}, sign in.", by=agent) for each in range(20)]
    watcher = PersonFactory(roles=["agent"])

    def hold_events(some: list) -> None:
        rows = [
            Held(
                person=watcher,
                cause=f"event:{each.pk}",
                event=each,
                group=Group.WATCH,
                reason=Reason.WATCHES,
                line="x",
                url="/",
                at=NOON,
                due_at=NOON,
            )
            for each in some
        ]
        Held.objects.bulk_create(rows)

    hold_events(events[:1])
    with django_assert_num_queries(11):
        digests.gather(watcher.pk, now=NOON)
    hold_events(events[1:])
    with django_assert_num_queries(11):
        assert digests.gather(watcher.pk, now=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["update", "question"])
def test_a_notice_closed_to_them_since_is_no_line_of_a_digest(
    ana, colleague, service, agent, signed_in, kind
):
    made = incident(by=colleague, service=service)
    notice = Notice.objects.create(
        kind="outage", title="Mail is down", ticket=made, opened_by=agent, opened_at=NOON
    )
    if kind == "update":
        row = Update.objects.create(notice=notice, verb="publish", phase="investigating", by=agent, at=NOON)
    else:
        row = Question.objects.create(notice=notice, by=ana, at=NOON, words="Until when?", channel="portal")
    hold(ana, 1)
    Held.objects.create(
        person=ana, cause=f"{kind}:{row.pk}", group=Group.NOTICE, reason=Reason.ADDRESSED, line="Mail is down", url="/", at=NOON,
        due_at=NOON,
    )  # fmt: skip
    client = signed_in(ana)
    assert "Mail is down" in client.get("/comms/mine/").content.decode()
    Ticket.objects.filter(pk=made.pk).update(restricted=True)
    assert "Mail is down" not in client.get("/comms/mine/").content.decode()
    (digest,) = sweep(NOON)
    assert "Line 0" in digest.text
    assert "Mail is down" not in digest.text
