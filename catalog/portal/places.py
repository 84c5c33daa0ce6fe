"""What the catalogue adds to the portal's home: a way to ask, and what others ask for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Offering
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.people.roles import EVERYONE
from itsm.tickets.cards import Card, register_card

POPULAR = 6


def often_asked(request: HttpRequest) -> dict[str, Any] | None:
    """What most colleagues asked for among what this one may; before anybody asked, by name."""
    found = Offering.objects.for_asking(request.user).select_related("category").order_by("-asked", "title")
    popular = list(found.defer("search")[:POPULAR])
    return {"offerings": popular} if popular else None


def add_to_portal() -> None:
    ask = Entry(
        label=_("Ask for something"), url_name="asking:shelves", icon="shopping-bag", roles=EVERYONE, order=20
    )
    add(ask, "help")
    register_card(
        Card(name="popular", template="portal/popular.html", context=often_asked, order=10, place="below")
    )
