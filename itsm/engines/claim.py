"""How processes share one engine.

Every process that needs it holds a shared lock. The engine's parent is a keeper process that waits for the exclusive lock: it gets it
when the last holder let go or died, however it died, and then stops the engine. A newcomer meanwhile waits and starts the next keeper.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from itsm.engines.engine import Engine

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 90  # seconds: a first start on a slow disk, or a log replayed after a crash


class EngineError(SystemExit):
    """An engine did not start; the message says what to read."""


class Claim:
    """One process's claim on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.users: IO[str] | None = None

    def __enter__(self) -> Self:
        self.engine.home.mkdir(parents=True, exist_ok=True)
        self.users = lock_file(self.engine, "users")
        fcntl.flock(self.users, fcntl.LOCK_SH)  # waits while a keeper is stopping the engine
        self.keep()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.users is not None  # noqa: S101
        last = grab(self.users)
        self.users.close()
        if last:
            wait_until(lambda: not kept(self.engine), within=15)

    def keep(self) -> None:
        """Make sure that a keeper lives."""
        with lock_file(self.engine, "start") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not kept(self.engine):
                hire(self.engine)

    def wait(self) -> None:
        """Until the engine answers; a keeper that gave up leaves the reason in its log."""
        ready = wait_until(lambda: self.engine.answers() or not kept(self.engine), within=PATIENCE)
        if not ready or not self.engine.answers():
            raise EngineError(
                f"{self.engine.name} did not start. {self.engine.log} says:\n{tail(self.engine.log)}"
            )


def lock_file(engine: Engine, kind: str) -> IO[str]:
    return (engine.home / f"{engine.name}.{kind}").open("a")


def grab(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def kept(engine: Engine) -> bool:
    """Whether a keeper lives: it holds this lock for as long as it does."""
    with lock_file(engine, "keeper") as handle:
        return not grab(handle)


def hire(engine: Engine) -> None:
    """Start the keeper in a session of its own: Ctrl-C is for the processes that use the engine, not for the engine."""
    if engine.log.exists():
        engine.log.replace(engine.log.with_suffix(".log.1"))
    ready, theirs = os.pipe()
    with engine.log.open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "itsm.engines.keeper", engine.name, str(engine.home), str(theirs)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, pass_fds=[theirs],
        )  # fmt: skip
    keeper.returncode = 0  # it outlives us if others use the engine: not ours to wait for, nor to warn about
    os.close(theirs)
    os.read(ready, 1)  # returns when the keeper holds its lock, or is dead
    os.close(ready)


@contextmanager
def keeping(engine: Engine, told: int) -> Iterator[IO[str]]:
    """The keeper's side: hold the keeper's lock, tell the starter, hand over the lock of the users."""
    with lock_file(engine, "keeper") as mine, lock_file(engine, "users") as users:
        fcntl.flock(mine, fcntl.LOCK_EX)
        os.close(told)
        yield users


def wait_until(done: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def tail(path: Path, lines: int = 12) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
