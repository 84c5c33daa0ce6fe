"""The verbs of a change, as its page offers them. Authorising is none of them: whoever is asked has a page of their own."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from changes import forms
from changes.models import Change
from itsm.tickets import verbs

may = "changes.{}_change".format
Verb = partial(verbs.Verb, kinds=frozenset({Change.KIND}))


VERBS = (
    Verb(
        name="submit", label=_("Submit"), form=forms.SubmitForm, permission=may("submit"), icon="paper-airplane", key="s",
        tone="primary", order=5,
    ),
    Verb(
        name="ask_authority", label=_("Ask for authority"), form=forms.AskAuthorityForm, permission=may("ask_authority"),
        icon="check-badge", key="s", tone="primary", order=5,
    ),
    Verb(
        name="start", label=_("Start"), form=forms.StartForm, permission=may("start"), icon="play", key="s", tone="primary",
        asks=True, order=5,
    ),
    Verb(
        name="finish", label=_("Finish"), form=forms.FinishForm, permission=may("finish"), icon="check-circle", key="d",
        tone="primary", order=5,
    ),
    Verb(
        name="back_out", label=_("Back out"), form=forms.BackOutForm, permission=may("back_out"), icon="arrow-uturn-left",
        tone="danger", order=6,
    ),
    Verb(
        name="close", label=_("Close with its outcome"), form=forms.CloseForm, permission=may("close"), icon="archive-box",
        tone="primary", order=5,
    ),
    Verb(name="reject", label=_("Reject"), form=forms.RejectForm, permission=may("reject"), icon="x-mark", order=8),
    Verb(
        name="rework", label=_("Work it over"), form=forms.ReworkForm, permission=may("rework"), icon="pencil-square",
        tone="primary", order=5,
    ),
    Verb(
        name="revise", label=_("Revise"), form=forms.ReviseForm, permission=may("revise"), icon="arrow-path", order=54,
    ),
    Verb(
        name="cancel", label=_("Cancel"), own_label=_("Withdraw"), form=forms.CancelForm, permission=may("cancel"),
        involved=True, icon="x-circle", order=70, tone="danger",
    ),
)  # fmt: skip


def add_to_registry() -> None:
    verbs.register(*VERBS)
