"""What each view of the API has in common."""

from datetime import UTC
from typing import Any

from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet


class ApiRequest(Request):
    """`user` is a Person: nobody else passes IsAuthenticated. The lowest floor does not know the model."""

    user: Any


class Api(GenericViewSet):
    """One zone for all times, checked input, an order for the pages, permissions besides the usual ones."""

    order: tuple[str, ...] = ("pk",)
    needs: tuple[type[BasePermission], ...] = ()  # besides being signed in, and the token's scope
    request: ApiRequest

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Times are told in UTC, whoever asks: a program reads them, not a person."""
        with timezone.override(UTC):
            return super().dispatch(request, *args, **kwargs)

    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), *(permission() for permission in self.needs)]

    def order_for(self, request: Request) -> tuple[str, ...]:
        return self.order

    def checked(self, shape: type[BaseSerializer], **context: Any) -> dict[str, Any]:
        """The request's body, if it is as `shape` says. `context` is for fields that look things up."""
        given = shape(data=self.request.data, context={**self.get_serializer_context(), **context})
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)
