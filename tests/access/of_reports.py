"""A report that the manager sends to themselves, and what went out."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from comms.models import Edition, EditionCopy, Report
from comms.reports import links

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    manager, now = world.people["manager"], timezone.now()
    report = Report.objects.create(dashboard="flow", owner=manager, next_at=now)
    report.people.add(manager, world.people["administrator"])
    page = {"title": "Flow", "period": "", "about": "A week.", "panels": [], "told": []}
    # As if it went out a moment ago, however long the table takes: sending it again now is refused.
    sent_at = now + timedelta(hours=1)
    edition = Edition.objects.create(report=report, due_at=now, sent_at=sent_at, pages={"en": page})
    world.report, world.edition = report, edition
    world.edition_copy = EditionCopy.objects.create(edition=edition, person=manager)
    return {"reports:": report, "api:reports": report, "api:report-editions": edition}


def meaning(world: "World", route: str) -> dict[str, Any]:
    if route == "reports:read":
        return {"token": links.token(world.edition_copy)}
    if route == "reports:leave":
        return {"token": links.leave_token(world.report.pk, world.people["manager"].pk)}
    return {"edition": world.edition.pk} if route.startswith("reports:") else {}
