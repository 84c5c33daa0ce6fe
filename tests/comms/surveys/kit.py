"""A desk with a clock of its own: what happens to tickets there, and whom it asks how it was."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from comms.models import Delivery, Group, Invitation, Survey
from comms.surveys import asking, opening, tasks
from incidents.models import Incident
from itsm.people.models import Person, Team
from itsm.tickets.models import Outbox
from tests.factories import SiteFactory, incident

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Desk:
    def __init__(self, colleague: Person, agent: Person, team: Team) -> None:
        self.colleague, self.agent, self.team, self.now = colleague, agent, team, MONDAY

    def opened(self, *, by: Person | None = None, **fields: object) -> Incident:
        return incident(by=by or self.colleague, team=self.team, now=self.now, **fields)

    def resolve(self, ticket: Incident, *, by: Person | None) -> None:
        ticket.resolve(resolution="fixed", words="It works again.", by=by, now=self.now)
        self.deal()

    def solved(
        self, *, asked_by: Person | None = None, by: Person | None = None, **fields: object
    ) -> Incident:
        ticket = self.opened(by=asked_by, **fields)
        self.resolve(ticket, by=by or self.agent)
        return ticket

    def reopen(self, ticket: Incident) -> None:
        ticket.refresh_from_db()
        ticket.reopen(words="It is broken again.", by=ticket.requester, now=self.now)
        self.deal()

    def deal(self) -> None:
        """As the worker would."""
        rows = Outbox.objects.filter(consumer=tasks.CONSUMER).order_by("event")
        for pk in list(rows.values_list("event", flat=True)):
            with Outbox.dealing_with(pk, tasks.CONSUMER) as event:
                asking.follow(event, now=self.now)

    def later(self, **length: float) -> None:
        """The sweep comes twice a day."""
        until = self.now + timedelta(**length)
        while self.now < until:
            self.now = min(self.now + timedelta(hours=12), until)
            asking.sweep(now=self.now)


def mails(ticket: Incident | None = None) -> list[str]:
    """Who was asked, in order, each as “name, number of the ticket”."""
    rows = Delivery.objects.filter(group=Group.SURVEY).order_by("created_at", "pk").select_related("person")
    numbers = {f"survey:{one.pk}": one.ticket for one in Invitation.objects.select_related("ticket")}
    found = [(row, numbers.get(row.cause.removesuffix(":again"))) for row in rows]
    return [
        f"{row.person.name}{' again' if row.cause.endswith('again') else ''}"
        for row, about in found
        if not ticket or about == ticket
    ]


def colleagues(count: int) -> list[Person]:
    site = SiteFactory()
    return Person.objects.bulk_create(
        Person(name=f"Colleague {n}", email=f"asked{n}@halden.example", site=site, password="!")
        for n in range(count)
    )


def asked(people: Iterable[Person], *, now: datetime = MONDAY, **fields: object) -> Survey:
    """A campaign among these, and all of them have their mail, but for the mail."""
    survey = Survey(
        kind=Survey.Kind.CAMPAIGN,
        title="How is IT",
        opened_at=now,
        closes_at=now + timedelta(days=14),
        **fields,
    )
    opening.begin(survey, [person.pk for person in people], now=now)
    survey.invitations.update(state=Invitation.State.ASKED, asked_at=now, due_at=now + timedelta(days=3))
    return survey
