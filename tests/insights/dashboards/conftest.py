"""A desk of made-up tickets over twelve weeks, once for each module; nothing of it remains."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from itsm.people import roles
from itsm.people.models import Team
from itsm.services.models import Service
from itsm.tickets.models import Clock, Event, Handover, Hold, Ticket
from tests.factories import PersonFactory

WATERMELON, HONEST, TINY = "Video meetings", "Printing", "Test benches"
COUNT = 120
NOTE = {"found": "A loose cable.", "colleague_knows": "That we look.", "promised": "A word today."}


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield Desk()
        transaction.set_rollback(True)


@pytest.fixture
def as_reader(desk):
    client = Client()
    client.force_login(desk.manager)
    return client


class Desk:
    """Video meetings are always in time and come back every second time; test benches have too few tickets to be judged."""

    def __init__(self) -> None:
        self.rng, self.now = Random("dashboards"), timezone.now()
        self.manager = PersonFactory(name="Marit Sand", roles=[roles.MANAGER])
        self.other = PersonFactory(name="Tess Okoro", roles=[roles.MANAGER])
        self.agent = PersonFactory(name="Ola Agent", roles=[roles.AGENT])
        self.teams = [Team.objects.create(name=f"Dash {name}") for name in ("A", "B", "C")]
        self.services = {
            name: Service.objects.create(name=f"Dash {name}", team=self.teams[0])
            for name in (WATERMELON, HONEST, TINY)
        }
        self.tickets = Ticket.objects.bulk_create(self.ticket(n) for n in range(COUNT))
        Clock.objects.bulk_create(clock for ticket in self.tickets for clock in self.clocks(ticket))
        Hold.objects.bulk_create(hold for ticket in self.tickets for hold in self.holds(ticket))
        Handover.objects.bulk_create(
            self.handover(ticket) for ticket in self.tickets if ticket.handover_count
        )
        Event.objects.bulk_create(event for ticket in self.tickets for event in self.events(ticket))

    def place(self, n: int) -> str:
        return TINY if n % 20 == 0 else WATERMELON if n % 2 else HONEST

    def ticket(self, n: int) -> Ticket:
        rng, opened = self.rng, self.now - timedelta(hours=6 + self.rng.randrange(11 * 7 * 24))
        done = n % 6 != 5
        ended = min(opened + timedelta(hours=rng.choice([1, 4, 30, 100])), self.now) if done else None
        back = n % 4 == 1 and self.place(n) == WATERMELON
        return Ticket(
            number=f"DSH-{n}", kind=rng.choice(["incident", "incident", "request"]), title="Drawn",
            status="closed" if done else "in_progress", open=not done, priority=rng.randrange(1, 5), team=rng.choice(self.teams),
            service=self.services[self.place(n)] if n % 13 else None, requester=self.agent, opened_by=self.agent,
            opened_at=opened, changed_at=self.now, resolved_at=ended, closed_at=ended, reopen_count=int(back),
            handover_count=rng.choice([0, 0, 1, 2]), holder=rng.choice(["team", "agent", "colleague"]), held_since=opened,
            channel=rng.choice(["portal", "mail", "phone"]), restricted=n == 3,
        )  # fmt: skip

    def clocks(self, ticket: Ticket) -> list[Clock]:
        stopped, rng = ticket.resolved_at, self.rng
        melon = ticket.service_id == self.services[WATERMELON].pk
        long = int((stopped - ticket.opened_at).total_seconds()) if stopped else None
        return [
            Clock(
                ticket=ticket, kind=kind, target=3600, started_at=ticket.opened_at, stopped_at=stopped, worked=long, passed=long,
                waited=0 if stopped else None, outcome=("met" if melon or rng.random() < 0.7 else "missed") if stopped else "",
                breached_at=ticket.opened_at + timedelta(hours=1) if kind == "next_update" and rng.random() < 0.2 else None,
                was_due_at=stopped,
            )
            for kind in ("first_response", "next_update", "resolution", "handover")
        ]  # fmt: skip

    def holds(self, ticket: Ticket) -> list[Hold]:
        middle = ticket.opened_at + timedelta(minutes=30)
        first = Hold(ticket=ticket, holder="team", team=ticket.team, since=ticket.opened_at, until=middle)
        return [first, Hold(ticket=ticket, holder="agent", team=ticket.team, person=self.agent, since=middle, until=ticket.resolved_at)]  # fmt: skip

    def handover(self, ticket: Ticket) -> Handover:
        state = self.rng.choice(["accepted", "accepted", "returned"])
        return Handover(
            ticket=ticket, from_team=self.teams[0], to_team=ticket.team, at=ticket.opened_at, by=self.agent, state=state,
            answered_at=ticket.opened_at + timedelta(minutes=20), **NOTE,
        )  # fmt: skip

    def events(self, ticket: Ticket) -> list[Event]:
        def said(verb: str, at, **details) -> Event:
            return Event(
                ticket=ticket, verb=f"{ticket.kind}.{verb}", at=at, actor=self.agent, details=details
            )

        begun = said("take", ticket.opened_at + timedelta(minutes=30), status=["new", "in_progress"])
        rows = [said("open", ticket.opened_at), begun]
        if ticket.resolved_at:
            verb = "resolve" if ticket.kind == "incident" else "fulfil"
            rows.append(said(verb, ticket.resolved_at, status=["in_progress", "resolved"]))
        if ticket.resolved_at and ticket.reopen_count:
            rows.append(said("reopen", ticket.resolved_at + timedelta(minutes=1)))
        return rows


@pytest.fixture(scope="module")
def named():
    return SimpleNamespace(watermelon=WATERMELON, honest=HONEST, tiny=TINY)
