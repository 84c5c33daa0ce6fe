"""A whole Baton of its own for a test to do harm to: engines in their own place, a worker, people who work.

Run as `python -m tests.comms.house` it takes orders on its standard input, one per line, and answers each with a line.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# One mail at a time, so that a kill finds exactly the one mail in hand that the test holds at the door.
WORKER = [
    "-m",
    "celery",
    "--quiet",
    "-A",
    "itsm.celery",
    "worker",
    "--concurrency",
    "1",
    "--without-gossip",
    "--without-mingle",
]


class House:
    """The test's side: processes, and the harm."""

    def __init__(self, home: Path, port: int = 1, *, furnished: bool = True) -> None:
        """Mail goes to `port`; at 1 nobody takes any."""
        self.home = home
        if furnished:
            furnish(home)
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "Baton <desk@halden.example>"}
        engines = (
            "DATABASE_URL",
            "REDIS_URL",
            "BATON_VALKEY_DB",
            "BATON_THROWAWAY",
            "DJANGO_SETTINGS_MODULE",
        )
        kept = {name: value for name, value in os.environ.items() if name not in engines}
        self.env = {**kept, "BATON_HOME": str(home), **mail}
        if not furnished:
            self.env["BATON_THROWAWAY"] = "1"  # who dies while it is being made makes it again
        self.desk = self.run("-m", "tests.comms.house", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.workers: list[subprocess.Popen[str]] = []

    def run(self, *arguments: str, **pipes: Any) -> "subprocess.Popen[str]":
        log = (self.home / "log").open("a")
        command = [sys.executable, *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, text=True, stderr=log, start_new_session=True, **pipes
        )
        log.close()
        return process

    def ask(self, order: str, *arguments: Any) -> Any:
        assert self.desk.stdin
        assert self.desk.stdout
        self.desk.stdin.write(json.dumps([order, *arguments]) + "\n")
        self.desk.stdin.flush()
        answer = json.loads(self.desk.stdout.readline() or '{"error": "the desk is dead, see log"}')
        assert "error" not in answer, answer["error"]
        return answer["said"]

    def start_worker(self) -> None:
        self.workers.append(self.run(*WORKER, stdout=subprocess.DEVNULL))

    def look_after_workers(self) -> None:
        """As the supervisor of `make run` does: Celery ends when its broker dies in the middle of a task. What it held runs out."""
        if ended := [worker for worker in self.workers if worker.poll() is not None]:
            self.workers = [worker for worker in self.workers if worker not in ended]
            self.ask("claims_run_out")
            self.start_worker()

    def kill_worker(self) -> None:
        """The whole group at once, as when the machine loses power."""
        worker = self.workers.pop()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def kill_engine(self, name: str) -> None:
        note = {"postgres": "postgres/postmaster.pid", "valkey": "valkey/valkey.pid"}[name]
        os.kill(int((self.home / note).read_text().split()[0]), signal.SIGKILL)

    def close(self) -> None:
        while self.workers:
            self.kill_worker()
        self.desk.stdin.close()  # type: ignore[union-attr]
        self.desk.wait(30)
        self.desk.stdout.close()  # type: ignore[union-attr]


def furnish(home: Path) -> None:
    """Put engines with tables and people there: made once for all test processes, then copied."""
    from tests import databases
    from tests.settings import EDITION

    place = Path(os.environ["BATON_HOME"])
    seed = place / f"house-{EDITION}"
    with (place / "house.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seed.exists():
            for old in place.glob("house-*"):
                shutil.rmtree(old)
            making = place / "house-making"
            making.mkdir()
            tables = making / "tables.sql"
            tables.write_bytes(databases.written_down())
            made = House(making, furnished=False)
            made.ask("prepare", str(tables))
            made.close()
            making.rename(seed)
    subprocess.run(
        ["cp", "-a", seed / "postgres", home], check=True
    )  # with its owner, which for root is another account


def eventually(done: Callable[[], Any], *, within: float = 40) -> bool:
    end = time.monotonic() + within
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


# The house's side -------------------------------------------------------------------------------------------------


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
    from itsm import engines

    with engines.running():
        import django

        django.setup()
        from tests.comms import orders

        for line in sys.stdin:
            order, *arguments = json.loads(line)
            try:
                said = {"said": orders.ORDERS[order](*arguments)}
            except Exception as error:
                said = {"error": f"{order}: {type(error).__name__}: {error}"}
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
