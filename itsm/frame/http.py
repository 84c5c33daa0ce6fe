"""Requests as our views see them, and the one way a page is rendered: whole, or one region for htmx."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.shortcuts import render as django_render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person


class HttpRequest(DjangoRequest):
    """A signed-in request: `user` is a Person, never anonymous (LoginRequiredMiddleware sees to it)."""

    user: "Person"
    htmx: HtmxDetails


def render(
    request: DjangoRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the template, or only its `partial` when htmx asks for that region.

    The partial's name is the DOM id it fills. Boosted navigation and history restores want the whole page.
    """
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    wants_region = htmx and not htmx.boosted and not htmx.history_restore_request
    if partial and wants_region:
        template = f"{template}#{partial}"
    response = django_render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
