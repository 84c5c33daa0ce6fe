"""A request that waits for the manager's yes, with a file, and somebody who is away, for the walk through every address."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.models import Approval, ServiceRequest
from comms.approvals import links
from itsm.people.models import Absence
from tests.catalog import kit

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    manager: Any = world.people["manager"]
    colleague: Any = world.people["colleague"]
    step = {"name": "The manager agrees", "who": {"kind": "people", "people": [manager.pk]}}
    offering = kit.offering(by=manager, team=world.team, key="screen", approvals=[step])
    files = [SimpleUploadedFile("offer.pdf", b"x")]
    asked = ServiceRequest.ask(offering.edition, {"model": "Light"}, by=colleague, files=files)
    world.approval = Approval.objects.get(step__ticket=asked.pk)  # type: ignore[attr-defined]
    now = timezone.now()
    away = Absence.objects.create(person=colleague, since=now, until=now + timedelta(days=1))
    return {
        "approvals:": world.approval,  # type: ignore[attr-defined]
        "api:approvals": world.approval,  # type: ignore[attr-defined]
        "people:absence": away,
        "api:my-absences": away,
    }


def meaning(world: "World", route: str) -> dict[str, Any]:
    approval: Any = world.approval  # type: ignore[attr-defined]
    if route.startswith(("approvals:", "api:approvals")):
        return {"file": approval.step.ticket.attachments.get().pk}
    return {"token": links.token(approval, now=timezone.now())} if route == "comms:approve" else {}
