"""A notice's mails on a real wire: what the server says decides, whatever it says, and nobody gets two or none."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.db.models import F
from django.utils import timezone

from comms import claims, fanout, lines
from comms.models import Addressee, Claim, Delivery, Update
from comms.models.delivery import STUCK
from tests.comms.mail_in.post import arrives
from tests.comms.mail_in.test_automatic import report
from tests.comms.notices_by_mail import message
from tests.comms.sink import Sink, sink
from tests.factories import PersonFactory

# Marks have a connection of their own, which sees only what is committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(60)]
State = Delivery.State


@pytest.fixture(params=[True, False], ids=["pipelining", "step by step"])
def server(request, settings) -> Iterator[Sink]:
    with sink() as made:
        made.pipelining = request.param
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        yield made


def fanned_out(count: int) -> Update:
    update = message(*[PersonFactory(name=f"Zoë {n}") for n in range(count)])
    fanout.fan_out(update.pk, now=timezone.now())
    return update


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def each_once(server: Sink) -> bool:
    return server.taken == {row.message_id: 1 for row in Delivery.objects.all()}


def addresses() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("address", flat=True))


def time_passes() -> None:
    Delivery.objects.update(next_try_at=F("next_try_at") - timedelta(hours=1))


def test_many_go_over_one_connection_each_marked(server):
    update = fanned_out(7)
    assert lines.work(update.pk) is False
    assert each_once(server)
    assert set(states()) == {State.SENT}
    assert Addressee.objects.filter(delivered_at=None).count() == 0


@pytest.mark.parametrize(
    ("mood", "state", "error"),
    [
        ("RCPT 550 unknown", State.FAILED, "550"),
        ("RCPT 451 try later", State.QUEUED, "451"),
        ("DATA 554 we call it spam", State.FAILED, "554"),
        ("DATA 452 no room", State.QUEUED, "452"),
        ("RCPT 421 too many", State.QUEUED, ""),
        ("drop", State.QUEUED, ""),
    ],
)
def test_trouble_with_one_mail_holds_up_no_other(server, mood, state, error):
    update = fanned_out(5)
    third = Delivery.objects.order_by("pk")[2]
    server.moods[third.address] = mood
    lines.work(update.pk)
    third.refresh_from_db()
    assert (third.state, third.attempts) == (state, 1)
    assert error in third.error
    assert bool(third.next_try_at) == (state == State.QUEUED)
    assert sorted(states()) == sorted([State.SENT] * 4 + [state])
    time_passes()
    lines.work(update.pk)
    assert server.taken.total() == (4 if state == State.FAILED else 5)
    assert set(server.taken.values()) == {1}


def test_a_server_that_says_ok_and_dies_has_it_and_gets_no_second_copy(server):
    update = fanned_out(4)
    server.moods[addresses()[1]] = "ok, then die"
    lines.work(update.pk)
    time_passes()
    lines.work(update.pk)
    assert each_once(server)
    assert set(states()) == {State.SENT}


def test_a_server_that_breaks_at_once_is_left_alone_and_costs_the_others_no_try(server):
    update = fanned_out(4)
    server.moods[addresses()[0]] = "drop"
    assert lines.work(update.pk) is False
    assert list(Delivery.objects.order_by("pk").values_list("state", "attempts")) == [
        (State.QUEUED, 1),
        *[(State.QUEUED, 0)] * 3,
    ]
    update.refresh_from_db()
    assert update.sending_at is None


def test_a_server_that_refuses_ten_in_a_row_is_left_alone(server):
    update = fanned_out(12)
    server.moods = dict.fromkeys(addresses(), "RCPT 451 try later")
    assert lines.work(update.pk) is False
    assert Delivery.objects.filter(attempts=1).count() == lines.IN_A_ROW


def test_who_is_next_may_be_skipped_without_getting_anothers_letter(server):
    update = fanned_out(4)
    with lines.Line(update) as line:
        line.batch = claims.take(update, now=timezone.now())
        first, second, third, fourth = line.batch.rows
        assert line.send_one(first, then=[second])
        assert line.send_one(third, then=[fourth])
        line.close_batch()
    assert server.taken == {first.message_id: 1, third.message_id: 1}
    assert states() == [State.SENT, State.QUEUED, State.SENT, State.QUEUED]


def test_what_a_dead_line_had_handed_over_is_known_and_only_the_rest_goes_again(server):
    update = fanned_out(5)
    server.moods[addresses()[1]] = "RCPT 550 unknown"
    with lines.Line(update) as line:
        line.batch = claims.take(update, now=timezone.now() - STUCK)
        for row in line.batch.rows[:3]:
            assert line.send_one(row)
        line.marks.arrive()
    assert set(states()) == {State.QUEUED, State.FAILED}  # it dies before it has closed its batch
    assert claims.take(update, now=timezone.now()).rows == []
    Delivery.objects.free_stuck(now=timezone.now())
    assert states() == [State.SENT, State.FAILED, State.SENT, State.QUEUED, State.QUEUED]
    lines.work(update.pk)
    assert states() == [State.SENT, State.FAILED, *[State.SENT] * 3]
    assert set(server.taken.values()) == {1}
    assert not Claim.objects.exists()


def test_what_is_not_due_belongs_to_no_claim_though_it_lies_between(server):
    update, later = fanned_out(3), timezone.now() + timedelta(hours=1)
    middle = Delivery.objects.order_by("pk")[1].pk
    Delivery.objects.filter(pk=middle).update(next_try_at=later)
    with lines.Line(update) as line:
        line.batch = claims.take(update, now=timezone.now() - STUCK)
        for row in line.batch.rows:
            assert line.send_one(row)
        line.marks.arrive()
    Delivery.objects.free_stuck(now=timezone.now())
    assert states() == [State.SENT, State.QUEUED, State.SENT]
    assert [row.pk for row in claims.take(update, now=later).rows] == [middle]


def test_two_lines_never_take_the_same(server, monkeypatch):
    update = fanned_out(5)
    monkeypatch.setattr(claims, "AT_ONCE", 2)
    taken = [[row.pk for row in claims.take(update, now=timezone.now()).rows] for _line in range(4)]
    assert [len(rows) for rows in taken] == [2, 2, 1, 0]
    assert [*chain(*taken)] == sorted({*chain(*taken)})


def test_a_mail_that_comes_back_before_it_is_written_down_as_sent_is_marked(server):
    update = fanned_out(2)
    with lines.Line(update) as line:
        line.batch = claims.take(update, now=timezone.now())
        gone, waiting = line.batch.rows
        assert line.send_one(gone)
        line.marks.arrive()
        for row in (gone, waiting):  # a report about the second is a lie
            arrives(report(Delivery.objects.get(pk=row.pk)))
        assert states() == [State.BOUNCED, State.QUEUED]
        line.close_batch()
    assert states() == [State.BOUNCED, State.QUEUED]


def test_while_the_server_is_slow_pages_know_what_it_took(server, monkeypatch):
    monkeypatch.setattr(lines, "TRUE_WITHIN", 0)
    update = fanned_out(2)
    server.moods[addresses()[1]] = "RCPT 451 try later"
    batch = claims.take(update, now=timezone.now())
    with lines.Line(update) as line:
        monkeypatch.setattr(line, "close_batch", lambda: None)
        line.send(batch)
    assert states() == [State.SENT, State.QUEUED]
    assert fanout.progress(update).sent == 1


def test_a_line_that_begins_with_a_dot_arrives_whole(server):
    update = fanned_out(2)
    update.texts.update(what="Before.\n.\n.Behind the dot.\r\n")
    lines.work(update.pk)
    assert each_once(server)


def test_an_address_that_no_server_takes_fails_alone(server):
    update = fanned_out(3)
    bad = Delivery.objects.order_by("pk")[1]
    Delivery.objects.filter(pk=bad.pk).update(address="a b@x\r\nRCPT TO:<all@halden.example>")
    lines.work(update.pk)
    assert states() == [State.SENT, State.FAILED, State.SENT]
    assert server.taken.total() == 2


def test_long_words_arrive_in_lines_that_no_server_cuts(server):
    update = fanned_out(1)
    update.texts.update(what="Mail is down. " * 400 + "語" * 2000)
    [row] = claims.take(update, now=timezone.now()).rows
    raw = lines.Line(update).raw(row)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"8bit" in raw
    assert "Hello Zoë,".encode() in raw


def test_four_lines_side_by_side_send_each_once(server, monkeypatch):
    monkeypatch.setattr(claims, "AT_ONCE", 5)
    update = fanned_out(60)
    together(4, lambda: lines.work(update.pk))
    assert each_once(server)
    assert set(states()) == {State.SENT}


@pytest.mark.parametrize("lost", [["marks"], ["rows"], ["marks", "rows"]], ids=" and ".join)
def test_the_database_may_go_away_between_two_mails(server, lost):
    update = fanned_out(6)
    with lines.Line(update) as line:
        line.batch = claims.take(update, now=timezone.now())
        for number, row in enumerate(line.batch.rows):
            if number == 2:
                hang_up({"marks": line.marks.link, "rows": connection.connection}[each] for each in lost)
            assert line.send_one(row)
        line.close_batch()
    assert each_once(server)
    assert set(states()) == {State.SENT}
    assert Addressee.objects.filter(delivered_at=None).count() == 0
    assert not Claim.objects.exists()
    connection.close()


def hang_up(links) -> None:
    """As the database server does when it goes away."""
    pids = [link.info.backend_pid for link in links]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) pid", [pids])
    other.close()


def together(count: int, work) -> None:
    barrier = Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
