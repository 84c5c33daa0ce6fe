"""Lines that were held become one mail.

A digest and the marks on its lines are one transaction under a lock on those lines: whoever is killed leaves both or neither,
and of two workers the second finds nothing left to take.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms import letters, quiet
from comms.mail_words import writing
from comms.mail_words.writing import Foot, Line
from comms.models import Delivery, Group, Held, Question, Reason, Update
from comms.notices import reminding
from itsm.people.models import Person
from itsm.tickets.models import Ticket

MOST_PEOPLE = 1000  # in one sweep; the next one is half a minute away
MOST_LINES = 100  # in one mail; the inbox has the rest
NOT_TAKEN = "-"  # in place of a digest: by then it was no longer wanted, or no longer theirs to know


def due(*, now: datetime) -> list[int]:
    """People with a line whose time has come."""
    rows = Held.objects.filter(digest="", due_at__lte=now).order_by("due_at")
    return list(dict.fromkeys(rows.values_list("person", flat=True)[: MOST_PEOPLE * 4]))[:MOST_PEOPLE]


@transaction.atomic
def gather(person_pk: int, *, now: datetime) -> Delivery | None:
    """One mail of all that is due to this person, or nearly: what is due in the next minutes need not come apart."""
    person = Person.objects.get(pk=person_pk)
    waiting = Held.objects.filter(person=person, digest="", due_at__lte=now + quiet.WINDOW)
    lines = list(
        waiting.select_for_update(skip_locked=True, of=("self",)).select_related("event").order_by("pk")
    )
    if not any(line.due_at <= now for line in lines):
        return None
    told = still_theirs(lines, person) if person.is_active else []
    _mark([line for line in lines if line not in told], NOT_TAKEN)
    if not told:
        return None
    digest = write_digest(person, told, now=now)
    digest.save()
    _mark(told, digest.cause)
    return digest


DELIVERED = """
    UPDATE comms_addressee addressee SET delivered_at = digest.sent_at
    FROM comms_delivery digest
    JOIN comms_held line ON line.person_id = digest.person_id AND line.digest = digest.cause
    JOIN comms_update update ON line.cause = 'update:' || update.id
    WHERE digest."group" = 'digest' AND digest.state = 'sent' AND digest.created_at > %s
        AND addressee.notice_id = update.notice_id AND addressee.person_id = digest.person_id AND addressee.delivered_at IS NULL"""
LATE = timedelta(days=2)  # longer than any mail is tried


def note_delivered(*, now: datetime) -> None:
    """A notice that came as a line of a digest is delivered when the mail server has taken the digest."""
    with connection.cursor() as cursor:
        cursor.execute(DELIVERED, [now - LATE])


def _mark(lines: list[Held], digest: str) -> None:
    Held.objects.filter(pk__in=[line.pk for line in lines]).update(digest=digest)


def still_theirs(lines: list[Held], person: Person) -> list[Held]:
    """Without what they declined since, and tickets closed to them since."""
    groups = {line.group for line in lines} | {Group.DIGEST}
    no = set(
        person.preferences.filter(group__in=groups, channel="mail", wanted=False).values_list(
            "group", flat=True
        )
    )
    tickets = {line.event.ticket_id for line in lines if line.event}
    seen = set(Ticket.objects.visible_to(person).filter(pk__in=tickets).values_list("pk", flat=True))
    if Group.DIGEST in no:
        return []
    causes = {line.cause for line in lines}
    needless = reminding.answered(causes, person) | closed(causes, person)
    return [
        line
        for line in lines
        if line.group not in no
        and line.cause not in needless
        and (line.event is None or line.event.ticket_id in seen)
    ]


def closed(causes: set[str], person: Person) -> set[str]:
    """Of these causes, messages and answers of notices about a ticket that is closed to them now."""
    found = set()
    for kind, model in (("update", Update), ("question", Question)):
        pks = {int(cause.partition(":")[2]) for cause in causes if cause.startswith(f"{kind}:")}
        if pks:
            hidden = model.objects.filter(pk__in=pks, notice__ticket__restricted=True).exclude(
                notice__ticket__in=Ticket.objects.visible_to(person)
            )
            found |= {f"{kind}:{pk}" for pk in hidden.values_list("pk", flat=True)}
    return found


def write_digest(person: Person, lines: list[Held], *, now: datetime) -> Delivery:
    """Its cause names its first line, so even by mistake no line can begin two digests."""
    row = Delivery(
        cause=f"digest:{lines[0].pk}",
        person=person,
        group=Group.DIGEST,
        reason=Reason.GATHERED,
        address=person.email,
        message_id=f"<digest.{lines[0].pk}.{person.pk}@{letters.domain()}>",
        thread_id=f"<digests.{person.pk}@{letters.domain()}>",
        created_at=now,
    )
    with letters.reading_as(person):
        number = ngettext("%(number)d message", "%(number)d messages", len(lines)) % {"number": len(lines)}
        url = settings.BASE_URL + reverse("comms:inbox")
        values = {"name": person.greeting_name, "count": number, "url": url}
        words = writing.words_of("digest", writing.changed())
        letter = writing.write(words, values, Foot.of(person, Group.DIGEST, row.why), lines=shown(lines, url))
        row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    return row


def shown(lines: list[Held], inbox: str) -> list[Line]:
    """Each with its own reason; what would make the mail endless is a figure."""
    found = [
        Line(line.line, line.url, _("because %(why)s") % {"why": line.why}) for line in lines[:MOST_LINES]
    ]
    if more := len(lines) - len(found):
        found.append(Line(_("and %(number)d more, in your inbox") % {"number": more}, inbox))
    return found
