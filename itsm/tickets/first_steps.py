"""What an agent does first with a ticket, and a colleague with theirs."""

from functools import partial
from typing import Any

from django.db.models import QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from itsm.frame.first_steps import FirstStep, add
from itsm.people.models import Person
from itsm.people.roles import AGENT, COLLEAGUE
from itsm.tickets.models import Event, Ticket

LATELY = 50_000  # Events in which a first step is looked for: who did it long ago is no beginner


def acted(person: Person, *, verbs: tuple[str, ...]) -> QuerySet[Any]:
    newest = Subquery(Event.objects.order_by("-pk").values("pk")[:1])
    return Event.objects.filter(pk__gt=newest - Value(LATELY), actor=person, verb__in=verbs)


def asked(person: Person) -> QuerySet[Any]:
    return Ticket.objects.filter(requester=person)


def _agent(key: str, order: int, verbs: tuple[str, ...], label: Any, says: Any) -> FirstStep:
    return FirstStep(
        key=key, label=label, says=says, url_name="desk:home", roles=frozenset({AGENT}), order=order,
        done=partial(acted, verbs=verbs),
    )  # fmt: skip


def add_to_house() -> None:
    add(
        _agent("take", 30, ("ticket.take", "ticket.accept"), _("Take a ticket"), _("Open one and press “Take”, or t. From then on it is your move, and everybody sees it.")),
        _agent("reply", 31, ("ticket.reply", "ticket.log"), _("Say a word to a colleague"), _("Write a public reply, or log what was said on the phone, and choose when they hear next.")),
        _agent("hand-over", 32, ("ticket.hand_over",), _("Hand one over"), _("To another team, with a note: what you found, what the colleague knows, what they were promised.")),
        _agent("resolve", 33, ("incident.resolve", "ticket.resolve"), _("Resolve one"), _("Say what was done in the colleague's words. They are asked whether it is right.")),
        FirstStep(
            key="ask", label=_("Tell us about something"), url_name="portal:home", roles=frozenset({COLLEAGUE}), order=80, done=asked,
            says=_("Something is broken, or you need something: three questions, and you see at once who has it and when you hear."),
        ),
    )  # fmt: skip
