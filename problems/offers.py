"""The verbs of a problem, as its page offers them."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.models import Ticket
from problems import forms
from problems.models import Problem

Verb = partial(verbs.Verb, kinds=frozenset({Problem.KIND}))
may = "problems.{}_problem".format
WORK = may("assess")  # who may say what a problem is worth may write down what is found


def in_section(ticket: Ticket, person: Person) -> bool:
    """Offered where it belongs on the page, not in the list of verbs."""
    return False


VERBS = (
    Verb(name="assess", label=_("Assess"), form=forms.AssessForm, permission=may("assess"), icon="scale", order=4, tone="primary"),
    Verb(name="investigate", label=_("Investigate"), form=forms.InvestigateForm, permission=may("investigate"), icon="magnifying-glass", order=5),
    Verb(name="identify", label=_("The cause is known"), form=forms.IdentifyForm, permission=may("identify"), icon="light-bulb", order=6, tone="primary"),
    Verb(name="fix", label=_("Fix"), form=forms.FixForm, permission=may("fix"), icon="wrench-screwdriver", order=7, tone="primary"),
    Verb(name="resolve", label=_("Resolve"), form=forms.ResolveForm, permission=may("resolve"), icon="check-circle", key="d", order=10, tone="primary"),
    Verb(name="reopen", label=_("Reopen"), form=forms.ReopenForm, permission=may("reopen"), icon="arrow-path", order=13),
    Verb(name="close", label=_("Close"), form=forms.CloseForm, permission=may("close"), icon="archive-box", asks=True, order=14),
    Verb(name="accept_risk", label=_("Accept the risk"), form=forms.AcceptRiskForm, permission=may("accept_risk"), icon="shield-exclamation", order=52),
    Verb(name="mark_duplicate", label=_("It is a duplicate"), form=forms.MarkDuplicateForm, permission=may("mark_duplicate"), icon="document-duplicate", order=53),
    Verb(name="cancel", label=_("Cancel"), form=forms.CancelForm, permission=may("cancel"), icon="x-circle", order=70, tone="danger"),
    Verb(name="add_incidents", label=_("Add incidents"), form=forms.AddIncidentsForm, permission=WORK, offered=in_section, icon="plus"),
    Verb(name="write_whys", label=_("Ask why"), form=forms.WriteWhysForm, permission=WORK, offered=in_section, icon="question-mark-circle"),
    Verb(name="add_cause", label=_("Add a cause"), form=forms.AddCauseForm, permission=WORK, offered=in_section, icon="plus"),
    Verb(name="add_action", label=_("Add an action"), form=forms.AddActionForm, permission=WORK, offered=in_section, icon="plus"),
    verbs.Verb(
        name="raise_problem", label=_("Raise a problem"), form=forms.RaiseFromForm, permission="problems.add_problem",
        kinds=frozenset({Ticket.Kind.INCIDENT}), icon="puzzle-piece", order=54,
    ),
)  # fmt: skip


def add_to_registry() -> None:
    verbs.register(*VERBS)
