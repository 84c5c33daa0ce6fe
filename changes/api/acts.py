"""The verbs of a change, by API. Saying yes or no to it belongs to the approvals: nobody does it here."""

from changes.api import shapes
from changes.models import Change
from itsm.people.models import Person
from itsm.tickets.api import verb
from itsm.tickets.api.bodies import ReasonBody


@verb()
def submit(ticket: Change, *, by: Person) -> None:
    """The plan is complete. A normal change is assessed, a standard one is scheduled, an emergency asks its authority."""
    ticket.submit(by=by)


@verb()
def ask_authority(ticket: Change, *, by: Person) -> None:
    """It is assessed: whoever has authority over a change of this type and risk is asked."""
    ticket.ask_authority(by=by)


@verb(ReasonBody)
def reject(ticket: Change, *, by: Person, reason: str) -> None:
    """Not like this, and why."""
    ticket.reject(reason=reason, by=by)


@verb()
def rework(ticket: Change, *, by: Person) -> None:
    """Back to a draft, to work it over."""
    ticket.rework(by=by)


@verb(ReasonBody)
def revise(ticket: Change, *, by: Person, reason: str) -> None:
    """What was authorised changes: it is asked again."""
    ticket.revise(reason=reason, by=by)


@verb(shapes.StartChangeBody)
def start(ticket: Change, *, by: Person, confirmed: tuple[str, ...] = ()) -> None:
    """In its window, as it was authorised, and with each check of its model confirmed."""
    ticket.start(confirmed=confirmed, by=by)


@verb(shapes.CarriedOutBody)
def finish(ticket: Change, *, by: Person, words: str) -> None:
    """It is carried out."""
    ticket.finish(words=words, by=by)


@verb(ReasonBody)
def back_out(ticket: Change, *, by: Person, reason: str) -> None:
    """Everything is as it was before."""
    ticket.back_out(reason=reason, by=by)


@verb(shapes.CloseChangeBody)
def close(ticket: Change, *, by: Person, outcome: str, communication_right: bool, words: str) -> None:
    """With its outcome, and whether the communication was right."""
    ticket.close(outcome=outcome, communication_right=communication_right, words=words, by=by)


@verb(ReasonBody)
def cancel(ticket: Change, *, by: Person, reason: str) -> None:
    """It will not be carried out."""
    ticket.cancel(reason=reason, by=by)
