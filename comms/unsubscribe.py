"""One click to fewer mails: an address that says whose mail of which kind it stops, signed, so that nobody can make one up.

A mail may be read long after it came, so the address holds for a year. It does one thing only, and that can be undone on
the same page: whoever finds a forwarded mail can do no more harm than that.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from comms.models import Group, How, Preference
from comms.reader import Reader
from comms.signed import is_mac, mac
from itsm.people.models import Person

SALT = "comms.unsubscribe"
HOLDS = timedelta(days=366)


@dataclass(frozen=True)
class Found:
    person: Person
    group: Group

    @property
    def stopped(self) -> bool:
        return Preference.objects.chosen([self.person.pk], group=self.group).get(self.person.pk) == How.NEVER

    def stop(self) -> None:
        Preference.choose(self.person, self.group, How.NEVER)

    def begin_again(self) -> None:
        """As it was before."""
        self.person.preferences.filter(group=self.group, channel="mail").update(wanted=True)


def token(person: Reader, group: str) -> str:
    said = f"{person.pk}.{group}.{date.today().toordinal()}"
    return f"{said}.{mac(SALT, said)}"


def read(given: str) -> Found | None:
    """Whose mail of which kind it stops; None if we did not write it, it is too old, or they are no longer here."""
    said, _dot, signature = given.rpartition(".")
    if not is_mac(signature, SALT, said):
        return None
    pk, group, day = said.split(".")
    if date.today() - date.fromordinal(int(day)) > HOLDS:
        return None
    person = Person.objects.active().filter(pk=pk).first() if group in Group.values else None
    return Found(person, Group(group)) if person else None


def address(person: Person, group: str) -> str:
    """For a mail's foot and its `List-Unsubscribe`. What belongs to no kind leads to the page with all choices."""
    if group not in Group.values:
        return settings.BASE_URL + reverse("comms:preferences")
    return settings.BASE_URL + reverse("comms:unsubscribe", args=[token(person, group)])
