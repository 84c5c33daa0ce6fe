"""Words on tickets that were closed long ago. The tickets stay, with their Events, clocks and holders: only what people wrote goes.

For ever, unless an administrator decides. What lets an Event lose its words is in the database, and looks at the rule itself.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.frame.retention.kinds import Kind, Rows, register
from itsm.tickets.models import Attachment, Draft, Handover, Ticket

GONE = "Removed."  # in the place of words: figures tell a message from a line by its having some
LEAST = 30  # days after which nobody reopens a ticket any more
Also = Callable[[list[int]], None]

_also: list[Also] = []


def also_forget(forget: Also) -> None:
    """Called in an app's `ready`: words about tickets that it keeps itself, by the tickets' keys."""
    _also.append(forget)


def closed(kind: str, before: datetime) -> Rows:
    """What was cancelled or withdrawn was never closed: then its last change counts."""
    ended = Q(closed_at__lt=before) | Q(closed_at=None, changed_at__lt=before)
    return Ticket.objects.filter(ended, kind=kind, open=False).exclude(title=GONE)


def forget_words(rows: Rows) -> None:
    keys = list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_event SET comment = tickets_words_gone(comment), details = tickets_details_gone(details)"
            " WHERE ticket_id = ANY(%s) AND (comment <> '' OR details ?| ARRAY['title', 'description', 'answers', 'words'])",
            [keys],
        )
    of_them = {"ticket__in": keys}
    Draft.objects.filter(**of_them).delete()
    Handover.objects.filter(**of_them).update(found=GONE, colleague_knows=GONE, promised=GONE)
    Handover.objects.filter(~Q(reason=""), **of_them).update(reason=GONE)
    Attachment.objects.filter(**of_them).update(name=GONE)
    for forget in _also:
        forget(keys)
    rows.exclude(description="").update(description=GONE)
    rows.update(title=GONE)


def register_words(kind: str, *, label: Any, order: int) -> None:
    register(
        Kind(
            key=f"{kind}-words", label=label, order=order, old=partial(closed, kind), age="changed_at", days=None, least=LEAST,
            goes=_("Title, description, messages, notes and forms: everything that people wrote."),
            stays=_("Number, service, times, who did what when, ratings, and every figure. Files have a rule of their own."),
            forget=forget_words,
        )
    )  # fmt: skip
