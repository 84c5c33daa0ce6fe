"""May this person do this at all? Which rows exist for them is the queryset's answer, and comes first."""

from typing import Any

from django.http import Http404
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class TheDesk(BasePermission):
    """Agents and those who lead them. For anybody else there is nothing here, as on the pages."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.works_the_desk:  # type: ignore[union-attr]
            raise Http404
        return True


def only(permission: str) -> type[BasePermission]:
    """Reading, too, is for those who may change it."""

    class Only(TheDesk):
        def has_permission(self, request: Request, view: Any) -> bool:
            return super().has_permission(request, view) and request.user.has_perm(permission)

    return Only


def may(permission: str, *, everyone_reads: bool = False) -> type[BasePermission]:
    """Changing needs the permission; reading is for the desk, or for everyone."""

    class May(TheDesk):
        def has_permission(self, request: Request, view: Any) -> bool:
            if request.method in SAFE_METHODS and everyone_reads:
                return True
            seen = super().has_permission(request, view)
            return seen and (request.method in SAFE_METHODS or request.user.has_perm(permission))

    return May
