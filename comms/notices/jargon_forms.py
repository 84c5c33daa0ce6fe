"""What is typed about one word that colleagues need not know."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comms.models import Jargon
from comms.notices import jargon


class JargonForm(forms.ModelForm):
    class Meta:
        model = Jargon
        fields: ClassVar = ["word", "plain", "allowed"]
        labels: ClassVar = {
            "word": _("Word"),
            "plain": _("What to say instead"),
            "allowed": _("Everyone here knows it"),
        }
        help_texts: ClassVar = {
            "plain": _("Empty: better left out."),
            "allowed": _("Nobody is advised against it any more, also where it is on Baton's own list."),
        }
        widgets: ClassVar = {
            "word": forms.TextInput(attrs={"autocapitalize": "off", "dir": "auto"}),
            "plain": forms.TextInput(attrs={"dir": "auto"}),
        }  # fmt: skip

    def clean_word(self) -> str:
        return jargon.check_word(self.cleaned_data["word"], but=self.instance)

    def keep(self, **about: Any) -> Jargon:
        """`by` and `now` stand on the entry."""
        self.instance.changed_by, self.instance.changed_at = about["by"], about["now"]
        kept: Jargon = self.save()
        return kept
