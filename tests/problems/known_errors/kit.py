"""A known error that everybody can picture, its flow as a table, and incidents that wait for it."""

from typing import Any

from itsm.people.models import Person
from itsm.tickets.models import Link
from problems.models import KnownError, Problem
from tests import factories

ABOUT = {
    "title": "Second screen stays black after sleep",
    "symptom": "The laptop wakes up, but the screen at the dock stays black.",
    "cause": "The dock's firmware 1.4 loses the display link.",
    "workaround": "1. Unplug the dock.\n2. Wait ten seconds.\n3. Plug it in again.",
}
TOLD: dict[str, dict[str, Any]] = {
    "publish": {},
    "reopen": {"reason": "Three colleagues say that it does not help."},
    "fix": {},
    "retire": {"reason": "Nobody has these docks any more."},
}
STATES = KnownError.State.values
PAIRS = [(state, verb) for state in STATES for verb in KnownError.FLOW]
ALLOWED = [(state, verb) for state, verb in PAIRS if state in KnownError.FLOW[verb][0]]
REFUSED = [(state, verb) for state, verb in PAIRS if state not in KnownError.FLOW[verb][0]]


def put(known: KnownError, state: str) -> KnownError:
    """Into a state, however it would have come there."""
    KnownError.objects.filter(pk=known.pk).update(state=state)
    known.refresh_from_db()
    return known


def waits(problem: Problem, *, by: Person, person: Person | None = None, **about: Any) -> Any:
    """An open incident that the problem causes."""
    made = factories.incident(
        by=person or factories.PersonFactory(), title="Black screen", team=problem.team, **about
    )
    made.link(problem, Link.Kind.CAUSED_BY, by=by)
    return made
