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
    processes: list[subprocess.Popen[bytes]]

    def memory(self) -> int:
        """Proportional set size of the web processes in bytes: what two workers share is counted once."""
        return sum(pss(process.pid) for process in self.processes)


@contextmanager
def serving() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        number = listener.fileno()
        command = [sys.executable, "-m", "itsm.run.web", str(number)]
        environment = os.environ | {"BASE_URL": f"http://127.0.0.1:{listener.getsockname()[1]}"}
        server = Server(listener.getsockname()[1], [])
        try:
            for _n in range(WORKERS):
                server.processes.append(
                    subprocess.Popen(command, pass_fds=[number], env=environment)  # noqa: S603 - ourselves
                )
            wait_for(server)
            yield server
        finally:
            for process in server.processes:
                process.terminate()
            for process in server.processes:
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


def pss(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():  # not on Linux
        return 0
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
