"""“Cause found”: the moment at which the desk knew, so that it can be held against the moment at which others were told."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.fields import Words
from itsm.tickets.models import Event, Ticket
from itsm.tickets.verbs import Verb, VerbForm, register


class FindCauseForm(VerbForm):
    words = Words(
        rows=3,
        label=_("What is the cause?"),
        help_text=_("Only the desk reads it. Who speaks for the incident is told."),
    )

    def act(self) -> None:
        find_cause(self.ticket, self.cleaned_data["words"], by=self.person)


def find_cause(ticket: Ticket, words: str, *, by: Person) -> Event:
    """Only the desk reads it; whoever speaks for the incident is told."""
    with ticket.act("find_cause", by=by, comment=words) as act:
        if not is_major(ticket, by):
            raise Refused(gettext("%(number)s is no running major incident.") % {"number": ticket.number})
    return act.event


def is_major(ticket: Ticket, person: Person) -> bool:
    return ticket.open and ticket.major


def add_to_registry() -> None:
    register(
        Verb(
            name="find_cause",
            label=_("Cause found"),
            form=FindCauseForm,
            offered=is_major,
            icon="light-bulb",
            order=25,
            kinds=frozenset({Incident.KIND}),
        )
    )
