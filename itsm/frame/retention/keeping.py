"""What goes when: how many days count, what would go with them, and the going."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from itsm.frame.retention.kinds import Kind, shown
from itsm.frame.retention.models import RetentionRule, RetentionRun

SOME = 500  # rows in one transaction: nobody waits long for a lock on them
LONGEST = 200  # seconds of one task; what is left goes in the next


@dataclass(frozen=True)
class Line:
    """One kind with its rule; `due` where it was asked how many would go."""

    kind: Kind
    rule: RetentionRule | None
    last: RetentionRun | None
    due: int | None = None

    @property
    def days(self) -> int | None:
        return self.rule.days if self.rule else self.kind.days


@dataclass(frozen=True)
class Preview:
    """What would go with so many days; nothing has happened."""

    days: int | None
    count: int
    oldest: datetime | None


def days_of(kind: Kind) -> int | None:
    newest = RetentionRule.objects.filter(kind=kind.key).order_by("-pk").first()
    return newest.days if newest else kind.days


def lines(*, now: datetime, counted: bool = False) -> list[Line]:
    """Three statements however many kinds there are; the counts are one of them."""
    rules, runs = RetentionRule.objects.newest(), RetentionRun.objects.newest()
    found = [Line(kind, rules.get(kind.key), runs.get(kind.key)) for kind in shown()]
    if not counted:
        return found
    due = counts({line.kind: now - timedelta(days=line.days) for line in found if line.days is not None})
    return [Line(line.kind, line.rule, line.last, due.get(line.kind.key, 0)) for line in found]


def counts(before: dict[Kind, datetime]) -> dict[str, int]:
    parts: list[str] = []
    params: list[Any] = []
    for kind, moment in before.items():
        rows = kind.old(moment).order_by().values("pk").query
        sql, values = rows.get_compiler(connection=connection, elide_empty=False).as_sql()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS old)")  # noqa: S608  # Django's own SQL
        params.extend(values)
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip([kind.key for kind in before], cursor.fetchone(), strict=True))


def preview(kind: Kind, days: int | None, *, now: datetime) -> Preview:
    if days is None:
        return Preview(None, 0, None)
    rows = kind.old(now - timedelta(days=days)).order_by()
    return Preview(days, rows.count(), rows.aggregate(oldest=Min(kind.age))["oldest"])


def change(kind: Kind, days: int | None, *, by: Any, now: datetime) -> RetentionRule:
    """From the next night on."""
    kind.check(days)
    rule: RetentionRule = RetentionRule.objects.create(kind=kind.key, days=days, by=by, at=now)
    return rule


def forget_old(kind: Kind, *, now: datetime, by: Any = None, seconds: float = LONGEST) -> tuple[int, bool]:
    """How many went, and whether all are done. It may run twice at once: each takes rows the other does not hold."""
    days = days_of(kind)
    if days is None:
        return 0, True
    before, until, gone, last, more = now - timedelta(days=days), time.monotonic() + seconds, 0, None, True
    while more and time.monotonic() < until:
        some, last = forget_some(kind, before, after=last)
        gone, more = gone + some, some == SOME
    if gone:
        RetentionRun.objects.create(kind=kind.key, before=before, gone=gone, by=by, at=now)
    return gone, not more


def forget_some(kind: Kind, before: datetime, *, after: Any) -> tuple[int, Any]:
    """The next of them in the order of their keys, so that nothing is looked at for ever should it not go."""
    with transaction.atomic():
        rows = kind.old(before).order_by("pk").select_for_update(skip_locked=True, of=("self",))
        if after is not None:
            rows = rows.filter(pk__gt=after)
        keys = list(rows.values_list("pk", flat=True)[:SOME])
        if keys:
            kind.forget(rows.model._base_manager.filter(pk__in=keys))
    return len(keys), keys[-1] if keys else after
