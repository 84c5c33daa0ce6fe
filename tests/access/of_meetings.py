"""A meeting that the agent leads, what was decided and taken on there, a business unit, and a briefing that went out."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from comms.briefing import links
from comms.models import Action, Attendance, Briefing, BriefingCopy, Decision, Meeting
from itsm.insights.goals.models import FigureTarget
from itsm.people.models import BusinessUnit
from itsm.services.models import Stakeholder

if TYPE_CHECKING:
    from tests.access.world import World

NUMBERED = ("meetings:", "api:review-meetings")


def objects(world: "World") -> dict[str, Any]:
    agent, colleague, now = world.people["agent"], world.people["colleague"], timezone.now()
    world.meeting = meeting = Meeting.objects.create(kind="check_in", host=agent, starts_at=now)
    Attendance.objects.create(meeting=meeting, person=colleague)
    about = {"owner": colleague, "due_on": now.date(), "given_by": agent, "given_at": now}
    action = Action.objects.create(meeting=meeting, what="Ask the plant", **about)
    decision = Decision.objects.create(what="Meet monthly", by=agent, at=now)
    unit = BusinessUnit.objects.create(name="Instruments", contact=colleague, keeper=agent)
    briefing = Briefing.objects.create(
        month=now.date().replace(day=1), made_at=now, sent_at=now, sent_by=agent
    )
    world.copy = BriefingCopy.objects.create(briefing=briefing, person=colleague)
    world.stakeholder = Stakeholder.objects.create(
        service=world.service, person=colleague, needs="Orders go out."
    )
    target = FigureTarget.objects.create(measure="reopened", value=5)
    return {
        "meetings:finish": action,
        "meetings:decision": decision,
        "api:actions": action,
        "api:decisions": decision,
        "units:": unit,
        "api:units": unit,
        "briefing:": briefing,
        "api:briefings": briefing,
        "api:targets": target,
        "api:stakeholders": world.stakeholder,
        "goals:stakeholder": world.service,
    }


def meaning(world: "World", route: str) -> dict[str, Any]:
    if route == "briefing:read":
        return {"token": links.token(world.copy)}
    if route == "goals:stakeholder_remove":
        return {"stakeholder": world.stakeholder.pk}
    return {"number": world.meeting.number, "verb": "begin"} if route.startswith(NUMBERED) else {}
