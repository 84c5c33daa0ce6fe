"""How a ticket says no. Each error carries a sentence for the person who asked."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from itsm.tickets.models import Event, Ticket


class Refused(Exception):
    """The ticket cannot do this now (409). `str(error)` is the sentence to show."""


class TransitionNotAllowed(Refused):
    def __init__(self, ticket: "Ticket", verb: str) -> None:
        self.ticket, self.verb = ticket, verb
        super().__init__(
            _("%(number)s is %(status)s, so this cannot be done now: %(verb)s.")
            % {
                "number": ticket.number,
                "status": ticket.get_status_display().lower(),
                "verb": verb.replace("_", " "),
            }
        )


class StaleTicket(Refused):
    """Someone else changed the ticket since the person began; nothing was saved, nothing they typed is lost."""

    def __init__(self, ticket: "Ticket", since: "list[Event]") -> None:
        self.ticket, self.since = ticket, since
        who = ", ".join(sorted({str(event.actor) for event in since if event.actor})) or "Baton"
        super().__init__(
            _(
                "%(number)s changed while you were working: %(who)s was faster. Look at what is new, then send again."
            )
            % {"number": ticket.number, "who": who}
        )
