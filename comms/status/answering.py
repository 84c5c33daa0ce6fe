"""Answers that may be asked for a thousand times a second: drawn once for each board, with an ETag, and a 304 for who has it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from comms.status.keeping import DATABASE_AWAY, NothingKept, keeper
from comms.status.reading import Closed, Reader, reader_of, reader_with

P = ParamSpec("P")
ForReader = Callable[Concatenate[HttpRequest, Reader, P], HttpResponse]
View = Callable[..., HttpResponse]
GOOD_FOR = 5  # seconds that others may keep it


@dataclass(frozen=True, slots=True)
class Drawn:
    body: bytes
    etag: str

    @classmethod
    def of(cls, body: str | bytes) -> "Drawn":
        data = body.encode() if isinstance(body, str) else body
        return cls(data, f'"{hashlib.sha256(data).hexdigest()[:32]}"')


def answer(request: HttpRequest, reader: Reader, drawn: Drawn, *, kind: str) -> HttpResponse:
    response = HttpResponse(drawn.body, content_type=kind, headers={"ETag": drawn.etag})
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    patch_cache_control(
        response, max_age=GOOD_FOR, **({"public": True} if reader.public else {"private": True})
    )
    return get_conditional_response(request, etag=drawn.etag, response=response) or response


def for_readers(*, machine: bool = False) -> Callable[[ForReader[P]], View]:
    """The view gets who reads. Who may not is sent to sign in; for a program there is nothing here."""

    def decorate(view: ForReader[P]) -> View:
        @login_not_required
        @require_safe
        @wraps(view)
        def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, _reader(request), *args, **kwargs)
            except Closed:
                if keeper.asleep:  # they may be somebody we cannot recognise just now
                    return away(request)
                if machine:
                    raise Http404 from None
                return redirect_to_login(request.get_full_path())
            except NothingKept:
                return away(request)

        return read

    return decorate


def _reader(request: HttpRequest) -> Reader:
    try:
        return reader_of(request)
    except DATABASE_AWAY as error:  # it went between knowing the person and reading what is theirs
        keeper.database_is_away(error)
        request.user = AnonymousUser()
        return reader_of(request)


def with_key(view: ForReader[P]) -> View:
    """For a program with a colleague's own address. While the database is away nobody can say if it still holds."""

    @login_not_required
    @require_safe
    @wraps(view)
    def read(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, reader_with(key), *args, **kwargs)
        except Closed:
            raise Http404 from None
        except DATABASE_AWAY as error:
            keeper.database_is_away(error)
            return away(request)
        except NothingKept:
            return away(request)

    return read


def away(request: HttpRequest) -> HttpResponse:
    """The database is away, and there is nothing that this reader may be shown without it."""
    response = render(request, "comms/status/away.html", status=503)
    response.headers["Retry-After"] = "30"
    return response
