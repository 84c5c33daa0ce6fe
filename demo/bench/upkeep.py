"""The roll-ups of the measured desk: made anew once, and kept up while it is measured, as the worker would."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from itsm.insights.rollups import keeping
from itsm.tickets.models import Ticket

EVERY = 15.0  # seconds, as in the schedule
MOST = 300  # seconds for a million tickets
MOST_LAG = 60


@dataclass
class Upkeep:
    """`lag`: the longest time from an Event until its figures knew it."""

    lag: float = 0.0
    rounds: int = 0

    def once(self) -> None:
        behind, began = keeping.lag(now=timezone.now()).total_seconds(), time.monotonic()
        keeping.keep_up()
        if behind:
            self.lag = max(self.lag, behind + time.monotonic() - began)
        self.rounds += 1


@contextmanager
def upkeep() -> Iterator[Upkeep]:
    over, kept = Event(), Upkeep()

    def work() -> None:
        while not over.wait(EVERY):
            kept.once()
        kept.once()
        connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        yield kept
    finally:
        over.set()
        thread.join()


def rebuild() -> tuple[float, int]:
    """Seconds, and days."""
    began = time.monotonic()
    days = max((of for _done, of in keeping.rebuild()), default=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE insights_rollup, insights_spread")
    return time.monotonic() - began, days


def allowed() -> float:
    """As many seconds for each ticket as for each of a million, and a few for the days."""
    return MOST * max(Ticket.objects.count(), 100_000) / 1_000_000
