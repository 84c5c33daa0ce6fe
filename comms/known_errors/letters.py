"""What a letter that tells of a way round says besides what every letter says: the three links."""

from datetime import datetime

from django.utils.translation import gettext as _

from comms.known_errors import links
from comms.mail_words.writing import Line
from itsm.people.models import Person
from itsm.tickets.models import Event
from problems.models import Trial

KIND = "workaround"  # of letter


def trial_of(event: Event, person: Person) -> Trial | None:
    """What this reader is asked by this event. Whoever only reads along is asked nothing."""
    known = event.details.get("known_error_id")
    if known is None:
        return None
    mine = Trial.objects.filter(
        known_error=known, edition=event.details["edition"], person=person.pk, answer=""
    )
    return mine.filter(ticket=event.ticket_id).first()


def lines(trial: Trial, *, now: datetime) -> list[Line]:
    return [Line(str(said), links.address(trial, answer, now=now)) for answer, said in spoken()]


def spoken() -> list[tuple[str, str]]:
    """In the reader's language and voice."""
    return [
        (Trial.Answer.WORKS, _("It works for me")),
        (Trial.Answer.FAILS, _("It does not work")),
        (Trial.Answer.NOT_NEEDED, _("I do not need it any more")),
    ]
