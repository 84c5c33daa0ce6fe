"""The parent of one engine: starts it, starts it again when it dies, and stops it when nobody uses it any more.

Run as `python -m itsm.engines.keeper NAME HOME FD`; see itsm.engines.claim for the locks.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from itsm.engines.claim import grab, keeping
from itsm.engines.engine import Engine
from itsm.engines.postgres import Postgres
from itsm.engines.valkey import Valkey

KINDS: dict[str, type[Engine]] = {"postgres": Postgres, "valkey": Valkey}
GLANCE = 0.1  # seconds between two looks at the engine and at its users
GIVE_UP = 5  # failed starts in a row


def keep(engine: Engine, users: IO[str]) -> int:
    failures, child = 0, launch(engine)
    while not grab(users):
        time.sleep(GLANCE)
        if child.poll() is None:
            failures = 0 if failures and engine.answers() else failures
            continue
        failures += 1
        say(f"{engine.name} ended with {child.returncode}")
        if failures == GIVE_UP:
            return 1
        time.sleep(GLANCE * 2**failures)
        child = launch(engine)
    stop(engine, child)
    return 0


def launch(engine: Engine) -> "subprocess.Popen[bytes]":
    engine.prepare()
    return engine.start()


def stop(engine: Engine, child: "subprocess.Popen[bytes]") -> None:
    for how in (engine.stop_signal, engine.force_signal):
        child.send_signal(how)
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
        return


def say(text: str) -> None:
    sys.stderr.write(f"keeper: {text}\n")
    sys.stderr.flush()


def leave(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM ends the keeper; the kernel, or the next start, ends the engine the same gentle way."""
    raise SystemExit(0)


def main() -> int:
    name, home, told = sys.argv[1:4]
    engine = KINDS[name](Path(home))
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.umask(0o077)
    with keeping(engine, int(told)) as users:
        return keep(engine, users)


if __name__ == "__main__":
    sys.exit(main())
