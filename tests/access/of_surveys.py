"""A campaign that runs, and the colleague asked about a ticket of theirs."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from comms.models import Invitation, Survey
from comms.surveys import links

if TYPE_CHECKING:
    from tests.access.world import World


def make(world: "World") -> Invitation:
    now = timezone.now()
    Survey.objects.create(
        kind="campaign",
        title="How is IT",
        by=world.people["manager"],
        opened_at=now,
        closes_at=now + timedelta(days=3),
    )
    about = {"person": world.people["colleague"], "ticket": world.ticket, "state": "asked", "asked_at": now}
    asked: Invitation = Invitation.objects.create(survey=Survey.of_tickets(now=now), **about)
    return asked


def objects(world: "World") -> dict[str, Any]:
    running = Survey.objects.get(kind="campaign")
    return {"surveys:": running, "api:surveys": running, "api:invitations": world.invitation}


def meaning(world: "World", route: str) -> dict[str, Any]:
    return {"token": links.token(world.invitation)} if route == "surveys:answer" else {}
