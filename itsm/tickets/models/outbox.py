"""News on its way up: an Event somebody asked to hear of and has not dealt with yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.db import models, transaction

from itsm.tickets.models.event import Event


class Outbox(models.Model):
    """Written in the Event's own transaction, removed in the transaction of whoever dealt with it.

    So nothing is lost when a broker or worker dies in between, and nothing is done twice.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="outbox")
    consumer = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "consumer"], name="once_per_consumer")
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="outbox_oldest")]

    @classmethod
    @contextmanager
    def dealing_with(cls, event_pk: int, consumer: str) -> Iterator[Event | None]:
        """The Event, if it is still to be dealt with and nobody else is at it; its row goes when the body has succeeded."""
        with transaction.atomic():
            rows = cls.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
                "event__ticket", "event__actor"
            )
            row = rows.filter(event=event_pk, consumer=consumer).first()
            yield row.event if row else None
            if row is not None:
                row.delete()
