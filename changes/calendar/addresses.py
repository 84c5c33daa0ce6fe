"""The private address of a person's calendar, for programs that cannot sign in: signed, and ended by asking for a new one."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from changes.models import CalendarAddress
from itsm.people.models import Person

SALT = "changes.calendar"


class Closed(Exception):
    """We did not give out this address, its owner asked for another one, or they do not work here any more."""


def address_of(person: Person, filters: Mapping[str, int] | None = None) -> str:
    """With the filters that the calendar has now."""
    issue = CalendarAddress.objects.filter(person=person).values_list("issue", flat=True).first() or 0
    key = signing.Signer(salt=SALT).sign_object([person.pk, issue])
    query = f"?{urlencode(filters)}" if filters else ""
    return settings.BASE_URL + reverse("calendar:feed", args=[key]) + query


def person_with(key: str) -> Person:
    """Raises Closed. Whoever left the desk has no calendar there any more."""
    try:
        pk, issue = signing.Signer(salt=SALT).unsign_object(key)
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise Closed from error
    person = Person.objects.active().with_roles().filter(pk=pk).select_related("calendar_address").first()
    address = getattr(person, "calendar_address", None)
    if person is None or not person.works_the_desk or issue != (address.issue if address else 0):
        raise Closed
    return person


@transaction.atomic
def renew(person: Person) -> None:
    address, _made = CalendarAddress.objects.get_or_create(person=person)
    CalendarAddress.objects.filter(pk=address.pk).update(issue=F("issue") + 1)
