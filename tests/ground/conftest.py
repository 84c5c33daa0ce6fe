"""Places: homes of engines of their own, and processes that use them the way an operator would."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from itsm.engines.engine import socket_directory
from tests.comms.house import furnish

ROOT = Path(__file__).resolve().parent.parent.parent
FREE = (
    "BATON_THROWAWAY",
    "BATON_VALKEY_DB",
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "REDIS_URL",
    "PYTEST_XDIST_WORKER",
)

CONNECT = """
import sys, time
from itsm import engines
with engines.running():
    {links}
    {body}
"""
# What a body may speak of. Half of the processes only use the engines by being there: loading a client would be most of their work.
LINKS = {
    "sql": """
import psycopg2
database = psycopg2.connect(host=str(engines.Postgres(engines.home()).sockets), user="postgres", dbname="baton")
database.autocommit = True
sql = database.cursor()
""",
    "valkey": """
import redis
valkey = redis.from_url(engines.redis_url())
""",
}


@dataclass
class Place:
    """A checkout's home, with every process started there."""

    home: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def environment(self, **extra: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in FREE}
        return inherited | {"BATON_HOME": str(self.home), "PYTHONUNBUFFERED": "1"} | extra

    def start(self, *command: str, **extra: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment(**extra),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self.started.append(process)
        return process

    def begin(self, body: str) -> subprocess.Popen[str]:
        """A process that uses the engines, runs `body` with `sql` and `valkey`, and tells by print()."""
        links = "".join(link for name, link in LINKS.items() if name in body)
        return self.start("-c", CONNECT.format(links=indented(links), body=indented(body)))

    def ask(self, body: str) -> str:
        process = self.begin(body)
        told, _ = process.communicate(timeout=30)
        assert process.returncode == 0, told
        return told.strip()

    def hold(self) -> subprocess.Popen[str]:
        """A process that keeps the engines running until it is told to end."""
        process = self.begin("print('up', flush=True)\nsys.stdin.readline()")
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        return process

    def pid(self, engine: str) -> int:
        note = {"postgres": "postgres/postmaster.pid", "valkey": "valkey/valkey.pid"}[engine]
        return int((self.home / note).read_text().splitlines()[0])

    def processes(self) -> str:
        """Whatever still runs here, as ps lists it."""
        every = subprocess.run(
            ["ps", "-eww", "-o", "pid=,args="], capture_output=True, text=True, check=True
        ).stdout
        return "\n".join(line for line in every.splitlines() if str(self.home) in line)

    def rest(self) -> None:
        """Whatever a test left here ends."""
        for process in self.started:
            with suppress(ProcessLookupError):  # with its children: uvicorn's live on without it
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        self.started.clear()
        eventually(lambda: not self.processes())
        for line in self.processes().splitlines():
            with suppress(ProcessLookupError):
                os.kill(int(line.split()[0]), signal.SIGKILL)

    def end(self) -> None:
        self.rest()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(socket_directory(self.home), ignore_errors=True)


def indented(lines: str) -> str:
    return lines.replace("\n", "\n    ")


def eventually(holds: Callable[[], object], within: float = 30) -> bool:
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def settling() -> Iterator[Callable[..., Place]]:
    """Make places. Not under tmp_path: pytest closes its directories to the account that runs PostgreSQL for root."""
    with ExitStack() as stack:

        def make(*inside: str) -> Place:
            top = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="baton-test-", dir="/tmp"))
            ).resolve()
            place = Place(top.joinpath(*inside))
            stack.callback(place.end)
            return place

        yield make


@pytest.fixture
def settle() -> Iterator[Callable[..., Place]]:
    with settling() as make:
        yield make


@pytest.fixture(scope="module")
def shared_place(django_db_setup: None) -> Iterator[Place]:
    """With engines that were started before; who wants to see a first start settles at a new place."""
    with settling() as make:
        made = make()
        furnish(made.home)
        yield made


@pytest.fixture
def place(shared_place: Place) -> Iterator[Place]:
    """A module's own, for which it is copied once; each test leaves it at rest."""
    yield shared_place
    shared_place.rest()
