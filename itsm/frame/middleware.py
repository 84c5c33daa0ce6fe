"""Four small middlewares: the reader's own time zone and language, addresses that nothing can be asked with, pages of practices that are off, and what htmx needs of every answer."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from itsm.frame import practices
from itsm.frame.api.problems import asks_for_nul, not_found

GetResponse = Callable[[HttpRequest], HttpResponse]


def reader(get_response: GetResponse) -> GetResponse:
    """Times and words are the reader's: their zone, their language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        language = request.user.language or translation.get_language()
        with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone)), translation.override(language):
            return get_response(request)

    return middleware


class Readable:
    """The database holds no NUL: where it is asked for one, there is nothing. A page that asks for none is there as ever."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if asks_for_nul(exception):
            raise Http404


class Practices:
    """Where a practice is off its pages do not exist, and neither does its API."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        basename = getattr(view, "initkwargs", {}).get("basename")  # of an API view
        if practices.has_address(f"api:{basename}" if basename else request.resolver_match.view_name):  # type: ignore[union-attr]
            return None
        if basename:
            return not_found(request)
        raise Http404


def htmx(get_response: GetResponse) -> GetResponse:
    """Redirects become a client-side visit; waiting messages ride along out of band."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.htmx or request.htmx.boosted:  # type: ignore[attr-defined]
            return response
        if response.status_code in {301, 302, 303}:
            answer = HttpResponse(status=200, headers={"HX-Redirect": response.headers["Location"]})
            answer.cookies = response.cookies
            return answer
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            waiting = list(get_messages(request))
            if waiting:
                html = render_to_string("components/messages.html", {"messages": waiting, "oob": True})
                response.content += html.encode()
        return response

    return middleware
