"""The report: every clause with its lines, counted live in one statement."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from itsm.insights.evidence.registry import CLAUSES, Clause, Line, lines_here

USUAL = timedelta(days=364)  # with today a year


@dataclass(frozen=True)
class Span:
    """From day to day, both included."""

    since: date
    until: date

    @classmethod
    def usual(cls) -> "Span":
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return cls(today - USUAL, today)

    @property
    def query(self) -> str:
        return f"since={self.since}&until={self.until}"


@dataclass(frozen=True)
class Counted:
    line: Line
    count: int


@dataclass(frozen=True)
class Part:
    clause: Clause
    lines: list[Counted]


def report(span: Span) -> list[Part]:
    """A clause without a line is there, too: that nothing answers to it is worth knowing."""
    lines = lines_here()
    counted = counts(lines, span)
    return [
        Part(clause, [Counted(line, counted[line.key]) for line in lines if line.clause == clause.number])
        for clause in CLAUSES
    ]


def counts(lines: list[Line], span: Span) -> dict[str, int]:
    parts: list[str] = []
    params: list[Any] = []
    for line in lines:
        rows = line.among(span.since, span.until).order_by().values("pk").query
        sql, values = rows.get_compiler(connection=connection, elide_empty=False).as_sql()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS answered)")  # noqa: S608  # Django's own SQL
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip([line.key for line in lines], cursor.fetchone(), strict=True))
