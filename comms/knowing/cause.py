"""“Cause found”: the moment at which the desk knew, so that it can be held against the moment at which others were told."""

from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from itsm.people.models import Person
from itsm.tickets.fields import Words
from itsm.tickets.models import Ticket
from itsm.tickets.verbs import Verb, VerbForm, register


class FindCauseForm(VerbForm):
    words = Words(
        rows=3,
        label=_("What is the cause?"),
        help_text=_("Only the desk reads it. Who speaks for the incident is told."),
    )

    def act(self) -> None:
        with self.ticket.act("find_cause", by=self.person, comment=self.cleaned_data["words"]):
            pass


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
