"""A full year of changes, written with few statements: rows as the verbs would leave them, for questions about many."""

from datetime import datetime, timedelta
from random import Random

from django.db import connection

from changes.models import Change, Occasion
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.models import Ticket

CHILD = """
    INSERT INTO changes_change (ticket_ptr_id, type, reason, benefit, starts_at, ends_at, risk_answers, risk_level, risk_because,
                                test_evidence, back_out_plan, authorised_digest, outcome, review_words)
    VALUES {rows}
"""


def services(count: int, *, stand_on: float = 1.5, seed: int = 7) -> list[Service]:
    """Each stands on one or two that came before it."""
    chance = Random(seed)
    made = Service.objects.bulk_create(Service(name=f"Service {n:03}") for n in range(count))
    edges = {
        (upper, chance.randrange(upper)) for upper in range(1, count) for _n in range(round(stand_on * chance.random()) )
    }  # fmt: skip
    through = Service.depends_on.through
    through.objects.bulk_create(
        through(from_service_id=made[upper].pk, to_service_id=made[lower].pk)
        for upper, lower in sorted(edges)
    )
    return made


def fill(
    count: int, *, of: list[Service], team: Team, people: list[Person], since: datetime, days: int = 365, seed: int = 7,
    status: str = "scheduled", restricted: bool = False,
) -> list[int]:  # fmt: skip
    """So many changes over these days, of one to four hours each; returns their keys."""
    chance = Random(seed)
    taken = Ticket.objects.filter(number__startswith="CHG-9").count()
    tickets = Ticket.objects.bulk_create(
        Ticket(
            kind="change", number=f"CHG-9{taken + n:05}", title=f"Change number {n}", status=status, team=team, requester=people[0],
            opened_by=people[0], assignee=chance.choice(people), service=chance.choice(of), restricted=restricted,
        )
        for n in range(count)
    )  # fmt: skip
    rows, values = [], []
    for ticket in tickets:
        starts = since + timedelta(minutes=15 * chance.randrange(days * 96))
        rows.append("(%s, 'normal', '', '', %s, %s, '{}', 'low', '[]', '', '', '', '', '')")
        values += [ticket.pk, starts, starts + timedelta(minutes=15 * chance.randint(4, 16))]
    with connection.cursor() as cursor:
        cursor.execute(CHILD.format(rows=", ".join(rows)), values)
    through = Change.services.through
    through.objects.bulk_create(
        through(change_id=ticket.pk, service_id=chance.choice(of).pk) for ticket in tickets[::3]
    )
    return [ticket.pk for ticket in tickets]


def freezes(count: int, *, of: list[Service], by: Person, since: datetime, seed: int = 7) -> list[Occasion]:
    chance = Random(seed)
    made = []
    for number in range(count):
        starts = since + timedelta(days=chance.randrange(360))
        made.append(
            Occasion(
                kind="freeze",
                title=f"Freeze {number}",
                starts_at=starts,
                ends_at=starts + timedelta(days=4),
                by=by,
            )
        )
    Occasion.objects.bulk_create(made)
    through = Occasion.services.through
    through.objects.bulk_create(
        through(occasion_id=one.pk, service_id=chance.choice(of).pk) for one in made[1:]
    )
    return made
