"""How a ticket's own refusals read: 409 with the sentence, and what others did meanwhile."""

from django.utils.translation import gettext as _

from itsm.frame.api.problems import Problem, describes
from itsm.tickets.errors import Refused, StaleTicket, TransitionNotAllowed


@describes(Refused)
def refused(error: Refused) -> Problem:
    return Problem(409, str(error), "urn:baton:problem:refused", _("Refused"))


@describes(TransitionNotAllowed)
def not_now(error: TransitionNotAllowed) -> Problem:
    about = {"status_now": error.ticket.status, "verb": error.verb}
    return Problem(409, str(error), "urn:baton:problem:not-now", _("Not possible in this state"), about)


@describes(StaleTicket)
def stale(error: StaleTicket) -> Problem:
    """Only the desk says what it has seen, so the newer events may be told whole."""
    events = [
        {
            "id": event.pk,
            "verb": event.verb,
            "at": event.at,
            "actor": str(event.actor or "Baton"),
            "comment": event.comment,
        }
        for event in error.since
    ]
    return Problem(409, str(error), "urn:baton:problem:stale", _("Changed meanwhile"), {"events": events})
