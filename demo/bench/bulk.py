"""Ten thousand to a million tickets by COPY: what is finished as plain rows, the open ones by the real verbs in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import prefetch_related_objects

from demo.bench.rows import Finished
from demo.bench.words import Words
from demo.bench.writings import write_articles
from demo.copying import catch_up, number_from
from demo.rehearsal import Rehearsed
from incidents.models import Incident
from itsm.frame.copying import copy_objects
from itsm.people import roles
from itsm.people.models import Person, Site, Team
from itsm.services.models import HoldReason, Service
from itsm.services.policy import current_policy
from itsm.tickets.models import Clock, Event, Hold, Ticket

OPEN = 0.05
NEW, DAYS_NEW = 0.06, 6  # so many of all tickets came in so many last days
DAYS = 1000  # of history
CHUNK = 20_000
QUEUED = timedelta(hours=8)  # whatever is older, somebody has taken
LATELY = timedelta(days=40)  # whoever waits longer has heard something since
TABLES = (Ticket, Incident, Event, Clock, Hold)
ZONES = ("Europe/Lisbon", "Europe/London", "America/New_York", "Asia/Singapore")


class Bulk:
    def __init__(self, count: int, *, now: datetime, seed: str = "bench") -> None:
        self.count, self.now = count, now.replace(microsecond=0)
        self.rng = Random(seed)  # noqa: S311 - made-up rows, not secrets
        self.words = Words(self.rng, count)
        self.policy = current_policy()
        self.event = self.clock = self.hold = 0

    def fill(self) -> None:
        self.hire()
        first = number_from(f"tickets_{Incident.KIND}_number", self.count)
        with bare_tables():
            for start in range(0, self.count, CHUNK):
                self.chunk(range(start, min(start + CHUNK, self.count)), first)
        catch_up(*(table for table in TABLES if table is not Incident))
        write_articles(self)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def hire(self) -> None:
        """People, teams and services in proportion: a large desk has larger everything."""
        teams = min(40, 8 + self.count // 25_000)
        people = min(50_000, max(200, self.count // 20))
        sites = [
            Site.objects.create(name=f"Site {n}", time_zone=zone) for n, zone in enumerate(ZONES, start=1)
        ]
        Person.objects.bulk_create(
            [
                Person(
                    name=f"Colleague {n}",
                    email=f"colleague{n}@bench.example",
                    site=sites[n % 4],
                    time_zone=ZONES[n % 4],
                    password="!",  # noqa: S106 - nobody signs in with it
                )
                for n in range(people)
            ],
            batch_size=5000,
        )
        self.teams = [Team.objects.create(name=f"Team {n}", first_line=n == 0) for n in range(teams)]
        self.services = [
            Service.objects.create(name=f"Service {n}", team=self.teams[n % teams]) for n in range(teams * 2)
        ]
        everyone = list(Person.objects.select_related("site").order_by("pk"))
        agents, self.colleagues = everyone[: teams * 6], everyone[teams * 6 :]
        group = Group.objects.get(name=roles.AGENT)
        Person.groups.through.objects.bulk_create(
            Person.groups.through(person=person, group=group) for person in agents
        )
        self.members: dict[int | None, list[Person]] = {
            team.pk: agents[n * 6 : n * 6 + 6] for n, team in enumerate(self.teams)
        }
        Team.members.through.objects.bulk_create(
            Team.members.through(team_id=team, person=person)
            for team, people in self.members.items()
            for person in people
        )
        prefetch_related_objects(everyone, "groups")  # whose word is the desk's

    def chunk(self, places: range, first: int) -> None:
        finished, living = Finished(), []
        for place in places:
            at = self.moment((place + self.rng.random()) / self.count)
            if self.is_open(place):
                living.append(self.numbered(self.living(at), place, first))
            else:
                self.event = finished.add(self, pk=place + 1, number=first + place, at=at, event=self.event)
        finished.copy()
        self.write(living)

    def moment(self, share: float) -> datetime:
        """When a ticket came, by its place in the row of all: evenly, and faster in the last days."""
        ago = (
            (1 - share) / NEW * DAYS_NEW
            if share > 1 - NEW
            else DAYS_NEW + (1 - NEW - share) / (1 - NEW) * DAYS
        )
        return self.now - timedelta(days=ago)

    def is_open(self, place: int) -> bool:
        """One in twenty, nine of ten of them from the last days."""
        new = place > self.count * (1 - NEW)
        return self.rng.random() < (OPEN * 0.9 / NEW if new else OPEN * 0.1 / (1 - NEW))

    def living(self, at: datetime) -> Rehearsed:
        service = self.rng.choice(self.services)
        ticket = Rehearsed.begin(
            by=(colleague := self.rng.choice(self.colleagues)), requester=colleague, title=self.words.title(),
            description=self.words.message(), service=service, team=service.team, policy=self.policy, now=at,
            status="new", impact=self.rng.choice((2, 3, 3, 3)), urgency=self.rng.choice((2, 3, 3, 4)),
        )  # fmt: skip
        agent = self.rng.choice(self.members[service.team_id])
        stage = self.rng.random()
        lately = min(self.now - at, LATELY)
        if stage > 0.2 or self.now - at > QUEUED:
            ticket.take(by=agent, now=self.now - lately * 0.8)
            until = self.now + timedelta(minutes=self.rng.randrange(30, 4000))
            ticket.reply(self.words.message(), by=agent, now=self.now - lately * 0.6, until=until)
        if stage > 0.85:
            words = self.words.message()
            ticket.hold(reason=HoldReason.COLLEAGUE, question=words, by=agent, now=self.now - lately * 0.4)
        ticket.pass_time(self.now)
        return ticket

    def numbered(self, ticket: Rehearsed, place: int, first: int) -> Rehearsed:
        ticket.pk = ticket.id = place + 1
        ticket.number = f"INC-{first + place}"
        rows: tuple[Any, ...] = (*ticket.kept_events, *ticket.kept_clocks, *ticket.kept_holds)
        for row in rows:
            row.ticket_id = ticket.pk
        for event in ticket.kept_events:
            self.event += 1
            event.pk = self.event
        ticket.last_event = self.event
        for clock in ticket.kept_clocks:
            self.clock += 1
            clock.pk = self.clock
        for hold in ticket.kept_holds:
            self.hold += 1
            hold.pk = self.hold
        return ticket

    def write(self, living: list[Rehearsed]) -> None:
        if living:
            copy_objects(Ticket, living)
            copy_objects(Incident, living)
            for model, kept in ((Event, "kept_events"), (Clock, "kept_clocks"), (Hold, "kept_holds")):
                copy_objects(model, [row for ticket in living for row in getattr(ticket, kept)])


@contextmanager
def bare_tables() -> Iterator[None]:
    """Without indexes and key checks while a million rows come in; both are built again at the end, which is faster."""
    names = [table._meta.db_table for table in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [names],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
