"""What monitoring sent, as its bytes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incidents.models import AlertDelivery
from itsm.frame.retention.kinds import Kind, Rows, register


def deliveries(before: datetime) -> Rows:
    """What is not understood yet stays, however old."""
    return AlertDelivery.objects.exclude(state=AlertDelivery.State.STORED).filter(received_at__lt=before)


def add_to_house() -> None:
    register(
        Kind(
            key="alert-deliveries", label=_("What monitoring sent"), order=50, old=deliveries, age="received_at", days=30, least=1,
            goes=_("Requests of monitoring as they came."), stays=_("Each alert, with how often it was heard."),
        )
    )  # fmt: skip
