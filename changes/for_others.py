"""A change made for an incident or a problem: proposed from its page, and tied to it from the first moment."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from changes.models import Change, Type
from itsm.people.models import Person
from itsm.tickets.fields import Words
from itsm.tickets.models import Link, Ticket
from itsm.tickets.verbs import Verb, VerbForm, register

TYPES = [(Type.NORMAL, _("Normal: it can be planned")), (Type.EMERGENCY, _("Emergency: it cannot wait"))]


def propose_for(
    ticket: Ticket,
    *,
    title: str,
    type: str,
    description: str,
    reason: str,
    by: Person,
    now: datetime | None = None,
) -> Change:
    """Of the same service, and as restricted as what it is made for."""
    made = Change.propose(
        by=by, title=title, type=type, description=description, reason=reason, service=ticket.service, site=ticket.site,
        team=ticket.team, restricted=ticket.restricted, priority=ticket.priority, now=now,
    )  # fmt: skip
    made.link(ticket, Link.Kind.RELATES, by=by, now=now)
    return made


class ProposeChangeForm(VerbForm):
    title = forms.CharField(max_length=200, label=_("What is to be changed"))
    type = forms.ChoiceField(choices=TYPES, widget=forms.RadioSelect, label=_("How it goes"))
    description = Words(rows=4, label=_("What is done"))
    reason = Words(rows=2, label=_("Why it is needed"))

    def prepare(self) -> None:
        self.fields["reason"].initial = f"{self.ticket.number}: {self.ticket.title}"
        self.fields["type"].initial = Type.EMERGENCY if self.ticket.major else Type.NORMAL

    def act(self) -> Ticket:
        return propose_for(self.ticket, by=self.person, **self.cleaned_data)


def is_open(ticket: Any, person: Person) -> bool:
    return bool(ticket.open)


def add_to_registry() -> None:
    register(
        Verb(
            name="propose_change", label=_("Propose a change"), form=ProposeChangeForm, permission="changes.submit_change",
            offered=is_open, icon="arrows-right-left", order=54,
            kinds=frozenset({Ticket.Kind.INCIDENT, Ticket.Kind.PROBLEM}),
        )
    )  # fmt: skip
