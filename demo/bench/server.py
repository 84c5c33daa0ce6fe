"""The product as `make run` serves it: two web processes on one socket of 127.0.0.1."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.bench.client import Client

WORKERS = 2
PATIENCE = 60  # seconds for the processes to answer


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> int:
        """Proportional set size in bytes of the two workers and of whoever keeps them: what they share is counted once."""
        return sum(pss(pid) for pid in (self.process.pid, *children(self.process.pid)))


@contextmanager
def serving() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        number = listener.fileno()
        command = [sys.executable, "-m", "itsm.run.web", str(number), str(WORKERS)]
        environment = os.environ | {"BASE_URL": f"http://127.0.0.1:{listener.getsockname()[1]}"}
        process = subprocess.Popen(command, pass_fds=[number], env=environment)  # noqa: S603 - ourselves
        server = Server(listener.getsockname()[1], process)
        try:
            wait_for(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=15)


def wait_for(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    client = Client(server.port)
    while time.monotonic() < until:
        try:
            if client.get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not answer.")


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def pss(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():  # not on Linux
        return 0
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
