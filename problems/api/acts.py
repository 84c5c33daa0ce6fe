"""The verbs of a problem, by API."""

from datetime import date, datetime
from typing import Any

from itsm.people.models import Person
from itsm.services.models import Goal
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import ReasonBody
from itsm.tickets.models import Ticket
from problems.api import shapes
from problems.models import Cause, Problem, ProblemAction
from problems.models.root_cause import write_whys as write_down


@verb(shapes.AssessBody)
def assess(ticket: Problem, *, by: Person, business_value: int, goal: Goal | None = None) -> None:
    """Say what it is worth to solve it: that gives it its place."""
    ticket.assess(business_value=business_value, goal=goal, by=by)


@verb(shapes.InvestigateBody)
def investigate(ticket: Problem, *, by: Person, reason: str = "") -> None:
    """Look for the cause, or look again."""
    ticket.investigate(reason=reason, by=by)


@verb(shapes.IdentifyBody)
def identify(ticket: Problem, *, by: Person, cause: str) -> None:
    """The cause is known."""
    ticket.identify(cause=cause, by=by)


@verb(shapes.FixBody)
def fix(ticket: Problem, *, by: Person, how: str, change: Ticket | None = None) -> None:
    """Somebody removes the cause, by a change if it needs one."""
    ticket.fix(how=how, change=change, by=by)


@verb(shapes.ResolveProblemBody)
def resolve(ticket: Problem, *, by: Person, solution: str, observe_days: int | None = None) -> None:
    """The cause is gone, as far as we know. It is watched for some days."""
    ticket.resolve(solution=solution, observe_days=observe_days, by=by)


@verb(ReasonBody)
def reopen(ticket: Problem, *, by: Person, reason: str) -> None:
    """It came back."""
    ticket.reopen(reason=reason, by=by)


@verb()
def close(ticket: Problem, *, by: Person) -> None:
    """It stayed away."""
    ticket.close(by=by)


@verb(shapes.AcceptRiskBody)
def accept_risk(ticket: Problem, *, by: Person, reason: str, until: datetime) -> None:
    """To live with it costs less than to remove it, until a day on which it is looked at again."""
    ticket.accept_risk(reason=reason, until=until, by=by)


@verb(shapes.DuplicateBody)
def mark_duplicate(ticket: Problem, *, by: Person, of: Ticket) -> None:
    """The same cause has a problem already: its incidents go there."""
    ticket.mark_duplicate(of=of, by=by)


@verb(ReasonBody)
def cancel(ticket: Problem, *, by: Person, reason: str) -> None:
    """It was no problem."""
    ticket.cancel(reason=reason, by=by)


@verb(shapes.IncidentsBody)
def add_incidents(ticket: Problem, *, by: Person, incidents: list[Ticket]) -> None:
    """Say of incidents that this is their cause."""
    ticket.add_incidents(shapes.only_incidents(incidents), by=by)


@verb(shapes.WhysBody)
def write_whys(ticket: Problem, *, by: Person, whys: list[str]) -> None:
    """Each the answer to “why?” about the one before it."""
    write_down(ticket, whys=whys, by=by)


@verb(shapes.ProblemCauseBody)
def add_cause(ticket: Problem, *, by: Person, **about: Any) -> None:
    """Something that contributed, with what shows it."""
    Cause.add(ticket, by=by, **about)


@verb(shapes.ProblemActionBody)
def add_action(ticket: Problem, *, by: Person, what: str, owner: Person, due_on: date) -> None:
    """Something to be done so that it does not come back, with a name and a day."""
    ProblemAction.add(ticket, what=what, owner=owner, due_on=due_on, by=by)
