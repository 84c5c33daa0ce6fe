"""The service levels that imported clocks are measured against.

Written once and then left alone: whoever wants other hours or targets edits this agreement before the import, never the
history after it. It pauses on every "Awaiting …" state, as ServiceNow does, and promises no next word, for the log has no words.
"""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from itsm.services.calendars import WorkingHours
from itsm.services.defaults import HOUR, MIDNIGHT
from itsm.services.models import Agreement, HoldReason, Kind, OpeningHours, SupportCalendar, Target
from itsm.services.models import amendment as one_amendment
from itsm.services.policy import Policy, current_policy

NAME = "ServiceNow log"
OPENS, CLOSES = MIDNIGHT.replace(hour=8), MIDNIGHT.replace(hour=18)
WORKING_DAYS = range(5)
# Priority → resolution in business hours; first response and hand-over are those of the default agreement.
RESOLUTION = {1: 4 * HOUR, 2: 8 * HOUR, 3: 40 * HOUR, 4: 80 * HOUR}


IMAGINED = -1  # the key it has in a dry run, before it is there


def in_force(zone: ZoneInfo, *, dry: bool) -> tuple[Policy, int]:
    """The policy and the agreement's key in it; a dry run imagines what it does not write."""
    ours = Agreement.objects.filter(name=NAME).first()
    if ours is not None:
        return current_policy(), ours.pk
    if not dry:
        agreement = make(zone)
        return current_policy(), agreement.pk
    policy = current_policy()
    open_days = tuple((((OPENS, CLOSES),) if day in WORKING_DAYS else ()) for day in range(7))
    hours = WorkingHours(zone=zone, week=open_days)
    table = {
        (IMAGINED, str(Kind.INCIDENT), priority): replace(
            policy.targets(None, Kind.INCIDENT, priority),
            hours=hours, calendar_id=IMAGINED, next_update=None, resolution=_seconds(length), pauses=frozenset(HoldReason.values), steps={},
        )
        for priority, length in RESOLUTION.items()
    }  # fmt: skip
    return replace(
        policy, table={**policy.table, **table}, calendars={**policy.calendars, IMAGINED: hours}
    ), IMAGINED


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


@transaction.atomic
def make(zone: ZoneInfo) -> Agreement:
    with one_amendment():
        calendar = SupportCalendar.objects.create(name=NAME, time_zone=str(zone))
        OpeningHours.objects.bulk_create(
            [OpeningHours(calendar=calendar, weekday=day, opens=OPENS, closes=CLOSES) for day in WORKING_DAYS]
        )
        agreement = Agreement.objects.create(name=NAME, calendar=calendar, pauses=list(HoldReason.values))
        Target.objects.bulk_create([_target(agreement, default) for default in _default_targets()])
    return agreement


def _default_targets() -> "list[Target]":
    return list(Target.objects.filter(agreement__is_default=True, kind=Kind.INCIDENT))


def _target(agreement: Agreement, default: Target) -> Target:
    return Target(
        agreement=agreement,
        kind=Kind.INCIDENT,
        priority=default.priority,
        first_response=default.first_response,
        resolution=RESOLUTION[default.priority],
        handover=default.handover,
    )
