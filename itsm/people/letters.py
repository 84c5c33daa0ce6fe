"""The mail that lets a person choose a password: the only one this app sends."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from itsm.people.models import Person

OCCASIONS = frozenset({"forgotten", "welcome"})


def password_link(person: Person) -> str:
    """On our own address from the settings, never on one that a request claims to be for."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    return settings.BASE_URL + path


def mail_password_link(person: Person, *, occasion: str) -> None:
    with translation.override(person.language):
        context = {
            "person": person,
            "link": password_link(person),
            "desk": settings.BASE_URL,
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        subject = render_to_string(f"account/email/{occasion}_subject.txt", context).strip()
        text = render_to_string(f"account/email/{occasion}.txt", context)
        EmailMessage(subject, text, to=[person.email], headers={"Auto-Submitted": "auto-generated"}).send()
