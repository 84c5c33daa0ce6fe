"""The tables are made once, by the migrations. Every test process works in a copy of its own, made anew when it begins."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.state import ModelState, ProjectState

from itsm.engines.claim import grab
from itsm.engines.postgres import programs
from tests import emptying
from tests.settings import EDITION

TEMPLATE = f"migrated_{EDITION}"  # another edition has another, so none is ever out of date
PLACE = Path(os.environ["BATON_HOME"])
held: list[IO[str]] = []


def take_one() -> None:
    """Connect this process to a database that no other has and no other has left anything in."""
    own = f"test_{EDITION}_{number()}"
    with alone():
        make_template()
        connection.close()
        order(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)", f"CREATE DATABASE {own} TEMPLATE {TEMPLATE}")
    connection.settings_dict["NAME"] = own


def number() -> int:
    """The lowest that no living test process has. It is free again when we end, however we end."""
    for number in count():
        handle = (PLACE / f"database-{number}.lock").open("a")
        if grab(handle):
            held.append(handle)
            return number
        handle.close()
    raise AssertionError


@contextmanager
def alone() -> Iterator[None]:
    """Nobody may be connected to what is copied."""
    with (PLACE / "databases.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_template() -> None:
    """Under another name until it is whole."""
    if exists(TEMPLATE):
        return
    order("DROP DATABASE IF EXISTS migrating WITH (FORCE)", "CREATE DATABASE migrating")
    with connected_to("migrating"), patch.object(ProjectState, "add_model", add_model):
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        emptying.keep()
    order(f"ALTER DATABASE migrating RENAME TO {TEMPLATE}")


def add_model(state: ProjectState, added: ModelState) -> None:
    """A table that is new changes no other, so Django need not build the others' models again."""
    state.models[added.app_label, added.name_lower] = added
    if state._relations is not None:
        state.resolve_model_relations((added.app_label, added.name_lower))
    if "apps" in state.__dict__:
        state.apps.render_multiple([added])


def forget() -> None:
    with alone():
        order(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")


def order(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.rowcount)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def written_down() -> bytes:
    """The tables and their first rows, as psql reads them."""
    command, password = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict | {"NAME": TEMPLATE}, ["--no-owner", "--exclude-schema", emptying.KEPT]
    )
    command[0] = str(programs() / "pg_dump")
    with alone():
        return subprocess.run(
            command, check=True, capture_output=True, env=os.environ | (password or {})
        ).stdout
