"""The desk's list of notices: what runs first, then what is planned, then what is over, each with its funnel in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.safestring import SafeString

from comms.models import Addressee, Notice, Phase
from comms.notices import chart, unsent
from comms.notices.funnel import Counts
from comms.notices.story import is_late
from itsm.frame.paging import KeysetPage
from itsm.people.models import Person

PAST_PAGE = 25
KEPT = timedelta(
    hours=1
).total_seconds()  # how long the figures of what is over are kept before they are counted again


@dataclass(frozen=True)
class Row:
    notice: Notice
    line: SafeString
    late: bool


def of(person: Person, cursor: str, *, now: datetime) -> dict[str, Any]:
    seen = Notice.objects.visible_to(person).with_place()
    current = list(seen.running())
    page = KeysetPage.of(seen.filter(open=False), ["-published_at", "-pk"], cursor, size=PAST_PAGE)
    counts = counts_of(current) | kept_counts_of(page.rows)

    def rows(found: Iterable[Notice]) -> list[Row]:
        return [
            Row(one, chart.line(counts.get(one.pk, Counts()), one), is_late(one, now=now)) for one in found
        ]

    return {
        "running": rows(one for one in current if one.phase != Phase.PLANNED),
        "planned": rows(sorted((one for one in current if one.phase == Phase.PLANNED), key=_begins)),
        "past": rows(page.rows),
        "page": page,
        "drafts": unsent.of(person),
    }


def _begins(notice: Notice) -> datetime:
    return notice.starts_at or notice.opened_at


def counts_of(notices: Iterable[Notice]) -> dict[int, Counts]:
    """All of them in one statement."""
    rows = (
        Addressee.objects.filter(notice__in=[one.pk for one in notices])
        .values("notice")
        .annotate(
            addressed=Count("pk"),
            delivered=Count("pk", filter=Addressee.REACHED),
            seen=Count("seen_at"),
            acknowledged=Count("acknowledged_at"),
            misread=Count("pk", filter=Q(understood=False)),  # first: the next one takes the field's name
            understood=Count("pk", filter=Q(understood=True)),
        )
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows.order_by()]
    return {row.pop("notice"): Counts(**row) for row in found}


def kept_counts_of(notices: Iterable[Notice]) -> dict[int, Counts]:
    """What is over hardly moves: a page of history must not count a million readers each time it is opened."""
    keys = {f"notice.counts.{one.pk}.{one.version}": one for one in notices}
    found = cache.get_many(keys)
    fresh = counts_of([one for key, one in keys.items() if key not in found])
    made = {key: fresh.get(one.pk, Counts()) for key, one in keys.items() if key not in found}
    cache.set_many(made, KEPT)
    return {keys[key].pk: counts for key, counts in {**found, **made}.items()}
