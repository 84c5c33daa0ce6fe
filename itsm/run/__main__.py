"""The supervisor: engines, preparation, then web, worker and beat until a signal comes. Imports no Django, so it stays small."""

import os
import signal
import socket
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from types import FrameType
from urllib.parse import urlsplit

from itsm import engines
from itsm.engines.engine import die_with
from itsm.run import stream
from itsm.run.child import Child

TICK = 0.2  # seconds between two looks at the children
GRACE = 8  # seconds for them to finish what they are doing


class Stopped(BaseException):
    """A signal asked us to stop; nothing but main() may catch it."""


def main() -> int:
    if "--with-parent" in sys.argv:  # make: if it is killed, so are we
        arm = die_with(os.getppid(), signal.SIGTERM)
        arm and arm()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    children: list[Child] = []
    try:
        with ExitStack() as stack:
            listener = stack.enter_context(listen())
            environment(listener.getsockname()[1])
            supervise(start(children, stack, listener), children, listener)
    except Stopped:
        stream.say("run", "stopped")
    return 0


def start(children: list[Child], stack: ExitStack, listener: socket.socket) -> list[engines.Claim]:
    claims = [stack.enter_context(claim) for claim in engines.claims()]
    stack.callback(end, children)  # before the engines are let go
    for claim in claims:
        claim.wait()
    setup = Child("setup", [sys.executable, "-m", "itsm.run.prepare"])
    children.append(setup)
    setup.start()
    if setup.wait():
        raise SystemExit("Baton could not be prepared; the lines marked 'setup' say why.")
    children.remove(setup)
    children.extend(services(listener))
    for child in children:
        child.start()
    return claims


def services(listener: socket.socket) -> list[Child]:
    python, celery = [sys.executable, "-m"], [sys.executable, "-m", "celery", "--quiet", "-A", "itsm.celery"]
    count = int(os.environ.get("WEB_WORKERS") or 2)
    number = listener.fileno()
    return [
        *web([*python, "itsm.run.web", str(number)], count, share=number),
        Child("worker", [*celery, "worker", "--concurrency", os.environ.get("WORKERS") or "2", *WORKER]),
        *mail_in(),
        Child("beat", [*celery, "beat", "--schedule", str(engines.home() / "beat"), "--pidfile", ""]),
    ]


def web(command: list[str], count: int, *, share: int) -> list[Child]:
    """One that forks them all where that is safe; elsewhere each by itself."""
    if sys.platform == "linux":
        return [Child("web", [*command, str(count)], share=share)]
    return [Child(f"web-{n}", [*command, "1"], share=share) for n in range(1, count + 1)]


def mail_in() -> list[Child]:
    """Listens for mail, if MAIL_LISTEN says where."""
    command = [sys.executable, "-m", "django", "mail_listen", "--settings", "itsm.settings"]
    return [Child("mail", command)] if os.environ.get("MAIL_LISTEN") else []


WORKER = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]


def supervise(claims: list[engines.Claim], children: list[Child], listener: socket.socket) -> None:
    announced = False
    while True:
        time.sleep(TICK)
        for claim in claims:
            claim.keep()
        for child in children:
            child.revive()
        if not announced and answers(listener):
            announced = True
            stream.banner(os.environ["BASE_URL"])


def listen() -> socket.socket:
    """Our own socket, handed to the web processes: a taken port is told before anything starts."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 <= int(port) < 65536:
        raise SystemExit(
            f"PORT is {port!r}. Set it to a number from 1 to 65535, for example: make run PORT=8001"
        )
    try:
        return socket.create_server((host, int(port)), backlog=512)
    except OSError as error:
        raise SystemExit(
            f"Cannot listen on {host}:{port} ({os.strerror(error.errno or 0)}). Choose another port, for example: make run PORT={int(port) % 65535 + 1}"
        ) from None


def environment(port: int) -> None:
    embedded = not os.environ.get("DATABASE_URL")
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    os.environ.setdefault("DEMO", "1" if embedded else "0")
    os.environ["PYTHONUNBUFFERED"] = "1"


def answers(listener: socket.socket) -> bool:
    host, port = listener.getsockname()[:2]
    link = HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=2)  # noqa: S104
    try:
        link.request("GET", "/healthz", headers={"Host": urlsplit(os.environ["BASE_URL"]).netloc})
        return link.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


def stop(_signal: int, _frame: FrameType | None) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop_now)
    raise Stopped


def stop_now(_signal: int, _frame: FrameType | None) -> None:
    """Asked twice: no more patience."""
    Child.patience = 0


def end(children: list[Child]) -> None:
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + GRACE
    while any(child.alive() for child in children) and time.monotonic() < deadline and Child.patience:
        time.sleep(0.05)
    for child in children:
        child.kill()
    children.clear()


if __name__ == "__main__":
    sys.exit(main())
