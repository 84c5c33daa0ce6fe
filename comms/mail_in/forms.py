"""What is typed about mail that came in, and about mailboxes."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comms.models import Mailbox
from itsm.people.forms import PersonField

KEPT = _("Leave it empty to keep what is there.")


class SenderForm(forms.Form):
    sender = PersonField(
        label=_("Colleague"), help_text=_("Their e-mail address here; begin with the name to find it.")
    )


class AsideForm(forms.Form):
    reason = forms.CharField(label=_("Why it needs nothing from us"), max_length=280)


class MailboxForm(forms.ModelForm):
    """What opens it is typed here and never shown again."""

    oauth_token_url = forms.URLField(
        label=_("OAuth2: address for tokens"), required=False, assume_scheme="https"
    )
    password = forms.CharField(label=_("Password"), required=False, widget=forms.PasswordInput)
    client_id = forms.CharField(label=_("OAuth2: client id"), required=False)
    client_secret = forms.CharField(
        label=_("OAuth2: client secret"), required=False, widget=forms.PasswordInput
    )
    refresh_token = forms.CharField(
        label=_("OAuth2: refresh token"), required=False, widget=forms.PasswordInput
    )
    field_order = [
        "address", "host", "port", "security", "folder", "user", "password", "reads_from", "is_active",
        "oauth_token_url", "client_id", "client_secret", "refresh_token",
    ]  # fmt: skip
    KEYS: ClassVar = ("password", "client_id", "client_secret", "refresh_token")
    OAUTH: ClassVar = ("oauth_token_url", "client_id", "client_secret", "refresh_token")

    class Meta:
        model = Mailbox
        fields: ClassVar = [
            "address", "host", "port", "security", "folder", "user", "oauth_token_url", "reads_from", "is_active",
        ]  # fmt: skip
        labels: ClassVar = {"is_active": _("In use")}
        widgets: ClassVar = {"reads_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.KEYS:
            self.fields[name].widget.attrs["autocomplete"] = "off"
            if self.instance.secret:
                self.fields[name].help_text = KEPT

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.OAUTH]

    @property
    def oauth_fields(self) -> list[forms.BoundField]:
        """Few need them: they are folded until one of them holds something."""
        return [field for field in self if field.name in self.OAUTH]

    @property
    def uses_oauth(self) -> bool:
        return any(field.value() or field.errors for field in self.oauth_fields)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if problem := Mailbox.in_the_clear(data.get("security", ""), data.get("host", "")):
            self.add_error("security", problem)
        return data

    def save(self, commit: bool = True) -> Mailbox:  # noqa: FBT001, FBT002 - as ModelForm has it
        typed = {name: self.cleaned_data[name] for name in self.KEYS if self.cleaned_data[name]}
        if typed:
            self.instance.keep_keys(typed)
        saved: Mailbox = super().save(commit)
        return saved
