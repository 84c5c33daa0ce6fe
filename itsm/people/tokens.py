"""The API's door for programs: a token in the header, and what its scopes let through."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission

from itsm.people.models import Person, Token

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

KEYWORD = "Bearer"
REFUSED = _("This token is unknown, revoked or past its end.")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`; `request.auth` is the Token, `request.user` its owner."""

    def authenticate(self, request: "Request") -> tuple[Person, Token] | None:
        keyword, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        now = timezone.now()
        token = Token.objects.for_secret(secret.strip(), now=now)
        if token is None:
            raise AuthenticationFailed(REFUSED)
        token.note_use(now=now)
        return token.person, token

    def authenticate_header(self, request: "Request") -> str:
        return f'{KEYWORD} realm="api"'


class HasScope(BasePermission):
    """Reading needs the scope “read”, everything else “write”. Who signed in with a session has both."""

    message = _("This token may not do that. Make one with the right scope.")

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        if not isinstance(request.auth, Token):
            return True
        return request.auth.allows(Token.Scope.READ if request.method in SAFE_METHODS else Token.Scope.WRITE)


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = "itsm.people.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from your settings page."}
