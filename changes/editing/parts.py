"""The parts in which a plan is written. Each brings a form and a template; `words()` is what `Change.plan` takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from changes.editing import forms, rows

if TYPE_CHECKING:
    from django.utils.functional import Promise as Lazy


@dataclass(frozen=True)
class Part:
    slug: str
    label: "str | Lazy"
    form: Any
    template: str = "changes/editing/form.html"


PARTS = {
    part.slug: part
    for part in (
        Part("why", _("What and why"), forms.WhyForm),
        Part("window", _("Services and window"), forms.WindowForm),
        Part("risk", _("Risk"), forms.RiskForm),
        Part("steps", _("Steps"), rows.StepsForm, "changes/editing/steps.html"),
        Part("back-out", _("Way back"), rows.BackOutForm, "changes/editing/steps.html"),
        Part("tests", _("Tests"), forms.TestsForm),
        Part("contract", _("Who must know"), rows.ContractForm, "changes/editing/contract.html"),
    )
}
