"""Very many colleagues at once, written in a few statements."""

from datetime import datetime

from django.db import connection

from comms.models import Subscription
from itsm.people.models import Person, Site
from itsm.services.models import Service
from tests.factories import ServiceFactory, incident


def fill(many: int, *, tickets: int, now: datetime, by: Person) -> list[Service]:
    """`many` colleagues at four sites, who report to every hundredth; three services, of which each tenth follows one."""
    sites = [Site.objects.create(name=f"Site {number}").pk for number in range(4)]
    services = [ServiceFactory(name=f"Crowded {number}") for number in range(3)]
    services[1].sites.set(sites[:2])
    services[2].depends_on.add(services[0])
    model = incident(by=by, service=services[0])
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_person (email, name, preferred_name, site_id, time_zone, language, phone, job_title, password,
                is_superuser, is_active, is_staff, takes_thanks, joined_at)
            SELECT 'crowd' || n || '@halden.example', 'Crowd ' || n, '', (%s::bigint[])[1 + n %% 4], 'UTC', 'en', '', '', '!',
                false, n %% 50 <> 7, false, true, now() FROM generate_series(1, %s) n""",
            [sites, many],
        )
        cursor.execute(
            """UPDATE people_person SET manager_id = (SELECT min(id) FROM people_person WHERE email LIKE 'crowd%%')
            WHERE email LIKE 'crowd%%00@halden.example'"""
        )
    crowd = list(Person.objects.filter(email__startswith="crowd").values_list("pk", flat=True))
    Subscription.objects.bulk_create(
        Subscription(service=services[place % 3], person_id=pk, since=now)
        for place, pk in enumerate(crowd[::10])
    )
    columns = [
        field.column
        for field in type(model)._meta.get_parent_list()[0]._meta.concrete_fields
        if not field.generated
    ]
    changed = {
        "id": "nextval('tickets_ticket_id_seq')",
        "number": "'XXX-' || n",
        "requester_id": "(%s::bigint[])[1 + n %% %s]",
    }
    changed |= {
        "service_id": "(%s::bigint[])[1 + n %% 3]",
        "opened_at": "%s::timestamptz - n * interval '1 minute'",
    }
    chosen = ", ".join(changed.get(column, f'model."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    given = {
        "requester_id": [crowd, len(crowd)],
        "service_id": [[one.pk for one in services]],
        "opened_at": [now],
    }
    params = [value for column in columns for value in given.get(column, [])]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tickets_ticket ({names}) SELECT {chosen} FROM tickets_ticket model, generate_series(1, %s) n WHERE model.id = %s",
            [*params, tickets, model.pk],
        )
        cursor.execute("ANALYZE")
    return services
