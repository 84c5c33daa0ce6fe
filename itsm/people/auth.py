"""Signing in: by e-mail and password, permissions from roles alone."""

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.http import HttpRequest

from itsm.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Backend(ModelBackend):
    """Permissions come from a person's roles only, read in one query; nobody is granted one by name."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: str,
    ) -> Person | None:
        return super().authenticate(request, username=username or kwargs.get("email"), password=password)  # type: ignore[return-value]

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.active().prefetch_related("groups").filter(pk=user_id).first()

    def _get_user_permissions(self, user_obj: Person) -> "QuerySet[Permission]":
        return Permission.objects.none()


class AccountAdapter(DefaultAccountAdapter):
    """People are added by administrators; nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
