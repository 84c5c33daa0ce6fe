"""What a service promises, laid out for its page: hours, next closing days, targets."""

from typing import Any

from django.utils import timezone

from itsm.frame.practices import kinds_here
from itsm.services import wording
from itsm.services.models import ClockKind, Kind, Priority, Service, SupportCalendar
from itsm.services.policy import Policy, Targets, current_policy


def promised(service: Service) -> dict[str, Any]:
    policy = current_policy()
    usual = policy.targets(service.pk, Kind.INCIDENT, Priority.NORMAL)
    calendar = SupportCalendar.objects.with_hours().get(pk=usual.calendar_id)
    today = timezone.localdate(timezone=usual.hours.zone)
    return {
        "hours": wording.week(usual.hours),
        "calendar": calendar,
        "closings": list(calendar.closings(since=today))[:3],
        "clocks": [clock.label for clock in ClockKind],
        "table": [
            (kind.label, list(_rows(policy, service, kind, usual.calendar_id))) for kind in kinds_here(Kind)
        ],
    }


def _rows(policy: Policy, service: Service, kind: Kind, usual: int) -> Any:
    """(priority, the four budgets in words, the calendar's hours if they are not the usual ones)."""
    for priority in Priority.values:
        targets = policy.targets(service.pk, kind, priority)
        other = wording.week(targets.hours) if targets.calendar_id != usual else []
        yield priority, _budgets(targets), ", ".join(other)


def _budgets(targets: Targets) -> list[str]:
    return [wording.budget(getattr(targets, clock)) or "–" for clock in ClockKind.values]
