"""What is done first so that people hear from the desk, and the desk from them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comms.models import Mailbox, Notice, Preference
from itsm.frame.first_steps import FirstStep, add
from itsm.people.models import Person
from itsm.people.roles import ADMINISTRATOR, AGENT, COLLEAGUE


def mailboxes(_person: Person) -> QuerySet[Any]:
    return Mailbox.objects.filter(is_active=True)


def notices(person: Person) -> QuerySet[Any]:
    """A rehearsal counts: it is how one learns."""
    return Notice.objects.published().filter(opened_by=person)


def preferences(person: Person) -> QuerySet[Any]:
    return Preference.objects.filter(person=person)


def add_to_house() -> None:
    add(
        FirstStep(
            key="mailbox", label=_("Let mail come in"), url_name="comms:mailboxes", roles=frozenset({ADMINISTRATOR}), order=30, done=mailboxes,
            says=_("Connect the address that colleagues write to already. Every mail becomes a ticket or a word on one."),
        ),
        FirstStep(
            key="notice", label=_("Tell many at once"), url_name="comms:notices", roles=frozenset({AGENT}), order=34, done=notices,
            says=_("Write a notice. Five questions make it clear, and you see who it reaches before it leaves. Try it in a drill first."),
        ),
        FirstStep(
            key="preferences", label=_("Say how you want to hear"), url_name="comms:preferences", roles=frozenset({COLLEAGUE}), order=81, done=preferences,
            says=_("At once, once a day, or not at all, for each kind of news."),
        ),
    )  # fmt: skip
