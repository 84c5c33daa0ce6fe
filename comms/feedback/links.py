"""The address under every mail by which one colleague says what could be better, without a sign-in.

It names the person, the ticket or the notice of the mail, and the day, and is signed. It takes words and shows nothing but
whose they are; whoever finds a forwarded mail can do no more than that. It holds for a year, as a mail may be read late.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from comms.models import Feedback, Notice
from comms.reader import Reader
from comms.signed import is_mac, mac
from itsm.frame.practices import has_address
from itsm.people.models import Person
from itsm.tickets.models import Ticket

SALT = "comms.feedback"
NAME = "comms:better"
HOLDS = timedelta(days=366)
KINDS: dict[str, Any] = {"t": Ticket, "n": Notice}


@dataclass(frozen=True)
class Found:
    person: Person
    about: Ticket | Notice | None

    def for_hearing(self, *, without_thing: bool = False) -> dict[str, Any]:
        """The words come by mail, and are about what the mail was about."""
        found: dict[str, Any] = {"author": self.person, "source": Feedback.Source.MAIL}
        match None if without_thing else self.about:
            case Ticket() as ticket:
                found["ticket"] = ticket
            case Notice() as notice:
                found |= {"notice": notice, "service": notice.services.first()}
        return found


def token(person: Reader, about: Ticket | Notice | None = None) -> str:
    kind = next((letter for letter, model in KINDS.items() if isinstance(about, model)), "0")
    said = f"{person.pk}.{kind}{about.pk if about else ''}.{date.today().toordinal()}"
    return f"{said}.{mac(SALT, said)}"


def address(person: Reader, about: Ticket | Notice | None = None) -> str:
    """ "" while the practice is off."""
    return settings.BASE_URL + reverse(NAME, args=[token(person, about)]) if has_address(NAME) else ""


def read(given: str) -> Found | None:
    """Whose it is, and what it is about as far as they may still see it; None if we did not write it, it is too old, or
    they are no longer here.
    """
    said, _dot, signature = given.rpartition(".")
    if not is_mac(signature, SALT, said):
        return None
    pk, about, day = said.split(".")
    if date.today() - date.fromordinal(int(day)) > HOLDS:
        return None
    person = Person.objects.active().filter(pk=pk).first()
    return Found(person, _about(about, person)) if person else None


def _about(said: str, person: Person) -> Ticket | Notice | None:
    model = KINDS.get(said[0])
    return model.objects.visible_to(person).filter(pk=said[1:]).first() if model else None
