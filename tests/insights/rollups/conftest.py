"""A desk of made-up rows around the night in which summer time begins in Oslo, 29 March 2026: as odd as rows may be."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import override_settings

from itsm.insights.rollups import keeping
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.models import Clock, Ticket

OSLO = ZoneInfo("Europe/Oslo")
FIRST, LAST = date(2026, 3, 2), date(2026, 4, 12)
NOW = datetime(2026, 4, 12, 15, tzinfo=OSLO)
COUNT = 240


@pytest.fixture(scope="module")
def in_oslo():
    with override_settings(TIME_ZONE="Europe/Oslo"):
        yield OSLO


@pytest.fixture(scope="module")
def desk(in_oslo, django_db_setup, django_db_blocker):
    """Rolled up; nothing of it remains."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = Desk()
        keeping.keep_up(now=NOW)
        yield made
        transaction.set_rollback(True)


class Desk:
    def __init__(self) -> None:
        self.rng = Random("rollups")
        self.teams = [Team.objects.create(name=f"Roll {n}").pk for n in range(3)]
        self.services = [Service.objects.create(name=f"Roll {n}", team_id=self.teams[n]).pk for n in range(2)]
        self.sites = [Site.objects.create(name=f"Roll {n}").pk for n in range(2)]
        self.person = Person.objects.create(name="Kari", email="kari@roll.example").pk
        tickets = Ticket.objects.bulk_create(self.ticket(n) for n in range(COUNT))
        merged, into = tickets[7], tickets[8]
        Ticket.objects.filter(pk=merged.pk).update(merged_into=into)
        Clock.objects.bulk_create(clock for ticket in tickets for clock in self.clocks(ticket))

    def moment(self) -> datetime:
        """Any; often the first or the last of a day, and the hour that there was not."""
        day = FIRST + timedelta(days=self.rng.randrange((LAST - FIRST).days + 1))
        if self.rng.random() < 0.1:
            day = date(2026, 3, 29)
        hour, minute = self.rng.choice([(0, 0), (0, 30), (1, 59), (2, 30), (23, 59), (9, 15), (14, 0)])
        return min(datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO), NOW)

    def ticket(self, n: int) -> Ticket:
        rng, opened = self.rng, self.moment()
        ended = rng.random() < 0.8
        resolved = min(opened + timedelta(hours=rng.choice([0, 1, 1, 4, 30, 200])), NOW) if ended else None
        closed = min(resolved + timedelta(days=3), NOW) if resolved and rng.random() < 0.7 else None
        return Ticket(
            number=f"ROL-{n}", kind=rng.choice(["incident", "incident", "request"]), title="Rolled",
            status=rng.choice(["cancelled", *["closed"] * 9]) if ended else "in_progress", open=not ended,
            priority=rng.randrange(1, 5), team_id=rng.choice(self.teams), service_id=rng.choice([*self.services, None]),
            site_id=rng.choice([*self.sites, None]), requester_id=self.person, opened_by_id=self.person, opened_at=opened,
            changed_at=NOW, resolved_at=resolved, closed_at=closed, reopen_count=rng.choice([0, 0, 0, 1]),
            handover_count=rng.randrange(4), holder="team", held_since=opened,
        )  # fmt: skip

    def reading(self, ticket: Ticket) -> dict[str, Any]:
        """What a clock writes down when it stops."""
        took, due = self.rng.choice([0, 60, 60, 1800, 7200, 90_000]), self.rng.choice([1, 30])
        return {
            "worked": took,
            "passed": 2 * took,
            "waited": took // 2,
            "was_due_at": ticket.opened_at + timedelta(hours=due),
        }

    def clocks(self, ticket: Ticket) -> list[Clock]:
        rng, stopped = self.rng, ticket.resolved_at
        return [
            Clock(
                ticket=ticket, kind=kind, target=3600, started_at=ticket.opened_at, stopped_at=stopped,
                outcome=rng.choice(["met", "met", "missed", "renewed"]) if stopped else "",
                breached_at=ticket.opened_at + timedelta(hours=2) if rng.random() < 0.2 else None,
                **(self.reading(ticket) if stopped else {}),
            )
            for kind in ("first_response", "next_update", "resolution", "handover")
        ]  # fmt: skip
