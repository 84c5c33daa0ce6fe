"""Moments that a calendar can be asked about: a slip in a year stays a slip, and every sum with it stays a moment."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def is_near_enough(moment: datetime) -> bool:
    return EARLIEST <= moment < LATEST


def refuse_far_away(moment: datetime) -> None:
    """As a validator of forms and of the API."""
    if not is_near_enough(moment):
        raise ValidationError(_("Choose a moment between 2000 and 2199."))
