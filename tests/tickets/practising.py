"""In and out of the training room, and all that must be the same whatever is done there."""

from datetime import timedelta
from types import SimpleNamespace

from django.test import Client

from comms.models import Delivery, Notification
from itsm.frame import practices
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import ask, ask_now, measures, standing
from itsm.people.models import Person, Team
from itsm.tickets.models import Event, Outbox, Ticket
from itsm.tickets.training import room


def figures(desk: SimpleNamespace) -> dict[str, object]:
    """Whatever is counted anywhere, and whatever leaves the house."""
    chosen = Filter(since=desk.now - timedelta(days=30), until=desk.now)
    now = desk.now
    return {
        "measures": ask(measures(), chosen),
        "by team": ask(
            [one for one in measures() if one.rolls and not one.of and one.source.about is None],
            chosen,
            by="team",
        ),
        "standing": ask_now(standing(), chosen, now=now),
        "practices": [(line.practice.name, line.people, line.signs) for line in practices.lines(now=now)],
        "rows": [model.objects.count() for model in (Ticket, Event, Outbox, Notification, Delivery)],
        "people": sorted(Person.objects.active().values_list("pk", flat=True)),
        "teams": sorted(Team.objects.values_list("name", flat=True)),
    }


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def gone_in(person: Person) -> Client:
    client = signed_in(person)
    assert client.post("/training/enter/").status_code == 302
    return client


def example(title: str) -> Ticket:
    with room.inside():
        return Ticket.objects.select_related("team").get(title=title)
