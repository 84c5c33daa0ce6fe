"""Which system account runs the engines, and its way to their files. Only root needs any of this."""

import hashlib
import os
import pwd
import stat
import subprocess
import sys
import time
from pathlib import Path

ACCOUNT = "pgserver"


def account(data: Path) -> pwd.struct_passwd | None:
    """None for an ordinary person. For root: whoever owns the data already, else a system account of our own."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (uid := data.stat().st_uid):
        return pwd.getpwuid(uid)
    return _found() or _made()


def _found() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    for _ in range(20):  # another checkout may hold the password file at this moment
        subprocess.run(command, check=False, capture_output=True)
        if entry := _found():
            return entry
        time.sleep(0.2)
    raise SystemExit(
        f"PostgreSQL does not run as root, and the system account {ACCOUNT!r} could not be created. "
        "Start Baton as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def open_way(path: Path) -> None:
    """Let other accounts pass through (not list) every directory above `path`; a private home would shut them out."""
    for above in path.resolve().parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            sys.stderr.write(f"root runs Baton: letting the account {ACCOUNT} pass through {above}\n")
            above.chmod(mode | stat.S_IXOTH)


def open_tree(path: Path) -> None:
    """Let other accounts read and run a program's files, which a strict umask at install time hid."""
    open_way(path)
    if path.stat().st_mode & stat.S_IXOTH:
        return
    for found in [*path.rglob("*"), path]:
        mode = found.stat().st_mode
        found.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
