"""A letter before anybody gets it: with a ticket that exists, or with values made up for looking at it; and sent to oneself."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms import letters
from comms.feedback import digest
from comms.known_errors import letters as known_errors
from comms.mail_words.kinds import Kind
from comms.mail_words.writing import Foot, Letter, Line, Words, write
from comms.models import Delivery, Reason
from comms.rules import RULES
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket


def try_out(
    kind: Kind, words: Words, reader: Person, *, language: str, now: datetime, ticket: Ticket | None = None
) -> Letter:
    """As `reader` would get it, were `language` theirs."""
    with letters.reading_as(reader), translation.override(language):
        if kind.about_a_ticket and ticket is not None:
            values = letters.values(
                event_of(kind, ticket, now=now), reader, theirs=kind.of_group in letters.FOR_COLLEAGUES
            )
        else:
            values = made_up(reader, now=now) | ({} if kind.about_a_ticket else of_a_notice())
        foot = (
            None if kind.key == "confirm" else Foot.of(reader, kind.of_group, Reason.LOOKS_AFTER.sentence(""))
        )
        return write(words, values, foot, lines=lines_of(kind))


def event_of(kind: Kind, ticket: Ticket, *, now: datetime) -> Event:
    """The latest thing on it of which this kind of letter tells; if there is none yet, one that could come."""
    verbs = [verb for verb, rules in RULES.items() if any(rule.group == kind.of_group for rule in rules)]
    found = ticket.events.filter(verb__in=verbs).select_related("actor").order_by("-at", "-pk").first()
    event = found or Event(
        verb=verbs[0], actor=ticket.assignee, at=now, comment=_("Your mailbox is back, sign in again."),
        details={"step_id": 0, "people": []},  # nobody was asked to agree
    )  # fmt: skip
    event.ticket = ticket
    return event


def made_up(reader: Person, *, now: datetime) -> dict[str, str]:
    """One value for every variable that any letter knows."""
    later = letters.stamp(now + timedelta(hours=2))
    return {
        "name": reader.greeting_name,
        "number": "INC-1042",
        "title": _("Mail is down"),
        "subject": _("Mail is down, we are on it"),
        "what": _("Ivo Lund replied"),
        "words": _("Your mailbox is back, sign in again.\nTell us if it is not."),
        "who_has_it": _("%(person)s, %(team)s") % {"person": "Ivo Lund", "team": _("Service desk")},
        "hear_next": later,
        "closes_at": letters.stamp(now + timedelta(days=3)),
        "colleague_knows": _("that we look at the network"),
        "promised": _("a word before noon"),
        "url": settings.BASE_URL + reverse("comms:inbox"),
        "who": _("everyone in Porto"),
        "question": _("Will it work by noon?"),
        "phase": _("cause found"),
        "begins": later,
        "ends": letters.stamp(now + timedelta(hours=4)),
        "confirm": settings.BASE_URL + reverse("comms:inbox"),
        "do": _("Use the phone for what cannot wait."),
        "we": _("We bring up the second server."),
        "next": later,
        "count": ngettext("%(number)d message", "%(number)d messages", 2) % {"number": 2},
        "address": "visitor@halden.example",
        "week": letters.stamp(now - timedelta(days=7)),
        "limit": "50",
        "requester": "Ana Reis",
        "step": _("Your manager agrees"),
        "because": _("You stand in for Marit Sand, who is away. You decide in your own name."),
        "cost": _("1,200 € once"),
        "scale": " ".join(map(str, range(11))),
        "who_reads": _("Without your name."),
        "until": later,
        "since": letters.stamp(now - timedelta(days=7)),
        "when": later,
        "where": _("Room 2.14"),
        "host": "Marit Sand",
        "due": f"{now + timedelta(days=7):%Y-%m-%d}",
        "month": f"{now:%B %Y}",
        "report": _("How we do"),
        "period": _("1 Sep to 23 Nov"),
        "about": _("1 Sep to 23 Nov, all teams and services."),
        "figures": _("* Reopened: 4 %\n  1 point less than in the period before (5 %)."),
        "decision": _("May we close the old file server in March?"),
    }


def of_a_notice() -> dict[str, str]:
    """What a letter about no ticket says differently."""
    return {"number": "NTC-7", "what": _("Nobody in Porto can send or get mail.")}


def lines_of(kind: Kind) -> list[Line]:
    if "lines" not in kind.variables:
        return []
    why = _("because %(why)s") % {"why": Reason.ASKED.sentence("")}
    url = settings.BASE_URL + reverse("comms:inbox")
    if kind.key == digest.KIND:
        return [
            Line(
                _("You said: Printers print blank"), url, _("We did: %(words)s") % {"words": _("A new drum.")}
            )
        ]
    if kind.key == known_errors.KIND:
        return [Line(said, url) for _answer, said in known_errors.spoken()]
    return [
        Line(_("[INC-1042] Ivo Lund replied: Mail is down"), url, why),
        Line(_("[INC-1043] Work goes on: Printer"), url, why),
    ]


def test_letter(kind: Kind, letter: Letter, reader: Person, *, now: datetime) -> Delivery:
    """To oneself; it goes the way of every mail."""
    name: Any = f"{kind.key}.{now:%Y%m%d%H%M%S%f}"
    row: Delivery = Delivery.objects.create(
        cause=f"test:{name}",
        person=reader,
        reason=Reason.LOOKS_AFTER,
        address=reader.email,
        message_id=f"<test.{name}.{reader.pk}@{letters.domain()}>",
        thread_id=f"<tests.{reader.pk}@{letters.domain()}>",
        subject=_("Test: %(subject)s") % {"subject": letter.subject},
        text=letter.text,
        html=letter.html,
        created_at=now,
    )
    return row
