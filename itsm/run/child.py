"""One supervised process: started, watched, started again, and ended together with everything it started itself."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from threading import Thread
from typing import ClassVar

from itsm.engines.claim import ROOT
from itsm.engines.engine import die_with
from itsm.run import stream

LONGEST = 30  # seconds between two starts of a process that keeps dying
SETTLED = 30  # seconds after which a process counts as well


class Child:
    patience: ClassVar[int] = 1

    def __init__(self, name: str, command: list[str], share: int | None = None) -> None:
        self.name = name
        self.command = command
        self.shared = [] if share is None else [share]
        self.process: subprocess.Popen[str] | None = None
        self.started = 0.0
        self.failures = 0
        self.again_at = 0.0

    def start(self) -> None:
        """Only from the main thread: on Linux the child dies with the thread that made it.

        In a session of its own, so that Ctrl-C reaches it once, through us.
        """
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", start_new_session=True, pass_fds=self.shared,
            preexec_fn=die_with(os.getpid(), signal.SIGTERM),
        )  # fmt: skip
        Thread(target=stream.pump, args=(self.name, self.process.stdout), daemon=True).start()

    def wait(self) -> int:
        assert self.process is not None  # noqa: S101
        return self.process.wait()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> None:
        now = time.monotonic()
        if self.alive():
            if self.failures and now - self.started > SETTLED:
                self.failures = 0
        elif self.process is not None:
            self.note_death(now)
        elif now >= self.again_at:
            self.start()

    def note_death(self, now: float) -> None:
        assert self.process is not None  # noqa: S101
        delay = min(LONGEST, 2**self.failures)
        stream.say("run", f"{self.name} ended with {self.process.returncode}; starting it again in {delay} s")
        self.kill()  # what it started itself
        self.process, self.failures, self.again_at = None, self.failures + 1, now + delay

    def ask_to_end(self) -> None:
        if self.process is not None and self.alive():
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """The whole group: a killed Celery worker leaves its pool behind."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
