"""Who reads the status page, and what of the board is theirs.

Three kinds of readers: anybody (if the page is open), a colleague who is signed in, and a program with a colleague's own
signed address. While the database is away nobody can be looked up: a session that Valkey still holds opens what every
colleague may read; without one there is the public page alone.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from comms.models import Addressee, FeedAddress
from comms.status.board import Board
from comms.status.keeping import DATABASE_AWAY, Kept, keeper
from itsm.people.models import Person

SALT = "status.feed"


class Closed(Exception):
    """Nobody is signed in, and the page is not open to everybody."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`board` is what they may see; `who` is the same for all who see the same, in the same words and zone."""

    kept: Kept
    board: Board
    person: Person | None
    addressed: frozenset[int]
    who: Hashable
    public: bool

    def draw(self, what: Hashable, how: Callable[[], Any]) -> Any:
        words = (translation.get_language(), timezone.get_current_timezone_name())
        return self.kept.draw((what, self.who, words), how)


class Away:
    """While the database is away nobody is looked up under /status/, so that the page can answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/status/") and not _can_be_looked_up(request):
            request.user = AnonymousUser()
            request.is_away = True  # type: ignore[attr-defined]
            request.has_session = _has_session(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _can_be_looked_up(request: HttpRequest) -> bool:
    if keeper.asleep:
        return False
    try:
        return request.user.is_authenticated or True
    except DATABASE_AWAY as error:
        keeper.database_is_away(error)
        return False


def _has_session(request: HttpRequest) -> bool:
    try:
        return SESSION_KEY in request.session
    except DATABASE_AWAY:
        return False


def reader_of(request: HttpRequest) -> Reader:
    kept = keeper.now()
    if request.user.is_authenticated:
        return _colleague(kept, request.user)
    if getattr(request, "has_session", False):
        return Reader(kept, kept.board.for_colleagues(), None, frozenset(), "colleagues", public=False)
    return anybody(kept)


def reader_for(person: Person) -> Reader:
    return _colleague(keeper.now(), person)


def anybody(kept: Kept) -> Reader:
    if not kept.board.open_to_all:
        raise Closed
    return Reader(kept, kept.board.for_everybody(), None, frozenset(), "anybody", public=True)


def _colleague(kept: Kept, person: Person) -> Reader:
    theirs = _theirs(kept.board, person)
    return Reader(kept, kept.board.for_reader(theirs), person, theirs, theirs, public=False)


def _theirs(board: Board, person: Person) -> frozenset[int]:
    """Of the board's notices, those that were addressed to them; the desk reads all that are not restricted."""
    if person.works_the_desk:
        return frozenset(notice.pk for notice in board.notices)
    keys = [notice.pk for notice in board.notices]
    rows = Addressee.objects.filter(person=person, notice__in=keys)
    return frozenset(rows.values_list("notice", flat=True))


# Private addresses ------------------------------------------------------------------------------------------------------


def key_of(person: Person) -> str:
    issue = FeedAddress.objects.filter(person=person).values_list("issue", flat=True).first() or 0
    return signing.Signer(salt=SALT).sign_object([person.pk, issue])


def private_addresses(person: Person) -> dict[str, str]:
    """What programs read with this person's eyes, without signing in."""
    key = key_of(person)
    paths = {
        "feed": reverse("status:private_feed", args=[key]),
        "maintenance": reverse("status:private_maintenance", args=[key]),
        "summary": reverse("status:private_shape", args=[key, "summary"]),
    }
    return {name: settings.BASE_URL + path for name, path in paths.items()}


def reader_with(key: str) -> Reader:
    """Who was given this address, if they still work here and have not asked for a new one since."""
    try:
        pk, issue = signing.Signer(salt=SALT).unsign_object(key)
    except signing.BadSignature as error:
        raise Closed from error
    found = Person.objects.active().with_roles().filter(pk=pk).select_related("feed_address").first()
    address = getattr(found, "feed_address", None)
    if found is None or issue != (address.issue if address else 0):
        raise Closed
    return reader_for(found)


def renew_key(person: Person) -> None:
    address, made = FeedAddress.objects.get_or_create(person=person, defaults={"issue": 1})
    if not made:
        FeedAddress.objects.filter(pk=address.pk).update(issue=address.issue + 1)
