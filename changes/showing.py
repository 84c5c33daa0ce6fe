"""What the sections of a change's page show: why, what it touches, its risk, its plan, who authorises it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import ApprovalStep
from changes.gates import Obstacle, obstacles
from changes.models import Change, ChangeStep, RiskQuestion, Status
from changes.models.planned import OPEN_TO_PLANNING
from changes.sections import Section, register_section
from itsm.people.models import Person
from itsm.services.impact import impact_of
from itsm.services.models import Service

# The verb that comes next, whose obstacles the page shows before anybody presses it.
NEXT = {
    Status.DRAFT: "submit",
    Status.ASSESS: "ask_authority",
    Status.AUTHORISE: "authorise",
    Status.SCHEDULED: "start",
    Status.REVIEW: "close",
}


def in_the_way(change: Change, now: datetime, *, without_sections: bool = False) -> list[Obstacle]:
    """Of what comes next. That a window has not begun yet is nothing to be done about."""
    verb = NEXT.get(Status(change.status))
    found = obstacles(change, verb, now, without_sections=without_sections) if verb else []
    early = change.status == Status.SCHEDULED and change.starts_at and now < change.starts_at
    return [one for one in found if not (early and one.key == "window")]


def why(change: Change, person: Person) -> dict[str, Any]:
    return {}


def touched(change: Change, person: Person) -> dict[str, Any]:
    """The services it changes, and what stands on them."""
    services = list(Service.objects.filter(pk__in=change.affected_ids).select_related("owner"))
    impact = impact_of(*services) if services else None
    mine = {service.pk for service in services}
    return {
        "services": services,
        "dependants": [place for place in impact.services if place.pk not in mine] if impact else [],
        "colleagues": impact.colleagues if impact else 0,
    }


def risk(change: Change, person: Person) -> dict[str, Any]:
    """How many questions are still to be answered, while they can be."""
    if change.type == Change.Type.STANDARD or change.status not in {Status.DRAFT, Status.ASSESS}:
        return {"open": 0}
    asked = RiskQuestion.objects.filter(is_active=True).values_list("key", flat=True)
    return {"open": len(set(asked) - change.risk_answers.keys())}


@dataclass(frozen=True)
class Timed:
    """A step with the moment at which it begins if all goes as planned."""

    step: ChangeStep
    at: datetime | None


def steps(change: Change, person: Person) -> dict[str, Any]:
    plan = list(change.steps.filter(part=ChangeStep.Part.PLAN).select_related("owner"))
    timed, at = [], change.starts_at
    for step in plan:
        timed.append(Timed(step, at))
        at = at and at + timedelta(minutes=step.minutes)
    return {
        "steps": timed,
        "minutes": sum(step.minutes for step in plan),
        "turn": latest_turn(change, plan),
        "checks": change.checks,
    }


def latest_turn(change: Change, plan: list[ChangeStep]) -> datetime | None:
    """The last moment to turn back and still be back when the window ends."""
    if not (change.ends_at and change.back_out_minutes):
        return None
    return change.ends_at - timedelta(minutes=change.back_out_minutes)


def back_out(change: Change, person: Person) -> dict[str, Any]:
    return {"steps": change.steps.filter(part=ChangeStep.Part.BACK_OUT).select_related("owner")}


def authority(change: Change, person: Person) -> dict[str, Any] | None:
    found = ApprovalStep.objects.of(change)
    return {"steps": found} if found or change.authorised_at else None


def add_to_page() -> None:
    for section in (
        Section("why", _("Why"), "changes/sections/why.html", why, 10, "why"),
        Section(
            "services",
            _("What it touches, and when"),
            "changes/sections/services.html",
            touched,
            20,
            "window",
        ),
        Section("risk", _("Risk"), "changes/sections/risk.html", risk, 30, "risk"),
        Section("steps", _("The plan"), "changes/sections/steps.html", steps, 40, "steps"),
        Section("back-out", _("The way back"), "changes/sections/back_out.html", back_out, 45, "back-out"),
        Section("tests", _("Tests"), "changes/sections/tests.html", why, 50, "tests"),
        Section("authority", _("Who authorises it"), "changes/sections/authority.html", authority, 35),
    ):
        register_section(section)


def may_be_planned(change: Change, person: Person) -> bool:
    late = change.type == Change.Type.EMERGENCY and change.status in {Status.IMPLEMENTING, Status.REVIEW}
    return person.has_perm("tickets.work_ticket") and (late or change.status in OPEN_TO_PLANNING)
