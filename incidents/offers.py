"""The verbs of an incident, as its page offers them."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from incidents import forms
from incidents.models import Incident, MajorIncident
from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.models import Ticket
from itsm.tickets.moves import moves

State = MajorIncident.State
Verb = partial(verbs.Verb, kinds=frozenset({Incident.KIND}))


def major_is(*states: str) -> verbs.Offered:
    def offered(ticket: Ticket, person: Person) -> bool:
        major = ticket.major_incident  # type: ignore[attr-defined]
        return (major.state if major else "") in states

    return offered


def can_be_promoted(ticket: Ticket, person: Person) -> bool:
    return ticket.open and major_is(State.PROPOSED)(ticket, person)


def can_be_proposed(ticket: Ticket, person: Person) -> bool:
    return ticket.open and major_is("", State.DECLINED)(ticket, person)


may = "incidents.{}_incident".format
VERBS = (
    *moves(Incident.KIND, may, confirm=_("It works")),
    Verb(
        name="resolve",
        label=_("Resolve"),
        form=forms.ResolveForm,
        permission=may("resolve"),
        icon="check-circle",
        key="d",
        order=10,
        bulk=True,
    ),
    Verb(
        name="cancel",
        label=_("Cancel"),
        own_label=_("Withdraw"),
        form=forms.CancelForm,
        permission=may("cancel"),
        involved=True,
        icon="x-circle",
        order=70,
        tone="danger",
    ),
    Verb(
        name="propose_major",
        label=_("Propose as major"),
        form=forms.ProposeMajorForm,
        offered=can_be_proposed,
        icon="megaphone",
        order=50,
    ),
    Verb(
        name="promote_major",
        label=_("Make it major"),
        form=forms.PromoteMajorForm,
        permission="incidents.lead_major",
        offered=can_be_promoted,
        icon="megaphone",
        order=6,
        tone="primary",
    ),
    Verb(
        name="decline_major",
        label=_("Not major"),
        form=forms.DeclineMajorForm,
        permission="incidents.lead_major",
        offered=major_is(State.PROPOSED),
        order=7,
    ),
    Verb(
        name="change_major_roles",
        label=_("Change roles"),
        form=forms.ChangeMajorRolesForm,
        permission="incidents.lead_major",
        offered=major_is(State.RUNNING),
        icon="users",
        order=52,
    ),
    Verb(
        name="stand_down_major",
        label=_("Stand down"),
        form=forms.StandDownMajorForm,
        permission="incidents.lead_major",
        offered=major_is(State.RUNNING),
        asks=True,
        order=7,
    ),
    Verb(
        name="child",
        label=_("Make it a child of"),
        form=forms.ChildForm,
        icon="arrow-down-right",
        order=51,
        bulk=True,
    ),
)


def add_to_registry() -> None:
    verbs.register(*VERBS)
