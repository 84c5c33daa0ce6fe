import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import pytest

from tests.ground.conftest import eventually

QUICK = {"DEBUG": "1", "DEMO": "0", "PORT": "0", "BATON_THROWAWAY": "1", "LOG_LEVEL": "WARNING"}


@pytest.fixture
def running(place):
    """`python -m itsm.run` up to its banner: the process, and the address it printed."""
    process = place.start("-m", "itsm.run", **QUICK)
    told = ""
    for line in process.stdout:
        told += line
        if found := re.search(r"answers at (http://\S+)", line):
            return process, found[1]
    pytest.fail(told)


def get(address, path):
    try:
        with urllib.request.urlopen(address + path, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def pids(place, name):
    return {int(line.split()[0]) for line in place.processes().splitlines() if name in line}


def serving(supervisor):
    """The web processes that answer: children of the one that keeps them."""
    every = subprocess.run(
        ["ps", "-eww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in every.splitlines() if "-m itsm.run.web" in line]
    keepers = {pid for pid, parent, _args in rows if int(parent) == supervisor.pid}
    return {int(pid) for pid, parent, _args in rows if parent in keepers}


def test_one_command_serves_revives_what_dies_and_ends_with_ctrl_c(place, running):
    process, address = running
    assert get(address, "/healthz") == (200, "ok\n")
    assert get(address, "/live/nothing")[0] == 404
    assert eventually(lambda: get(address, "/readyz")[0] == 200), get(address, "/readyz")

    [beat] = pids(place, "celery --quiet -A itsm.celery beat")
    web = serving(process)
    assert len(web) == 2
    os.kill(beat, signal.SIGKILL)
    os.kill(min(web), signal.SIGKILL)
    os.kill(place.pid("valkey"), signal.SIGKILL)
    os.kill(place.pid("postgres"), signal.SIGKILL)
    assert eventually(lambda: pids(place, "celery --quiet -A itsm.celery beat") - {beat})
    assert eventually(lambda: len(serving(process) - {min(web)}) == 2)
    assert eventually(lambda: get(address, "/readyz")[0] == 200), get(address, "/readyz")
    parts = json.loads(get(address, "/readyz")[1])
    assert {name for name, part in parts.items() if isinstance(part, dict) and part["age"] < 30} == {
        "database", "broker", "worker", "beat", "mail in",
    }  # fmt: skip
    assert 'baton_up{part="worker"} 1' in get(address, "/metrics")[1]

    process.send_signal(signal.SIGINT)
    assert eventually(lambda: process.poll() is not None)
    assert process.returncode == 0
    assert eventually(lambda: place.processes() == "", within=5)


def test_nothing_outlives_a_killed_supervisor(place, running):
    process, _ = running
    process.kill()
    assert eventually(lambda: place.processes() == ""), place.processes()


def test_a_taken_port_is_a_sentence(settle):
    place = settle()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told, _ = place.start("-m", "itsm.run", **QUICK | {"PORT": str(port)}).communicate(timeout=10)
    assert told.startswith(f"Cannot listen on 127.0.0.1:{port} (Address already in use). Choose another port")
    assert not (place.home / "postgres").exists()
