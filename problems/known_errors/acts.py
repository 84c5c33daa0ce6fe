"""What may be done with a known error, as its page offers it: one table for buttons, forms and addresses."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Audience, Person
from problems.known_errors import forms
from problems.known_errors.access import WRITE
from problems.models import KnownError


@dataclass(frozen=True, kw_only=True)
class Act:
    """`name` is the method and the address; `done` is said afterwards."""

    name: str
    label: Promise
    form: type[forms.ActForm]
    icon: str
    done: Promise
    tone: str = ""

    def is_offered(self, known: KnownError) -> bool:
        return self.name in known.allowed_verbs

    @property
    def at_once(self) -> bool:
        """Nothing to fill in: one press does it."""
        return not self.form.base_fields


class Communicate(Act):
    def is_offered(self, known: KnownError) -> bool:
        published = known.state == KnownError.State.PUBLISHED
        return published and known.problem_id is not None and known.audience != Audience.DESK


ACTS = {
    act.name: act
    for act in (
        Act(
            name="publish", label=_("Publish"), form=forms.PublishForm, icon="check", tone="primary",
            done=_("%(number)s is published: colleagues find it."),
        ),
        Communicate(
            name="communicate", label=_("Tell everyone who waits"), form=forms.CommunicateForm, icon="megaphone",
            tone="primary", done=_("%(number)s: everyone who waits is told, ticket by ticket."),
        ),
        Act(
            name="fix", label=_("It is fixed"), form=forms.FixForm, icon="wrench",
            done=_("%(number)s is fixed: nobody needs the way round any more."),
        ),
        Act(
            name="reopen", label=_("Reopen"), form=forms.ReopenForm, icon="arrow-path",
            done=_("%(number)s is a draft again: colleagues no longer find it."),
        ),
        Act(
            name="retire", label=_("Retire"), form=forms.RetireForm, icon="archive-box",
            done=_("%(number)s is retired."),
        ),
    )
}  # fmt: skip


def offered(known: KnownError, person: Person, *, to_tell: int) -> list[Act]:
    """`to_tell`: so many wait and were not told; without one there is nobody to tell."""
    if not person.has_perm(WRITE):
        return []
    return [act for act in ACTS.values() if act.is_offered(known) and (to_tell or act.name != "communicate")]
