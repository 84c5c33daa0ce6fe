"""The embedded PostgreSQL and Valkey: where they live, their addresses, and how a process keeps them running.

With DATABASE_URL or REDIS_URL set, that engine is somebody else's and nothing is started here. Needs no Django.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from itsm.engines.claim import Claim, EngineError
from itsm.engines.engine import Engine
from itsm.engines.postgres import Postgres
from itsm.engines.valkey import Valkey

__all__ = [
    "Claim",
    "EngineError",
    "broker_url",
    "claims",
    "database_url",
    "home",
    "on_database",
    "redis_url",
    "running",
    "secret_key",
]

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def home() -> Path:
    """Where this checkout keeps its data; BATON_HOME moves it (the tests do)."""
    return Path(os.environ.get("BATON_HOME") or BASE_DIR / ".baton").resolve()


def database_url() -> str:
    """The embedded database in the form django-environ reads: a socket directory, then the database's name."""
    return f"postgres://postgres@/{quote(str(Postgres(home()).sockets))}/baton"


def redis_url() -> str:
    return f"unix://{quote(str(Valkey(home()).address))}?db={os.environ.get('BATON_VALKEY_DB', '0')}"


def on_database(url: str, *, step: int) -> str:
    """The same Valkey, `step` logical databases further on, so that clearing the cache never clears the queue."""
    address, _, query = url.partition("?")
    if address.startswith("unix:"):
        number = dict(pair.partition("=")[::2] for pair in query.split("&")).get("db") or 0
        return f"{address}?db={int(number) + step}"
    scheme, _, rest = address.partition("://")
    host, _, number = rest.partition("/")
    return f"{scheme}://{host}/{int(number or 0) + step}" + (f"?{query}" if query else "")


def broker_url(url: str) -> str:
    """The same Valkey as Celery writes it."""
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


def secret_key() -> str:
    """A random key made on first use and kept; written aside and linked, so that two first starts agree on one."""
    path = home() / "secret_key"
    if not path.exists():
        home().mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def needed() -> list[Engine]:
    engines: list[tuple[str, type[Engine]]] = [("DATABASE_URL", Postgres), ("REDIS_URL", Valkey)]
    return [engine(home()) for variable, engine in engines if not os.environ.get(variable)]


def claims() -> list[Claim]:
    return [Claim(engine) for engine in needed()]


@contextmanager
def running() -> Iterator[None]:
    """Keep the embedded engines running for this block; the last process to leave stops them."""
    with ExitStack() as stack:
        held = [stack.enter_context(claim) for claim in claims()]
        for claim in held:  # asked for together, awaited together: they start in parallel
            claim.wait()
        yield
