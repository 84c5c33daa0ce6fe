"""Two small middlewares: the reader's own time zone and language, and what htmx needs of every answer."""

import zoneinfo
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

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
