"""What Baton knows about a change's risk by itself. Each fact comes in steps, and says in words what was found.

The facts are code, what a step of them weighs is data (`RiskFact`): a fact without a row weighs nothing.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from changes.models.flow import Outcome
from itsm.services.calendars import business_seconds
from itsm.services.impact import Impact, impact_of
from itsm.services.models import Service
from itsm.services.policy import current_policy

COLLEAGUES = (50, 250, 1000)  # from so many on it is a step more
MOST_DEPENDANTS = 5
SOON = timedelta(hours=24)
REMEMBERED = timedelta(days=365)
ENOUGH = 5  # changes before their past says anything
OFTEN, VERY_OFTEN = 10, 25  # per cent that went wrong
UNSUCCESSFUL = (Outcome.FAILED, Outcome.BACKED_OUT)


@dataclass(frozen=True)
class Found:
    """How many steps of a fact, and why in plain words."""

    steps: int
    words: str


class Look:
    """One look at a change: what several facts need is asked once."""

    def __init__(self, change: Any, *, now: datetime) -> None:
        self.change, self.now = change, now
        self.services = list(Service.objects.filter(pk__in=change.affected_ids))

    @cached_property
    def impact(self) -> Impact | None:
        return impact_of(*self.services) if self.services else None

    @cached_property
    def past(self) -> dict[str, int]:
        """Of the same model, or of the same team on the same service, in the last year."""
        change = self.change
        alike = (
            Q(model=change.model_id) if change.model_id else Q(team=change.team_id, service=change.service_id)
        )
        closed = type(change).objects.filter(alike, status="closed", closed_at__gte=self.now - REMEMBERED)
        closed = closed.exclude(outcome=Outcome.NOT_CARRIED_OUT)
        return closed.aggregate(all=Count("pk"), wrong=Count("pk", filter=Q(outcome__in=UNSUCCESSFUL)))


def criticality(look: Look) -> Found | None:
    worst = min(look.services, key=lambda service: service.criticality, default=None)
    if worst is None:
        return None
    minor = Service.Criticality.MINOR
    said = {"service": worst.name, "how": worst.get_criticality_display().lower()}
    return Found(minor - worst.criticality, _("%(service)s is %(how)s") % said)


def dependants(look: Look) -> Found | None:
    """Services that stand on those it touches."""
    if look.impact is None:
        return None
    mine = {service.pk for service in look.services}
    n = sum(place.pk not in mine for place in look.impact.services)
    words = ngettext("%(n)d other service stands on it", "%(n)d other services stand on it", n) % {"n": n}
    return Found(min(n, MOST_DEPENDANTS), words)


def colleagues(look: Look) -> Found | None:
    if look.impact is None:
        return None
    n = look.impact.colleagues
    words = ngettext("%(n)d colleague works with it", "%(n)d colleagues work with it", n) % {"n": n}
    return Found(bisect_right(COLLEAGUES, n), words)


def in_hours(look: Look) -> Found | None:
    """While people work with it."""
    change, policy = look.change, current_policy()
    if not (change.starts_at and change.ends_at and look.services):
        return None
    hours = (policy.targets(service.pk, change.kind, change.priority).hours for service in look.services)
    inside = any(business_seconds(change.starts_at, change.ends_at, one) for one in hours)
    return Found(int(inside), _("it is done while people work with it"))


def short_notice(look: Look) -> Found | None:
    starts = look.change.starts_at
    if starts is None:
        return None
    return Found(int(starts - look.now < SOON), _("it starts within a day"))


def past_failures(look: Look) -> Found | None:
    """Of its kind and team."""
    done, wrong = look.past["all"], look.past["wrong"]
    if done < ENOUGH:
        return None
    share = wrong * 100 // done
    words = _("%(wrong)d of the last %(all)d like it went wrong") % {"wrong": wrong, "all": done}
    return Found(bisect_right((OFTEN, VERY_OFTEN), share), words)


def past_successes(look: Look) -> Found | None:
    done, wrong = look.past["all"], look.past["wrong"]
    words = _("the last %(all)d like it went well") % {"all": done}
    return Found(int(done >= ENOUGH and not wrong), words)


Fact = Callable[[Look], Found | None]
FACTS: dict[str, Fact] = {
    fact.__name__: fact
    for fact in (criticality, dependants, colleagues, in_hours, short_notice, past_failures, past_successes)
}
LABELS = {
    "criticality": gettext_lazy(
        "How critical the most critical service it touches is, for each step above “minor”"
    ),
    "dependants": gettext_lazy("For each other service that stands on it, up to five"),
    "colleagues": gettext_lazy("From 50, 250 and 1,000 colleagues who work with it, for each"),
    "in_hours": gettext_lazy("It is done in the hours of a service it touches"),
    "short_notice": gettext_lazy("It starts within a day"),
    "past_failures": gettext_lazy(
        "From 10 and 25 per cent of changes like it that went wrong in a year, for each"
    ),
    "past_successes": gettext_lazy("Five or more changes like it went well in a year, and none wrong"),
}
