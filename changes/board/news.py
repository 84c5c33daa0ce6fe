"""Everybody who has the meeting before them sees the same: a hint through /live/, after which their page asks again."""

from functools import partial

from django.db import transaction
from django.db.models import F

from changes.models import Meeting
from itsm.tickets.hints import publish


def tell(meeting: Meeting) -> None:
    """Called within the transaction of whatever changed; the hint leaves after it."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    people = {
        meeting.chair_id,
        *meeting.board.members.values_list("pk", flat=True),
        *meeting.attendances.values_list("person", flat=True),
    }
    to = {f"person.{pk}": "meeting" for pk in people}
    transaction.on_commit(partial(publish, to, {"number": None, "event": None, "verb": None, "actor": None}))
