"""What administrators type about a pipeline."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from changes.models import Pipeline
from itsm.people.forms import PersonField


class PipelineForm(forms.ModelForm):
    speaks_for = PersonField(
        label=_("In whose name"),
        help_text=_("Their e-mail. Its changes are proposed and carried out by them."),
    )

    class Meta:
        model = Pipeline
        fields: ClassVar = ["name", "model", "speaks_for", "is_active"]
        help_texts: ClassVar = {
            "model": _("What it deploys, step by step, and on which services. While it is not authorised nothing is deployed."),
            "is_active": _("Switched off, it is answered as if it did not exist."),
        }  # fmt: skip
