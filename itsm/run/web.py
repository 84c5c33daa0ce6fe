"""The web processes, serving the socket their supervisor opened: `python -m itsm.run.web FD NUMBER`.

The application is read once and then forked, so that its code is in memory once and a process that died is back at once.
"""

import gc
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from types import FrameType

import uvicorn

from itsm.engines.engine import die_with

SOON = 1.0  # seconds: what dies sooner is not started again in a rush


def main() -> None:
    listener, number = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    if number == 1:
        return serve(listener)
    load()
    return Workers(listener, number).keep()


def serve(listener: socket.socket) -> None:
    config = uvicorn.Config(
        "itsm.asgi:application",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,  # live streams never end by themselves
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS"),
    )
    uvicorn.Server(config).run(sockets=[listener])


def load() -> None:
    """All that the processes share. Nothing that is connected to anything may stay open."""
    from django.db import connections
    from django.urls import get_resolver

    import itsm.asgi  # noqa: F401 - read here, once

    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()  # or the first collection would copy every page of it
    gc.set_threshold(5_000, 10, 10)  # a page leaves little behind, and memory counts from here on


class Workers:
    def __init__(self, listener: socket.socket, number: int) -> None:
        self.listener, self.number = listener, number
        self.born: dict[int, float] = {}
        self.ending = False

    def keep(self) -> None:
        """As many as there should be, until somebody asks for the end."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.end)
        while True:
            while len(self.born) < self.number and not self.ending:
                self.fork()
            if not self.born:
                return
            pid, _status = os.wait()
            if time.monotonic() - self.born.pop(pid, 0.0) < SOON and not self.ending:
                time.sleep(SOON)

    def fork(self) -> None:
        arm = die_with(os.getpid(), signal.SIGTERM)
        if pid := os.fork():
            self.born[pid] = time.monotonic()
            if self.ending:  # asked while it was being born
                os.kill(pid, signal.SIGTERM)
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        if arm:
            arm()
        try:
            serve(self.listener)
        finally:
            sys.stdout.flush()
            os._exit(0)

    def end(self, number: int, _frame: FrameType | None) -> None:
        self.ending = True
        for pid in self.born:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


if __name__ == "__main__":
    main()
