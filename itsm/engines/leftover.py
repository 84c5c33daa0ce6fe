"""What a killed server leaves behind: perhaps a process nobody parents any more, and notes that name a dead one."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path


def clear(pid_file: Path, *, marker: str, stop: signal.Signals, force: signal.Signals) -> None:
    """End a server that still runs on this data (its keeper was killed) and remove its note.

    Only the keeper calls this, holding the keeper's lock, so no living keeper owns what is found. The number in the note may belong
    to a stranger by now, hence the look at its command line.
    """
    pid = _read(pid_file)
    if pid and marker in _command_line(pid):
        for how in (stop, force):
            _send(pid, how)
            if _gone(pid, marker, within=10):
                break
    pid_file.unlink(missing_ok=True)


def _read(pid_file: Path) -> int:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return 0


def _command_line(pid: int) -> str:
    look = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(look, check=False, capture_output=True, text=True).stdout


def _send(pid: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, how)


def _gone(pid: int, marker: str, *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if marker not in _command_line(pid):
            return True
        time.sleep(0.1)
    return False
