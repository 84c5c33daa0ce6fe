"""Where an improvement comes from, read from `?from=…`: feedback, an incident or change that was reviewed, a meeting, a figure."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from django.urls import NoReverseMatch, reverse

from comms.models import Feedback, Improvement
from itsm.insights.measures import measures
from itsm.people.models import Person
from itsm.tickets.models import Ticket

Source = Improvement.Source
NUMBER = re.compile(r"[A-Z]{2,5}-[0-9]{1,18}")


@dataclass(frozen=True)
class Origin:
    """`first` are words and choices that a form begins with."""

    source: str = Source.OURS
    name: str = ""
    label: str = ""
    url: str = ""
    feedback: Feedback | None = None
    first: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, given: str, person: Person) -> Self:
        """“FBK-3”, “INC-1042”, “MTG-7” or the key of a figure; anything else, or what is not theirs to see, says nothing."""
        number = given.strip().upper()
        if measure := next((one for one in measures() if one.key == given), None):
            url = address_of(Source.FIGURE, measure.key)
            return cls(Source.FIGURE, measure.key, str(measure.name), url, first={"measure": measure.key})
        if not NUMBER.fullmatch(number):
            return cls()
        if number.startswith("FBK-"):
            return cls._feedback(number, person)
        if number.startswith("MTG-"):
            return cls(Source.MEETING, number, number, address_of(Source.MEETING, number))
        ticket = Ticket.objects.visible_to(person).filter(number=number).first()
        if ticket is None:
            return cls()
        first = {"service": ticket.service_id, "team": None}
        return cls(Source.REVIEW, ticket.number, str(ticket), ticket.get_absolute_url(), first=first)

    @classmethod
    def _feedback(cls, number: str, person: Person) -> Self:
        found = Feedback.objects.visible_to(person).filter(number=number).first()
        if found is None:
            return cls()
        first = {"title": found.short, "why": found.words, "service": found.service_id}
        return cls(Source.FEEDBACK, number, str(found), found.get_absolute_url(), found, first)


def address_of(source: str, name: str) -> str:
    """Where it is read, if that is still there."""
    names: dict[str, str] = {
        Source.FEEDBACK: "ledger:item",
        Source.FIGURE: "insights:figure",
        Source.MEETING: "meetings:meeting",
    }
    if source == Source.REVIEW:
        ticket = Ticket.objects.filter(number=name).first()
        return ticket.get_absolute_url() if ticket else ""
    try:
        return reverse(names[source], args=[name]) if source in names and name else ""
    except NoReverseMatch:
        return ""
