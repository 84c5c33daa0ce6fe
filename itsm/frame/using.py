"""How much of what is set up is in use, and by how many. Each app says what to count for its places; one statement counts all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class Use:
    """`says` puts the number of `rows` into words; nothing is in use, too, is worth knowing."""

    rows: Callable[[], QuerySet[Any]]
    says: Callable[[int], str]


_uses: dict[str, Use] = {}


def tell(url_name: str, rows: Callable[[], QuerySet[Any]], says: Callable[[int], str]) -> None:
    """Called when an app is ready, for a place on the page of what is set up."""
    _uses[url_name] = Use(rows, says)


def said(url_names: Iterable[str]) -> dict[str, str]:
    wanted = {name: _uses[name] for name in url_names if name in _uses}
    if not wanted:
        return {}
    asked = [use.rows().order_by().query.sql_with_params() for use in wanted.values()]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) counted)" for sql, _params in asked)  # noqa: S608 - the ORM's own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [param for _sql, params in asked for param in params])
        found = cursor.fetchone()
    return {name: use.says(n) for (name, use), n in zip(wanted.items(), found, strict=True)}
