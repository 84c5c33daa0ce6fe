"""Which mails of a message are in whose hand, and how far that hand is."""

from datetime import datetime
from typing import ClassVar

from django.db import connection, models, transaction

from comms.models.update import Update

SETTLE = """
    UPDATE comms_delivery delivery SET state = 'sent', sent_at = claim.at, error = ''
    FROM comms_claim claim
    WHERE claim.at <= %(until)s AND delivery.update_id = claim.update_id AND delivery.state = 'sending'
        AND delivery.claimed_at = claim.at AND delivery.id <= claim.handed_over"""


class ClaimQuerySet(models.QuerySet["Claim"]):
    def settle(self, *, until: datetime) -> None:
        """Write down what was handed over by whoever died since; the rest of what they held is free again after this."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SETTLE, {"until": until})
            self.filter(at__lte=until).delete()


class Claim(models.Model):
    """Two hundred mails of one message that a line hands over in the order of their numbers.

    After each mail its number is written here: one row, in one index, where the mail's own row stands in four. The mails'
    rows follow all at once when the claim is closed, or, if their worker died, when it runs out.
    """

    update = models.ForeignKey(Update, models.CASCADE, related_name="claims", db_index=False)
    at = models.DateTimeField()  # and the `claimed_at` of its mails
    handed_over = models.BigIntegerField(
        db_default=0
    )  # none of its mails up to this number is to be sent again

    objects: ClassVar = ClaimQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["update", "at"], name="one_claim_at_a_time")]

    def __str__(self) -> str:
        return f"{self.update_id} up to {self.handed_over}"
