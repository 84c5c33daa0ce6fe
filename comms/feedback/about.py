"""What somebody was looking at when they spoke up: read from the address they came from, as far as it is theirs to see."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from comms.models import Feedback, Notice
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.models import Ticket

LONGEST = 200


@dataclass(frozen=True)
class About:
    """At most one of the three; `page` is the address itself."""

    page: str = ""
    ticket: Ticket | None = None
    notice: Notice | None = None
    service: Service | None = None

    @classmethod
    def of(cls, path: str, person: Person) -> Self:
        try:
            page = urlsplit(path).path[:LONGEST]
        except ValueError:  # an address that nobody could have come from
            return cls()
        if not page.startswith("/") or page.startswith("//"):
            return cls()
        try:
            found = resolve(page)
        except Resolver404:
            return cls()
        number = str(found.kwargs.get("number", "")).upper()
        if found.namespace == "services" and found.url_name == "service":
            return cls(page, service=Service.objects.visible_to(person).filter(**found.kwargs).first())
        if number.startswith("NTC-"):
            return cls(page, notice=Notice.objects.visible_to(person).filter(number=number).first())
        if number:
            return cls(page, ticket=Ticket.objects.visible_to(person).filter(number=number).first())
        return cls(page)

    @property
    def thing(self) -> Ticket | Notice | Service | None:
        return self.ticket or self.notice or self.service

    @property
    def source(self) -> str:
        return Feedback.Source.NOTICE if self.notice else Feedback.Source.PAGE

    def for_hearing(self, *, without_thing: bool = False) -> dict[str, Any]:
        if without_thing:
            return {"page": self.page, "source": Feedback.Source.PAGE}
        service = self.service or (self.notice.services.first() if self.notice else None)
        return {
            "page": self.page, "source": self.source, "ticket": self.ticket, "notice": self.notice, "service": service,
        }  # fmt: skip
