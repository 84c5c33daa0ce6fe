"""The promise that every word heard comes with: a first answer within five working days."""

from datetime import datetime, timedelta

from itsm.services.calendars import DAY, NeverOpen, WorkingHours, deadline
from itsm.services.policy import current_policy

WORKING_DAYS = 5
WITHOUT_HOURS = timedelta(days=7)  # where the usual calendar never opens


def due(heard_at: datetime) -> datetime:
    """By the hours of the agreement that holds for every service that names no other."""
    policy = current_policy()
    hours = policy.fallback[policy.default_agreement].hours
    try:
        return deadline(heard_at, WORKING_DAYS * day_of(hours), hours)
    except NeverOpen:
        return heard_at + WITHOUT_HOURS


def day_of(hours: WorkingHours) -> int:
    """Seconds of a working day, the mean of those that are open at all."""
    open_days = [sum(closes - opens for opens, closes in spans) for spans in hours.spans if spans]
    return sum(open_days) // len(open_days) if open_days else DAY
