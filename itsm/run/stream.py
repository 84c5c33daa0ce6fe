"""One log stream: every line says whose it is."""

import os
import sys
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from threading import Lock
from typing import IO

from environ import Env

from itsm import engines

COLOURS = cycle((36, 35, 32, 33, 34, 31))
WIDTH = 8
coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
colour_of: dict[str, int] = {}
lock = Lock()


def say(name: str, line: str) -> None:
    label = f"{name:<{WIDTH}}│"
    with lock, suppress(BrokenPipeError):  # `make run | head` has read enough; Baton goes on
        if coloured:
            if name not in colour_of:
                colour_of[name] = next(COLOURS)
            label = f"\033[{colour_of[name]}m{label}\033[0m"
        sys.stdout.write(f"{label} {line}\n")
        sys.stdout.flush()


def pump(name: str, lines: IO[str]) -> None:
    for line in lines:
        say(name, line.rstrip("\n"))


def banner(address: str) -> None:
    say("run", "")
    say("run", f"Baton answers at {address}")
    for line in sign_ins():
        say("run", line)
    say("run", "Ctrl-C stops it.")
    say("run", "")


def sign_ins() -> list[str]:
    """What `manage.py demo --sign-ins` said, kept by itsm.run.prepare."""
    if not Env().bool("DEMO", default=False):
        return []
    kept: Path = engines.home() / "sign-ins.txt"
    told = kept.read_text().splitlines() if kept.exists() else []
    return told or ["The sign-in page offers one click per role."]
