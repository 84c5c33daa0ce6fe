"""What every embedded engine can say about itself, and how its process is started and ended."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from itsm.engines import owner

SOCKET_PATH_LIMIT = 100  # the kernel's is 104 (macOS) or 108 (Linux) bytes, with the final zero
PR_SET_PDEATHSIG = 1


class Engine(ABC):
    """One server program, its data directory and its unix socket; no TCP port is ever taken."""

    name: str
    stop_signal: signal.Signals
    force_signal: signal.Signals

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / self.name
        self.log = home / f"{self.name}.log"
        self.sockets = socket_directory(home)

    @property
    @abstractmethod
    def address(self) -> Path: ...

    @property
    @abstractmethod
    def pid_file(self) -> Path:
        """The server's own note of its process, first line the number."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the data directory if it is missing, and clear away what a killed server left."""

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes work now."""

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, **self.identity())

    def identity(self) -> dict[str, Any]:
        """Popen's arguments: PostgreSQL refuses root, so root hands both engines to another system account."""
        account = owner.account(self.data)
        drop: dict[str, Any] = {"preexec_fn": die_with(os.getpid(), self.stop_signal), "cwd": "/"}
        if account:
            drop |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return drop

    def give(self, *paths: Path) -> pwd.struct_passwd | None:
        """Hand directories to the account that runs the engine."""
        account = owner.account(self.data)
        for path in paths:
            if path.is_symlink():  # planted under /tmp, it could point anywhere
                raise SystemExit(f"{path} is a symbolic link. Remove it.")
            path.mkdir(parents=True, exist_ok=True)
            if account:
                os.chown(path, account.pw_uid, account.pw_gid)
                owner.open_way(path)
            path.chmod(0o700)
        return account

    def connect(self, timeout: float = 1) -> socket.socket:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout)
        try:
            link.connect(str(self.address))
        except OSError:
            link.close()
            raise
        return link


def die_with(parent: int, stop: signal.Signals) -> Callable[[], None] | None:
    """For Linux: the kernel sends `stop` when the parent dies, even by kill -9. Elsewhere the next start clears up."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def arm() -> None:  # runs after the change of account, which would disarm it
        libc.prctl(PR_SET_PDEATHSIG, int(stop))
        if os.getppid() != parent:  # it died before we were armed
            os._exit(1)

    return arm


def socket_directory(home: Path) -> Path:
    """Under `home`, or, where that path cannot name a socket, a short private one that no other checkout has."""
    inside = home / "run"
    if len(os.fsencode(inside / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT and "," not in str(
        inside
    ):  # libpq splits there
        return inside
    return Path("/tmp") / f"baton-{owner.fingerprint(home)}"  # noqa: S108 - made 0700 and checked before use
