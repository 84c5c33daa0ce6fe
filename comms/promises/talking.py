"""When writing to and fro goes on and on, talking is quicker. Counted from the timeline, kept nowhere."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from itsm.frame.http import HttpRequest
from itsm.people.roles import DESK
from itsm.tickets.models import SPOKEN, Event, Ticket

ROUNDS = 4  # after so many it is time to talk
OPENINGS = ("incident.open", "request.open")
WRITTEN = (*OPENINGS, "ticket.reply", "ticket.log", "incident.hold", "incident.reopen", "incident.resolve")


def rounds(ticket: Ticket) -> int:
    """How often one side wrote and the other wrote back since they last talked. No statement for a short ticket."""
    if ticket.message_count < 2 * ROUNDS - 1:  # the opening is a word, too, but not counted there
        return 0
    words = Event.objects.filter(ticket=ticket.pk, verb__in=WRITTEN, audience=Event.Audience.PUBLIC)
    by_desk = Exists(Group.objects.filter(user=OuterRef("actor"), name__in=DESK))
    told = words.in_order().annotate(by_desk=by_desk)
    return rounds_of(told.values_list("verb", "channel", "actor", "by_desk"), ticket.requester_id)


def rounds_of(words: Iterable[tuple[str, str, int | None, bool]], requester: int) -> int:
    """(verb, channel, who, of the desk) in order. Several words in a row by one side are one; a talk begins anew."""
    sides: list[bool] = []
    for verb, channel, actor, by_desk in words:
        if verb == "ticket.log" or channel in SPOKEN:
            sides.clear()
        else:
            sides.append(by_desk and actor != requester and verb not in OPENINGS)
    return len(list(groupby(sides))) // 2


def is_time_to_talk(ticket: Ticket, found: int) -> bool:
    return ticket.open and found >= ROUNDS


def hint(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """For the ticket's page: after the fourth round, who to call and where."""
    if not ticket.open or not request.user.works_the_desk:
        return None
    found = rounds(ticket)
    return {"rounds": found} if is_time_to_talk(ticket, found) else None
