"""Every error as problem details (RFC 9457), by one handler."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404
from django.http.response import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.fields import get_error_detail
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
Error = TypeVar("Error", bound=Exception)


@dataclass(frozen=True)
class Problem:
    """What went wrong, for a program (`status`, `type`) and for a person (`title`, `detail`)."""

    status: int
    detail: str = ""
    type: str = "about:blank"
    title: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, instance: str) -> dict[str, Any]:
        title = self.title or HTTPStatus(self.status).phrase
        about = {"type": self.type, "title": title, "status": self.status, "detail": self.detail or title}
        return {**about, "instance": instance, **self.more}

    def response(self, instance: str) -> Response:
        return Response(self.body(instance), self.status, headers=self.headers, content_type=MEDIA_TYPE)


class ProblemShape(serializers.Serializer):
    """Problem details, RFC 9457. `errors` names the fields that were wrong, `events` what others did meanwhile."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors: Any = serializers.DictField(required=False, help_text="By field: what is wrong with it.")
    events = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="What others did since."
    )


_described: dict[type[Exception], Callable[[Any], Problem]] = {}


def describes(*kinds: type[Error]) -> Callable[[Callable[[Error], Problem]], Callable[[Error], Problem]]:
    """How an app's own errors read: `@describes(Refused)` over a function from the error to a Problem."""

    def register(how: Callable[[Error], Problem]) -> Callable[[Error], Problem]:
        for kind in kinds:
            _described[kind] = how
        return how

    return register


def problem_of(error: Exception) -> Problem | None:
    """The problem an error stands for; None if nobody foresaw it. The nearest description of its kind counts."""
    for kind in type(error).__mro__:
        if kind in _described:
            return _described[kind](error)
    return None


def asks_for_nul(error: Exception) -> bool:
    """No text of the database holds one, so whoever looks for it finds nothing."""
    return isinstance(error, ValueError) and "NUL (0x00)" in str(error)


def handler(error: Exception, context: dict[str, Any]) -> Response:
    request = context["request"]
    problem = nothing_there(Http404()) if asks_for_nul(error) else problem_of(error)
    if problem is None:
        # As Django does for pages: whoever collects errors hears of it, and the caller gets a plain word.
        got_request_exception.send(sender=None, request=request._request)
        logger.error("API: %s %s failed", request.method, request.path, exc_info=error)
        problem = Problem(500, _("Something went wrong on our side. Nothing was changed."))
    return problem.response(request.get_full_path())


def not_found(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """No such address below /api/: a problem, too, and not a page."""
    response = Problem(404, _("There is nothing at this address.")).response(request.get_full_path())
    response.accepted_renderer = JSONRenderer()
    response.accepted_media_type = MEDIA_TYPE
    response.renderer_context = {}  # type: ignore[attr-defined]
    return response


@describes(Http404)
def nothing_there(error: Http404) -> Problem:
    return Problem(404, _("There is nothing here that you may see."))


@describes(PermissionDenied)
def forbidden(error: PermissionDenied) -> Problem:
    return Problem(403, str(error) or _("Your roles do not allow this."))


@describes(BadRequest, SuspiciousOperation)
def malformed(error: Exception) -> Problem:
    return Problem(400, str(error))


@describes(ValidationError)
def invalid(error: ValidationError) -> Problem:
    return wrong_fields(get_error_detail(error))


@describes(exceptions.ValidationError)
def not_valid(error: exceptions.ValidationError) -> Problem:
    return wrong_fields(error.detail)


def wrong_fields(detail: Any) -> Problem:
    """One problem for all fields. What belongs to no field stands under `non_field_errors`."""
    errors = detail if isinstance(detail, dict) else {api_settings.NON_FIELD_ERRORS_KEY: detail}
    names = ", ".join(str(name) for name in errors)
    told = _("What was sent is not complete or not right: %(fields)s.") % {"fields": names}
    return Problem(422, told, "urn:baton:problem:invalid", _("Not valid"), {"errors": errors})


@describes(exceptions.APIException)
def of_the_framework(error: exceptions.APIException) -> Problem:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    return Problem(error.status_code, str(error.detail), headers=headers)
