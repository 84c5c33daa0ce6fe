"""A chat room as an administrator sets it up. What is secret is typed in and never shown again."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comms.models import Room
from itsm.frame.secrets import seal

KEEP = _("Leave it empty to keep what is there.")


class RoomForm(forms.ModelForm):
    token = forms.CharField(
        label=_("Token or address"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Slack: the bot's token. Mattermost: https://TOKEN@your-server. Others: an apprise address such as msteams://…"
        ),
    )
    signing = forms.CharField(
        label=_("Secret for the way back"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Slack: the signing secret of the app. Mattermost: the token of the webhook or command."),
    )

    class Meta:
        model = Room
        fields: ClassVar = ["name", "server", "channel", "team", "notices", "tickets", "is_active"]
        labels: ClassVar = {
            "name": _("Name"),
            "server": _("Chat server"),
            "channel": _("Channel id"),
            "team": _("Team whose room it is"),
            "notices": _("Hears of notices"),
            "tickets": _("Hears of its team's tickets"),
            "is_active": _("In use"),
        }

    field_order = ("name", "server", "token", "channel", "signing", "team")  # Django's own way

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("token", "signing"):
                self.fields[name].help_text = f"{self.fields[name].help_text} {KEEP}"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("token") and not self.instance.address:
            self.add_error("token", _("Without it nothing can be said there."))
        if data.get("server") != Room.Server.OTHER and not data.get("channel"):
            self.add_error("channel", _("Needed for this server."))
        if data.get("tickets") and not data.get("team"):
            self.add_error("team", _("Choose the team whose tickets it hears of."))
        return data

    def save(self, commit: bool = True) -> Room:  # noqa: FBT001, FBT002 - Django's own signature
        for name, field in (("token", "address"), ("signing", "secret")):
            if self.cleaned_data[name]:
                setattr(self.instance, field, seal(self.cleaned_data[name].strip()))
        self.instance.error = ""
        kept: Room = super().save(commit)
        return kept
