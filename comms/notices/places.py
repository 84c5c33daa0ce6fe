"""Where notices stand on pages of the ground floor: a card on the portal's home, a line on every page, a panel on a ticket."""

from typing import Any

from django.db.models.signals import m2m_changed
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from comms.models import Notice
from comms.notices import downtime, mine
from comms.notices.source import NOTICES
from incidents.models import Incident
from itsm.frame import banners, menu
from itsm.frame.http import HttpRequest
from itsm.frame.prepared import Prepared
from itsm.knowledge import sources
from itsm.people.roles import DESK, EVERYONE
from itsm.tickets.cards import Card, register_card
from itsm.tickets.models import Ticket
from itsm.tickets.panels import Panel, register_panel

SHOWN = 4  # on the portal's home; the page of notices has them all
OF_TICKET = 5
HAS_ITS_OWN = ("portal:home", "notices:")  # pages that tell it themselves need no line on top


def home_card(request: HttpRequest) -> dict[str, Any]:
    """Drawn even when there is nothing: it listens, and fills itself when somebody speaks."""
    found = mine.current(request.user, now=timezone.now())
    covers = {standing.notice.ticket_id for standing in found}
    return {"shown": found[:SHOWN], "more": len(found[SHOWN:]), "covers": covers}


def line_on_top(request: HttpRequest) -> str:
    """One statement, by the index of the person's newest notices."""
    here = request.resolver_match
    if request.htmx or (here and here.view_name.startswith(HAS_ITS_OWN)):
        return ""
    found = mine.on_top(request.user, now=timezone.now())
    lines = [render_to_string("comms/notices/banner.html", {"standing": one}, request) for one in found]
    return mark_safe("".join(lines))  # noqa: S308 - rendered by our own template


TOLD = Prepared(lambda ticket: Notice.objects.filter(ticket=ticket).order_by("-pk")[:OF_TICKET], int)


def of_ticket(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    if not request.user.works_the_desk:
        return None
    return {"notices": TOLD(ticket.pk), "may_tell": request.user.has_perm("comms.tell_notice")}


def add_to_frame() -> None:
    sources.register(NOTICES)
    m2m_changed.connect(
        downtime.services_changed, Notice.services.through, dispatch_uid="comms.notices.downtime"
    )
    register_card(Card(name="notices", template="comms/notices/cards.html", context=home_card, order=10))
    banners.add("notices", line_on_top)
    panel = Panel("comms/notices/panel.html", of_ticket)
    register_panel(Incident.KIND, panel)
    register_panel("major", panel)
    register_panel(Change.KIND, panel)
    register_panel("carry_out", panel)
    menu.add(
        menu.Entry(
            label=_("Notices"), url_name="comms:notices", icon="megaphone", roles=DESK, order=40, key="t"
        )
    )
    menu.add(
        menu.Entry(label=_("Notice"), url_name="comms:notice_new", icon="megaphone", roles=DESK, order=20),
        "new",
    )
    menu.add(
        menu.Entry(
            label=_("Notices"), url_name="notices:notices", icon="megaphone", roles=EVERYONE, order=20
        ),
        "portal",
    )
