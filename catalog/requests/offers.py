"""The verbs of a request, as its page offers them. Agreeing is not among them: approvals have their own page."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from catalog.models import ServiceRequest
from catalog.requests import forms
from itsm.tickets import verbs
from itsm.tickets.moves import moves

Verb = partial(verbs.Verb, kinds=frozenset({ServiceRequest.KIND}))
may = "catalog.{}_servicerequest".format


VERBS = (
    *moves(ServiceRequest.KIND, may, confirm=_("I have it")),
    Verb(
        name="fulfil",
        label=_("Fulfil"),
        form=forms.FulfilForm,
        permission=may("fulfil"),
        icon="check-circle",
        key="d",
        order=10,
        bulk=True,
    ),
    Verb(
        name="withdraw",
        label=_("Withdraw"),
        form=forms.WithdrawForm,
        permission=may("withdraw"),
        involved=True,
        icon="x-circle",
        order=70,
        tone="danger",
    ),
)


def add_to_registry() -> None:
    verbs.register(*VERBS)
