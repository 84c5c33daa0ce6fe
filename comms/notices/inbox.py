"""A notice in the readers' inboxes: one line each, the newest word for all of it, and a hint to their open pages."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from comms.models import Addressee, Notice, Notification, Reason, Update, Why
from comms.notices import roll
from comms.notices.audience import because
from itsm.tickets.hints import publish, publish_to_people

AT_ONCE = 2000  # people in one hint

AWAY = "DELETE FROM comms_notification WHERE notice_id = %(notice)s AND person_id = ANY(%(people)s) AND at < %(at)s"
# One walk over the addressees: whoever joins them with themselves waits for minutes while the table is fresh.
PUT = """
    INSERT INTO comms_notification (reason, about, notice_id, person_id, title, at)
    SELECT %(reason)s, left(replace(why.words, '{about}', addressee.about), 120), addressee.notice_id, addressee.person_id,
        text.subject, %(at)s
    FROM comms_addressee addressee
    JOIN comms_text text ON text.update_id = %(update)s AND text.audience = addressee.audience
    JOIN people_person person ON person.id = addressee.person_id
    JOIN (SELECT unnest(%(languages)s::text[]) AS language, unnest(%(whys)s::text[]) AS why, unnest(%(words)s::text[]) AS words) why
        ON why.language = person.language AND why.why = addressee.why
    WHERE addressee.notice_id = %(notice)s AND addressee.person_id = ANY(%(people)s)
    ORDER BY addressee.person_id
    ON CONFLICT (notice_id, person_id) WHERE notice_id IS NOT NULL DO NOTHING"""


def put_if_few(update: Update) -> None:
    """A few have it with the answer to the request; many, some at a time, from the worker (`comms.fanout`)."""
    if roll.waiting(update.notice):
        return
    people = Addressee.objects.to_tell(update).values_list("person", flat=True)[: roll.FEW + 1]
    if len(people) <= roll.FEW:
        put(update, list(people))


def put(update: Update, people: list[int]) -> None:
    """What these had of the notice is replaced by its newest word; who has this one or a newer keeps it, read or not.

    Runs in a transaction that holds the notice.
    """
    if update.notice.drill or not people:
        return
    languages, whys, words = (list(column) for column in zip(*reasons(), strict=True))
    about: dict[str, Any] = {
        "reason": Reason.ADDRESSED,
        "at": update.at,
        "update": update.pk,
        "notice": update.notice_id,
        "people": people,
    }
    with connection.cursor() as cursor:
        cursor.execute(AWAY, about)
        cursor.execute(PUT, {**about, "languages": languages, "whys": whys, "words": words})
    hint_at(update.notice, people, verb=update.verb)


def reasons() -> Iterator[tuple[str, str, str]]:
    """Each reason in each language, with the place for what it is about left open."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for why in Why.values:
                yield language, why, because(why, "{about}")


def tell_one(notice: Notice, person_id: int, *, title: str, reason: Reason, at: datetime) -> None:
    """News of the notice for one person, such as the answer to their question."""
    Notification.objects.filter(notice=notice, person=person_id).delete()
    Notification.objects.create(notice=notice, person_id=person_id, title=title[:240], reason=reason, at=at)


def hint_at(notice: Notice, people: list[int], *, verb: str) -> None:
    """After the commit: something is new for these. Never what it says."""
    hint = {"number": notice.number, "notice": notice.pk, "verb": verb}
    hint_at_desk(notice, verb=verb)
    for start in range(0, len(people), AT_ONCE):
        transaction.on_commit(partial(publish_to_people, people[start : start + AT_ONCE], hint))


def hint_at_desk(notice: Notice, *, verb: str) -> None:
    """After the commit: the list of notices and the funnel have moved. Whoever may see the notice fetches it."""
    if notice.ticket is None or not notice.ticket.restricted:
        hint = {"number": notice.number, "notice": notice.pk, "verb": verb}
        transaction.on_commit(partial(publish, {"desk": "notice"}, hint))
