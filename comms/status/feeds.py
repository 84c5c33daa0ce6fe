"""Feed, calendar and JSON, for a browser that is signed in, for everybody if the page is open, or by a private address."""

import json
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from comms.status import calendar
from comms.status.answering import Drawn, answer, for_readers, with_key
from comms.status.feed import atom
from comms.status.reading import Reader
from comms.status.statuspage import SHAPES, Shapes

ATOM, ICS, JSON = "application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8", "application/json"


def feed(request: HttpRequest, reader: Reader) -> HttpResponse:
    own = settings.BASE_URL + request.path
    return _drawn(request, reader, ("atom", request.path), lambda: atom(reader.board, address=own), ATOM)


def maintenance(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _drawn(request, reader, "ics", lambda: calendar.calendar(reader.board), ICS)


def one_maintenance(request: HttpRequest, reader: Reader, notice: str) -> HttpResponse:
    found = reader.board.notice(notice)
    if found is None or not found.is_planned:
        raise Http404
    response = _drawn(request, reader, ("ics", notice), lambda: calendar.one(reader.board, found), ICS)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.ics"'
    return response


def shape(request: HttpRequest, reader: Reader, what: str) -> HttpResponse:
    if what not in SHAPES:
        raise Http404

    def drawn() -> str:
        shapes = Shapes(reader.board, now=reader.kept.board.at)
        return json.dumps(SHAPES[what](shapes), ensure_ascii=False)

    response = _drawn(request, reader, ("json", what), drawn, JSON)
    if reader.public:
        response.headers["Access-Control-Allow-Origin"] = "*"  # for tools that run in a page
    return response


def _drawn(
    request: HttpRequest, reader: Reader, what: object, how: Callable[[], str | bytes], kind: str
) -> HttpResponse:
    return answer(request, reader, reader.draw(what, lambda: Drawn.of(how())), kind=kind)


open_feed, private_feed = for_readers(machine=True)(feed), with_key(feed)
open_maintenance, private_maintenance = for_readers(machine=True)(maintenance), with_key(maintenance)
open_one_maintenance, private_one_maintenance = (
    for_readers(machine=True)(one_maintenance),
    with_key(one_maintenance),
)
open_shape, private_shape = for_readers(machine=True)(shape), with_key(shape)
