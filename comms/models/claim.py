"""Which mails of a message are in whose hand, and how far that hand is."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from comms.models.update import Update

SETTLE = """
    UPDATE comms_delivery delivery SET state = 'sent', sent_at = claim.at, attempts = attempts + 1, error = ''
    FROM comms_claim claim
    WHERE claim.at <= %(until)s AND delivery.update_id = claim.update_id
        AND delivery.id BETWEEN claim.first AND claim.handed_over AND delivery.state = 'queued'
        AND (delivery.next_try_at IS NULL OR delivery.next_try_at <= claim.at)"""


class ClaimQuerySet(models.QuerySet["Claim"]):
    def settle(self, *, until: datetime) -> None:
        """Write down what was handed over by whoever died since; the rest of what they held is free again after this."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SETTLE, {"until": until})
            self.filter(at__lte=until).delete()

    def in_hand(self) -> Exists:
        """Of a mail in the query around it: a line has it."""
        return Exists(self._of_mail().filter(last__gte=OuterRef("pk")))

    def out(self) -> Exists:
        """Of a mail in the query around it: a line has handed it over and not yet written it down."""
        return Exists(self._of_mail().filter(handed_over__gte=OuterRef("pk")))

    def _of_mail(self) -> Self:
        return self.filter(update=OuterRef("update"), first__lte=OuterRef("pk"))


class Claim(models.Model):
    """Two hundred mails of one message that a line hands over in the order of their numbers.

    Nothing is written into the mails' own rows before their state is known: each row stands in four indexes, this one in
    one. After each mail its number is written here. The rows follow all at once when the claim is closed, or, if their
    worker died, when it runs out. What was not due when it was taken does not belong to it, though it lies between.
    """

    update = models.ForeignKey(Update, models.CASCADE, related_name="claims", db_index=False)
    at = models.DateTimeField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    # none of its mails up to this number is to be sent again
    handed_over = models.BigIntegerField(db_default=0)

    objects: ClassVar = ClaimQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["update", "first"], name="taken_once")]

    def __str__(self) -> str:
        return f"{self.update_id} up to {self.handed_over}"
