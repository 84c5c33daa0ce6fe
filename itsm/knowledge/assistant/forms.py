"""What a colleague asks, and what they say when a person takes over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from itsm.knowledge.assistant.talking import LONGEST
from itsm.knowledge.models import Talk
from itsm.tickets.personal_forms import phone_field

KEPT = 20_000  # characters of a text that is too long come back to be shortened


class AskForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST,
        label=_("Your question"),
        error_messages={
            "required": _("Write what you want to know."),
            "max_length": ngettext_lazy(
                "Say it in %(limit_value)d character.",
                "Say it in at most %(limit_value)d characters; a person reads longer ones.",
                "limit_value",
            ),
        },
        widget=forms.Textarea(
            attrs={"rows": 2, "dir": "auto", "enterkeyhint": "send", "autocomplete": "off"}
        ),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        said = None if data is None else {"words": data.get("words", "")[:KEPT].replace("\x00", " ")}
        super().__init__(said, **kwargs)


class HandOverForm(forms.Form):
    about = forms.CharField(
        max_length=200, label=_("What is it about?"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, talk: Talk) -> None:
        super().__init__(data, initial={"about": talk.first_words[:200]})
        phone = phone_field(talk.person)
        phone.required, phone.initial = False, ""
        phone.label, phone.help_text = _("Call me at"), _("If you would rather talk than write.")
        self.fields["phone"] = phone
