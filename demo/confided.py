"""Who read what is restricted: whoever did something there had it before them."""

from demo.history import World
from itsm.tickets.models import Event, Read

LATELY = 300  # Events


def note_readers(world: World) -> None:
    done = Event.objects.filter(ticket__restricted=True, actor__isnull=False).order_by("-at", "-pk")
    rows = [
        Read(
            ticket_id=ticket,
            person_id=person,
            way=Read.Way.PAGE,
            at=at,
            hour=at.replace(minute=0, second=0, microsecond=0),
        )
        for ticket, person, at in done.values_list("ticket", "actor", "at")[:LATELY]
    ]
    Read.objects.bulk_create(rows, ignore_conflicts=True)
