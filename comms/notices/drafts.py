"""Words to begin with: for each step of a notice and each audience a text with no empty slot, all drafted in one act.

The templates are `comms/notices/drafts/<kind>.<verb>.txt`: a line “[audience]”, then “slot: words”. What an audience
does not say in its own words it says in the colleagues'.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from comms.models import OVER, Audience, Notice, Phase
from comms.notices import rules
from itsm.frame import words
from itsm.people.models import Site
from itsm.services.models import Service

SECTION = re.compile(r"\[(\w+)\]")
FIRST_WORD_AFTER = timedelta(minutes=20)  # the promise that a draft of an outage assumes
Words = dict[str, str]


def draft(
    notice: Notice,
    verb: str,
    *,
    now: datetime | None = None,
    services: Iterable[Service] = (),
    sites: Iterable[Site] = (),
) -> dict[str, Words]:
    """For every audience the subject and the five slots. `notice` need not be saved yet: then what it is about is handed over."""
    now = now or timezone.now()
    about = facts(notice, now=now, services=services, sites=sites)
    told = render_to_string(f"comms/notices/drafts/{notice.kind}.{verb}.txt", about)
    found = sections(told)
    common = {"next": hear_next(notice, verb, now=now)} | found[Audience.COLLEAGUES]
    return {audience: common | found.get(audience, {}) for audience in Audience.values}


def sections(told: str) -> dict[str, Words]:
    found: dict[str, Words] = {}
    here: Words = {}
    for line in filter(None, map(str.strip, told.splitlines())):
        section = SECTION.fullmatch(line)
        if section:
            here = found.setdefault(section[1], {})
        else:
            slot, _colon, text = line.partition(": ")
            here[slot] = text
    return found


def facts(
    notice: Notice, *, now: datetime, services: Iterable[Service] = (), sites: Iterable[Site] = ()
) -> Mapping[str, Any]:
    """What the templates fill in, each on one line."""
    ticket = notice.ticket
    what = [each.name for each in services] or names(notice, "services")
    if not what and ticket is not None and ticket.service is not None:
        what = [ticket.service.name]
    places = [each.name for each in sites] or names(notice, "sites")
    service, where = get_text_list(what, _("and")), get_text_list(places, _("and"))
    begin, end = notice.starts_at, notice.ends_at
    return {
        "title": " ".join(notice.title.split()).rstrip(".!") or _("Something"),
        "service": service or _("What this is about"),
        "where": _(" at %(sites)s") % {"sites": where} if where else "",
        "everyone": everyone(service, where),
        "team": str(ticket.team) if ticket is not None else _("The service desk"),
        "reference": _(" Ticket: %(number)s.") % {"number": ticket.number} if ticket is not None else "",
        "when": _("from %(from)s to %(to)s") % {"from": stamp(begin), "to": stamp(end)} if begin and end else _("at the time of this notice"),
        "when_short": words.current().exact(begin) if begin else _("planned"),
        "until": _("until %(to)s") % {"to": stamp(end)} if end else _("until we write again"),
    }  # fmt: skip


def names(notice: Notice, relation: str) -> list[str]:
    return list(getattr(notice, relation).values_list("name", flat=True)) if notice.pk else []


def everyone(service: str, where: str) -> str:
    match bool(service), bool(where):
        case True, True:
            return _("Colleagues at %(sites)s who use %(service)s.") % {"sites": where, "service": service}
        case True, False:
            return _("Everyone who uses %(service)s.") % {"service": service}
        case False, True:
            return _("Everyone at %(sites)s.") % {"sites": where}
    return _("Everyone who gets this message.")


def stamp(moment: datetime) -> str:
    return f"{words.current().exact(moment)} ({timezone.get_current_timezone_name()})"


def hear_next(notice: Notice, verb: str, *, now: datetime) -> str:
    """As far as it is known; `telling.say` puts the time that is promised then."""
    phase = notice.flow[verb][1] or notice.phase
    if phase in OVER:
        return _("This is the last message about it.")
    if notice.kind == Notice.Kind.OUTAGE:
        return rules.hear_next(now + FIRST_WORD_AFTER)
    running = notice.ends_at if phase == Phase.IN_PROGRESS else notice.starts_at
    return (
        rules.hear_next(running) if running and running > now else _("We write again if something changes.")
    )
