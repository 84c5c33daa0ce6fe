"""Signing in: by e-mail and password, permissions from roles alone."""

from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from itsm.people import roles
from itsm.people.models import Person
from itsm.people.tasks import send_password_link


class Backend(ModelBackend):
    """Permissions come from a person's roles only, as the apps grant them; nobody is granted one by name."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: str,
    ) -> Person | None:
        found = super().authenticate(request, username=username or kwargs.get("email"), password=password)
        return found if isinstance(found, Person) else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.signed_in(user_id)

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return roles.permissions_of(user_obj.roles) if user_obj.is_active and obj is None else set()

    def get_group_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_user_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return set()


class AccountAdapter(DefaultAccountAdapter):
    """People are added by administrators; nobody signs themselves up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail and password do not fit together."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or ask for a new password."),
        "enter_current_password": _("This is not your present password."),
        "invalid_password_reset": _("This link was used already or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        # By a worker: the answer takes as long for an address that nobody has, and no mail server can hold the page up.
        transaction.on_commit(partial(send_password_link.delay, user.pk, "forgotten"))
