"""The calendar for other calendars (RFC 5545): by a private address, what its owner may see and nothing else.

The UID never changes and SEQUENCE grows with the ticket, by which a calendar knows the newer of two. What is not decided
yet is TENTATIVE; what is cancelled is no longer there, and a subscribed calendar lets it go.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from changes.calendar import sources
from changes.calendar.addresses import Closed, person_with
from changes.calendar.asked import Asked
from changes.calendar.lens import Lens
from changes.calendar.sources import Item, ItemKind

if TYPE_CHECKING:
    from icalendar import Event

BEFORE, AFTER = timedelta(days=31), timedelta(days=366)
HOURLY = timedelta(hours=1)


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    try:
        person = person_with(key)
    except Closed:
        raise Http404 from None
    now = timezone.now()
    with timezone.override(ZoneInfo(person.time_zone)), translation.override(person.language or None):
        asked = Asked.of(request.GET, today=timezone.localdate())
        items = Lens.of(asked).through(sources.items((now - BEFORE, now + AFTER), person))
        body = calendar(items, now=now)
    etag = quote_etag(salted_hmac("changes.feed", "|".join(map(str, items))).hexdigest())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    response.headers["Cache-Control"] = "private, max-age=300"
    return get_conditional_response(request, etag=etag, response=response) or response


def calendar(items: Iterable[Item], *, now: datetime) -> bytes:
    from icalendar import Calendar  # a second's work, for the one page in a thousand that needs it

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Baton//Changes//EN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Changes"))
    made.add("refresh-interval", HOURLY, parameters={"VALUE": "DURATION"})
    for item in items:
        made.add_component(_event(item, now=now))
    text: bytes = made.to_ical()
    return text


def _event(item: Item, *, now: datetime) -> "Event":
    from icalendar import Event

    event, label = Event(), item.status_label or item.kind.label
    event.add("uid", f"{item.key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", item.changed_at or now)
    event.add("sequence", item.edition)
    event.add("status", "CONFIRMED" if item.certain else "TENTATIVE")
    # Nobody is busy because of somebody else's change.
    event.add("transp", "TRANSPARENT")
    event.add(
        "summary",
        item.name if item.kind == ItemKind.CHANGE else f"{item.kind.label.capitalize()}: {item.name}",
    )
    event.add(
        "description",
        f"{item.kind.label.capitalize()}: {label}" if item.status_label else item.kind.label.capitalize(),
    )
    event.add("categories", [item.kind.label])
    event.add("url", settings.BASE_URL + item.url)
    event.add("dtstart", item.starts_at)
    event.add("dtend", item.ends_at)
    return event
