"""Whom a message newly found: frozen as lists in one statement while it is said, a row for each soon after.

Fifty thousand rows with their keys take seconds, so of more than a few they are written by the worker (`comms.fanout`), some
lists at a time. Who is there already stays as they are, so doing it twice changes nothing.
"""

from datetime import datetime

from django.db import connection
from django.db.models import F, Func, IntegerField, Sum

from comms.models import Notice, Roll, Update
from comms.notices.whom import ABOUT, FOUND, SPELLED, Whom

FEW = 500  # so many have it with the answer to the request
ON_A_LIST = 2000  # people
LISTS = 2  # written in one transaction

# Those with the same words and the same reason stand on one list, or on several if they are very many.
TAKE = f"""
    {FOUND}, fresh AS (
        SELECT person_id, audience, best, (row_number() OVER (PARTITION BY audience, best ORDER BY person_id) - 1) / %(length)s AS list
        FROM allowed WHERE NOT EXISTS (
            SELECT FROM comms_addressee addressee
            WHERE addressee.notice_id = %(notice)s AND addressee.person_id = allowed.person_id
        )
    ), lists AS (SELECT audience, best, array_agg(person_id ORDER BY person_id) AS people FROM fresh GROUP BY audience, best, list)
    INSERT INTO comms_roll (update_id, audience, why, about, people)
    SELECT %(update)s, audience, why, {ABOUT}, people FROM lists {SPELLED}"""  # noqa: S608 - constants
WRITE = """
    INSERT INTO comms_addressee (notice_id, person_id, audience, why, about, addressed_at)
    SELECT message.notice_id, person.id, roll.audience, roll.why, roll.about, message.at
    FROM comms_roll roll JOIN comms_update message ON message.id = roll.update_id
    CROSS JOIN unnest(roll.people) listed(id) JOIN people_person person ON person.id = listed.id
    WHERE roll.id = ANY(%s)
    ON CONFLICT (notice_id, person_id) DO NOTHING
    RETURNING person_id"""


def take(update: Update, *, now: datetime) -> None:
    """Runs in the transaction of the message: from here on nothing changes who it is for."""
    whom = Whom.of(update.notice, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE, {**whom.params(), "notice": update.notice_id, "update": update.pk, "length": ON_A_LIST}
        )
    if waiting(update.notice) <= FEW:
        while write_some(update):
            pass


def write_some(update: Update) -> list[int]:
    """Some rows of this message, and whose they are. Runs in a transaction that holds the notice."""
    written: list[int] = []
    while not written and (lists := _some_lists(update)):
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [lists])
            written = [person for (person,) in cursor.fetchall()]
        Roll.objects.filter(pk__in=lists).delete()
    return written


def _some_lists(update: Update) -> list[int]:
    return list(Roll.objects.filter(update=update).order_by("pk").values_list("pk", flat=True)[:LISTS])


def waiting(notice: Notice) -> int:
    """How many are addressed but have no row yet."""
    length = Func(F("people"), function="cardinality", output_field=IntegerField())
    total: int | None = Roll.objects.filter(update__notice=notice).aggregate(total=Sum(length))["total"]
    return total or 0
