"""What the catalogue and the articles add to the portal's home: a way to ask, what others ask for, what is new to read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Offering
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.knowledge.models import Article
from itsm.people.roles import EVERYONE
from itsm.tickets.cards import Card, register_card

POPULAR, RECENT = 6, 4


def often_asked(request: HttpRequest) -> dict[str, Any] | None:
    """What most colleagues asked for among what this one may; before anybody asked, by name."""
    found = Offering.objects.for_asking(request.user).select_related("category").order_by("-asked", "title")
    popular = list(found.defer("search")[:POPULAR])
    return {"offerings": popular} if popular else None


def new_to_read(request: HttpRequest) -> dict[str, Any] | None:
    readable = Article.objects.visible_to(request.user).filter(state=Article.State.PUBLISHED)
    recent = list(readable.only("number", "title", "summary", "changed_at").order_by("-changed_at")[:RECENT])
    return {"articles": recent} if recent else None


def add_to_portal() -> None:
    ask = Entry(
        label=_("Ask for something"), url_name="asking:shelves", icon="shopping-bag", roles=EVERYONE, order=20
    )
    add(ask, "help")
    register_card(
        Card(name="popular", template="portal/popular.html", context=often_asked, order=10, place="below")
    )
    register_card(
        Card(name="recent", template="portal/recent.html", context=new_to_read, order=20, place="below")
    )
