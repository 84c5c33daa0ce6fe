"""The forms of signing in, in our words; what they check and do is allauth's."""

from typing import Any

from allauth.account import forms as theirs
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}
RULES = _("At least 10 characters. Three or four unrelated words are easy to keep in mind.")


class OurWords(forms.Form):
    """Labels above the fields instead of grey text inside them, which is gone once one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = RULES if name == "password1" else ""


class SignInForm(OurWords, theirs.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class ForgotForm(OurWords, theirs.ResetPasswordForm):
    pass


class NewPasswordForm(OurWords, theirs.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(OurWords, theirs.ChangePasswordForm):
    pass


class FirstPasswordForm(OurWords, theirs.SetPasswordForm):
    pass
