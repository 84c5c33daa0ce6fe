"""What the page of a change offers about its contract: the talk that a line asks for, and the way past one that is not kept."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.contract import acts
from changes.contract.standing import owed, standings
from changes.models import Change, ContractLine
from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.fields import Words
from itsm.tickets.models import Ticket
from itsm.tickets.verbs import VerbForm

Verb = partial(verbs.Verb, kinds=frozenset({Change.KIND}))


class LineForm(VerbForm):
    """About one line; where there is only one to choose it is chosen."""

    ticket: Change
    line = forms.ModelChoiceField(ContractLine.objects.none(), label=_("Who must know"), empty_label=None)

    def prepare(self) -> None:
        field: Any = self.fields["line"]
        field.queryset = self.ticket.contract.filter(pk__in=[line.pk for line in self.lines()])

    def lines(self) -> list[ContractLine]:
        raise NotImplementedError


class OverrideForm(LineForm):
    reason = Words(
        rows=3,
        label=_("Why it may start all the same"),
        help_text=_("The review asks whether that was right."),
    )

    def lines(self) -> list[ContractLine]:
        return not_kept(self.ticket)

    def act(self) -> None:
        acts.override(self.cleaned_data["line"], reason=self.cleaned_data["reason"], by=self.person)


class TalkForm(LineForm):
    words = Words(rows=3, label=_("What was said, and to whom"))

    def lines(self) -> list[ContractLine]:
        return by_talk(self.ticket)

    def act(self) -> None:
        acts.talk_over(self.cleaned_data["line"], words=self.cleaned_data["words"], by=self.person)


def not_kept(change: Change) -> list[ContractLine]:
    return [one.line for one in owed(standings(change, now=timezone.now()))]


def by_talk(change: Change) -> list[ContractLine]:
    return list(change.contract.filter(channel=ContractLine.Channel.CONVERSATION))


def has_begun_or_ended(change: Any) -> bool:
    return change.started_at is not None or not change.open


def can_be_overridden(ticket: Ticket, person: Person) -> bool:
    return not has_begun_or_ended(ticket) and bool(not_kept(ticket))  # type: ignore[arg-type]


def can_be_talked_over(ticket: Ticket, person: Person) -> bool:
    return ticket.open and bool(by_talk(ticket))  # type: ignore[arg-type]


VERBS = (
    Verb(
        name="talk_over", label=_("We told them"), form=TalkForm, offered=can_be_talked_over,
        icon="chat-bubble-left-right", order=30,
    ),
    Verb(
        name="override_contract", label=_("Start without them knowing"), form=OverrideForm, offered=can_be_overridden,
        permission="changes.govern_change", icon="exclamation-triangle", tone="danger", order=60,
    ),
)  # fmt: skip


def add_to_registry() -> None:
    verbs.register(*VERBS)
