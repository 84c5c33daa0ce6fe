"""A database of its own for each size, made once and kept until the tables change."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2  # type: ignore[import-untyped]
from django.conf import settings
from psycopg2 import sql

from itsm import engines

ROOT = Path(__file__).resolve().parent.parent.parent
VALKEY = 14  # its last two databases: nobody else's
SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}


def size_of(name: str) -> int:
    """10k, 100k, 1M or a number."""
    known = {key.lower(): value for key, value in SIZES.items()}
    try:
        return known.get(name.strip().lower()) or int(name)
    except ValueError:
        raise SystemExit(
            f"SIZE is {name!r}. Use 10k, 100k, 1M or a number, several with commas between."
        ) from None


def name_of(size: int) -> str:
    return f"{settings.DATABASES['default']['NAME']}_bench_{size}"


def make(name: str, *, fresh: bool) -> None:
    with administrator() as cursor:
        if fresh:
            drop(name)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop(name: str) -> None:
    with administrator() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def administrator(database: str = "postgres") -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor outside any transaction, because databases are not made inside one."""
    known = settings.DATABASES["default"]
    link = psycopg2.connect(
        dbname=database, user=known["USER"] or None, password=known["PASSWORD"] or None,
        host=known["HOST"] or None, port=known["PORT"] or None,
    )  # fmt: skip
    link.autocommit = True
    try:
        yield link.cursor()
    finally:
        link.close()


def mark_of(name: str) -> str:
    """The fingerprint a database was filled under; "unfinished" if it never was; "" if there is none."""
    try:
        with administrator(name) as cursor:
            cursor.execute("SELECT seed FROM demo_loaded")
            row = cursor.fetchone()
    except psycopg2.errors.UndefinedTable:
        return "unfinished"
    except psycopg2.OperationalError:
        return ""
    return row[0] if row else "unfinished"


def environment(name: str) -> dict[str, str]:
    """What a process needs to work on that database, with the rest as `make run` has it."""
    known = settings.DATABASES["default"]
    who = quote(known["USER"] or "") + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    port = f":{known['PORT']}" if known["PORT"] else ""
    # A socket's directory stands in the path, as itsm.engines writes it.
    host = f"/{quote(known['HOST'])}" if known["HOST"].startswith("/") else f"{known['HOST']}{port}"
    found = os.environ | {
        "DATABASE_URL": f"postgres://{who}@{host}{port}/{name}",
        "DJANGO_SETTINGS_MODULE": "demo.bench.settings",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    if os.environ.get("REDIS_URL"):
        return found | {"REDIS_URL": engines.on_database(os.environ["REDIS_URL"], step=VALKEY)}
    return found | {"BATON_VALKEY_DB": str(VALKEY)}


def fingerprint() -> str:
    """Of everything that decides what the rows look like."""
    found = hashlib.sha256()
    for path in sorted(
        [
            *ROOT.glob("*/migrations/*.py"),
            *ROOT.glob("itsm/*/migrations/*.py"),
            *ROOT.glob("demo/bench/[brw]*.py"),
        ]
    ):
        found.update(path.read_bytes())
    return found.hexdigest()[:40]


def run(name: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(name), check=False)  # noqa: S603 - ourselves
    if done.returncode:
        raise SystemExit(done.returncode)
