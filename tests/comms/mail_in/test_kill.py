"""kill -9 between keeping a mail and understanding it, and between the sender's last byte and our OK: nothing is lost or doubled."""

import os
import signal
import smtplib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.comms.house import House, eventually

pytestmark = pytest.mark.timeout(240)
RAW = b"From: nobody@elsewhere.example\r\nSubject: by smtp %d\r\n\r\nHelp.\r\n"


@pytest.fixture(scope="module")
def whole_house(django_db_setup: None) -> Iterator[House]:
    with TemporaryDirectory(prefix="baton-mail-", ignore_cleanup_errors=True) as home:
        made = House(Path(home))  # nobody takes mail: none of this is about sending
        with socket.create_server(("127.0.0.1", 0)) as free:
            made.env["MAIL_LISTEN"] = f"127.0.0.1:{free.getsockname()[1]}"
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def house(whole_house: House) -> Iterator[House]:
    yield whole_house
    while whole_house.workers:
        whole_house.kill_worker()


def all_read(house: House) -> bool:
    house.ask("time_passes_for_mail")
    return eventually(lambda: "stored" not in house.ask("came_in")["states"], within=3)


def test_mail_whose_worker_or_broker_dies_is_understood_once(house):
    subjects = house.ask("come_in", 3)
    house.kill_engine("valkey")  # and with it every task that was queued
    subjects += house.ask("come_in", 2)

    house.ask("hold", "incidents_incident")
    house.ask("time_passes_for_mail")  # the sweep finds what Valkey forgot
    house.start_worker()
    assert eventually(lambda: house.ask("somebody_waits"))
    house.kill_worker()  # it has read a mail and stands before the ticket
    house.ask("let_go")
    house.start_worker()
    assert eventually(lambda: all_read(house), within=90), house.ask("came_in")

    titles = house.ask("came_in")["titles"]
    assert sorted(title for title in titles if title in subjects) == sorted(subjects)


def test_what_smtp_said_yes_to_is_there_and_what_it_did_not_comes_again(house):
    listener = listening(house)
    deliver(house, 1)
    kill(house, listener)  # the moment after it said yes

    listener = listening(house)
    house.ask("hold", "comms_incoming")
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        deliver(house, 2, meanwhile=lambda: kill_while_it_waits(house, listener))
    house.ask("let_go")

    listener = listening(house)
    deliver(house, 2)  # as any mail server does that heard no yes
    deliver(house, 2)
    listener.send_signal(signal.SIGTERM)
    assert listener.wait(20) == 0
    house.workers.remove(listener)
    house.start_worker()
    assert eventually(lambda: all_read(house), within=90)
    subjects = house.ask("came_in")["subjects"]
    assert [subjects.count("by smtp 1"), subjects.count("by smtp 2")] == [1, 1]


def listening(house: House):
    process = house.run(
        "-m", "django", "mail_listen", "--settings", "itsm.settings", stdout=subprocess.DEVNULL
    )
    house.workers.append(process)  # whatever happens, it ends with the test
    host, _colon, port = house.env["MAIL_LISTEN"].rpartition(":")

    def answers() -> bool:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            return False
        return True

    assert eventually(answers)
    return process


def deliver(house: House, number: int, *, meanwhile=None) -> None:
    host, _colon, port = house.env["MAIL_LISTEN"].rpartition(":")
    server = smtplib.SMTP(host, int(port), timeout=30)
    try:
        server.ehlo()
        server.mail("a@b.example")
        assert server.rcpt("desk@halden.example")[0] == 250
        if meanwhile is None:
            assert server.data(RAW % number)[0] == 250
            return
        server.docmd("DATA")
        server.send(RAW % number + b".\r\n")
        meanwhile()
        server.getreply()
    finally:
        server.close()


def kill_while_it_waits(house: House, listener) -> None:
    assert eventually(lambda: house.ask("somebody_waits"))
    kill(house, listener)


def kill(house: House, listener) -> None:
    house.workers.remove(listener)
    os.killpg(listener.pid, signal.SIGKILL)
    listener.wait()
