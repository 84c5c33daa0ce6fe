"""Where known errors stand in the house, and who may write them."""

from itsm.people.roles import AGENT, MANAGER, grant
from itsm.tickets.outbox import subscribe
from problems.known_errors import passing, tasks

WRITE = "problems.write_known_error"


def add_to_house() -> None:
    subscribe(passing.CONSUMER, tasks.tell_workaround, passing.VERB)
    for role in (AGENT, MANAGER):
        grant(role, WRITE)
