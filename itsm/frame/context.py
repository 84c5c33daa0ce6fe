"""What every page's frame needs: the rail, the reader's theme, and whether this is the demo."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.context_processors import PermWrapper

from itsm.frame import menu, setup, tours, words

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest

THEMES = frozenset({"light", "dark"})


def frame(request: "HttpRequest") -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    said = words.current()
    page = {
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "auto",
        "rail": "narrow" if request.COOKIES.get("rail") == "narrow" else "wide",
        "units": f"{said.minute}|{said.hour}|{said.days}",
    }
    if getattr(request, "user", None) and request.user.is_authenticated:
        page |= {
            "perms": PermWrapper(request.user),
            # The desk reads between rail and top bar, a colleague in the portal.
            "page_frame": "base.html" if request.user.works_the_desk else "base_portal.html",
            "menu_entries": menu.entries_for(request),
            "keyed_lines": setup.keyed_for(request.user),
            "new_entries": menu.entries_for(request, "new"),
            "portal_entries": menu.entries_for(request, "portal"),
            "foot_entries": menu.entries_for(request, "foot"),
            "tour": tours.standing(request) if "tour" in request.GET else None,
        }
    return page
