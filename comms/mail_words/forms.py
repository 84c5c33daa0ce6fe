"""An administrator's words for one kind of letter, checked so that every letter can be filled and says what it must."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.mail_words.filling import VARIABLE, variables_of
from comms.mail_words.kinds import Kind
from comms.mail_words.writing import Words


def check_variables(text: str, kind: Kind) -> None:
    """Only the variables of this kind, and no brace without its partner."""
    for name in variables_of(text):
        if name not in kind.variables:
            known = ", ".join(f"{{{each}}}" for each in kind.variables)
            words = {"name": f"{{{name}}}", "known": known}
            raise forms.ValidationError(_("There is no %(name)s in this letter. It knows %(known)s.") % words)
    if {"{", "}"} & set(VARIABLE.sub("", text)):
        raise forms.ValidationError(_("A brace stands alone. Variables are written as in {name}."))


def check_facts(text: str, kind: Kind) -> None:
    """What the reader of this letter must find in it."""
    given = set(variables_of(text))
    for name, fact in kind.required.items():
        if name not in given:
            words = {"fact": fact, "name": f"{{{name}}}"}
            raise forms.ValidationError(
                _("Whoever reads this letter must find in it: %(fact)s. Put %(name)s back into the text.")
                % words
            )


class WordsForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "A line whose variables are all empty is left out. An empty line begins a new paragraph."
        ),
    )

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind

    def clean_subject(self) -> str:
        subject = " ".join(self.cleaned_data["subject"].split())
        check_variables(subject, self.kind)
        return subject

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        check_variables(text, self.kind)
        check_facts(text, self.kind)
        return text

    @property
    def words(self) -> Words:
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])
