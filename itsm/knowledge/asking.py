"""Searches that somebody finished: they pressed Enter or opened a hit. What is typed on the way there is nobody's business."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from itsm.knowledge.models import Asked
from itsm.people.models import Person

SAME = timedelta(minutes=10)  # the same words again within this time are one search
LATELY = timedelta(days=90)
NOTE = """
    WITH again AS (
        UPDATE knowledge_asked SET hits = %(hits)s, at = %(now)s
        WHERE by_id = %(by)s AND at > %(since)s AND place = %(place)s AND words = %(words)s RETURNING 1
    )
    INSERT INTO knowledge_asked (words, place, by_id, at, hits, opened)
    SELECT %(words)s, %(place)s, %(by)s, %(now)s, %(hits)s, '' WHERE NOT EXISTS (SELECT FROM again)"""


def note(words: str, *, place: str, by: Person, hits: int, now: datetime | None = None) -> None:
    """One statement: the same search twice in a row is one."""
    now = now or timezone.now()
    asked: dict[str, Any] = {
        "words": words[:200],
        "place": place,
        "by": by.pk,
        "now": now,
        "since": now - SAME,
        "hits": min(hits, 32_767),
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, asked)


def opened(words: str, address: str, *, by: Person, now: datetime | None = None) -> None:
    """Which of the hits they went to."""
    lately = Asked.objects.filter(by=by, words=words[:200], at__gt=(now or timezone.now()) - SAME).order_by(
        "-at"
    )
    Asked.objects.filter(pk__in=lately.values("pk")[:1]).update(opened=address[:200])


def in_vain(*, now: datetime | None = None) -> QuerySet[Any, Any]:
    """What was looked for and not found, those first that most people missed: what we should write next."""
    since = (now or timezone.now()) - LATELY
    rows = Asked.objects.filter(hits=0, at__gt=since).order_by().values("words")
    return rows.annotate(people=Count("by", distinct=True), times=Count("pk"), last=Max("at")).order_by(
        "-people", "-last"
    )
