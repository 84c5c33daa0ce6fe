"""Where articles stand in the frame and on the portal's home, and who may do what with them."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.knowledge.articles import tickets
from itsm.knowledge.articles.access import ALONE, PUBLISH, WRITE
from itsm.knowledge.models import Article
from itsm.people.roles import ADMINISTRATOR, AGENT, CHANGE_MANAGER, DESK, EVERYONE, grant
from itsm.tickets.cards import Card, register_card

RECENT = 4


def new_to_read(request: HttpRequest) -> dict[str, Any] | None:
    readable = Article.objects.visible_to(request.user).filter(state=Article.State.PUBLISHED)
    recent = list(readable.only("number", "title", "summary", "changed_at").order_by("-changed_at")[:RECENT])
    return {"articles": recent} if recent else None


def add_to_frame() -> None:
    for role in (AGENT, CHANGE_MANAGER, ADMINISTRATOR):
        grant(role, WRITE, PUBLISH)
    grant(ADMINISTRATOR, ALONE)
    entry = Entry(
        label=_("Articles"), url_name="articles:list", icon="book-open", roles=DESK, order=50, key="k"
    )
    add(replace(entry, under="desk:home"))
    add(
        Entry(label=_("Look it up"), url_name="articles:list", icon="book-open", roles=EVERYONE, order=15),
        "help",
    )
    add(Entry(label=_("Article"), url_name="articles:new", icon="book-open", roles=DESK, order=40), "new")
    setup.add(
        setup.Line(
            label=_("Import articles"), url_name="articles:import", icon="arrow-up-tray", group=setup.Group.WORDS, permission=ALONE,
            says=_("A folder of Markdown with pictures becomes articles, and is brought up to date again later."),
        )
    )  # fmt: skip
    register_card(
        Card(name="recent", template="portal/recent.html", context=new_to_read, order=20, place="below")
    )
    tickets.add_to_registry()
