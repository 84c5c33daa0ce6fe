"""A briefing on its way: edited, sent to its sponsors, opened, and its question decided."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comms.briefing import links
from comms.briefing.making import ONE_PAGE
from comms.letters import domain, reading_as
from comms.mail_words import writing
from comms.mail_words.writing import Foot, Line
from comms.meetings import holding
from comms.models import Briefing, BriefingCopy, Delivery, Reason
from comms.notices.queue import wake
from itsm.people.models import Person
from itsm.tickets.errors import Refused

KIND = "briefing"  # of letter
LONGEST_DECISION = 240


def drafted(briefing: Briefing) -> Briefing:
    """Locked and read again, if it has not gone out."""
    found = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if found.sent_at:
        raise Refused(
            _("It went out on %(day)s and stays as it is.") % {"day": found.sent_at.date().isoformat()}
        )
    return found


def edit(
    briefing: Briefing,
    *,
    lines: list[dict[str, Any]],
    question: str,
    sponsors: Iterable[Person],
    by: Person,
    now: datetime | None = None,
) -> None:
    """In a person's words; the records behind each sentence stay. Longer than a page is refused."""
    length = sum(len(line["words"]) for line in lines) + len(question)
    if length > ONE_PAGE:
        said = {"length": length, "most": ONE_PAGE}
        raise ValidationError(_("It is longer than a page: %(length)s characters, and %(most)s fit.") % said)
    with transaction.atomic():
        mine = drafted(briefing)
        mine.lines, mine.question = lines, question.strip()
        mine.edited_by, mine.edited_at = by, now or timezone.now()
        mine.save(update_fields=["lines", "question", "edited_by", "edited_at"])
        wanted = {person.pk for person in sponsors}
        mine.copies.exclude(person__in=wanted).delete()
        rows = (BriefingCopy(briefing=mine, person_id=pk) for pk in sorted(wanted))
        BriefingCopy.objects.bulk_create(rows, ignore_conflicts=True)


def send(briefing: Briefing, *, by: Person, now: datetime | None = None) -> None:
    """To every sponsor, once somebody has looked at it."""
    now = now or timezone.now()
    with transaction.atomic():
        mine = drafted(briefing)
        copies = list(mine.copies.select_related("person"))
        if mine.edited_at is None:
            raise Refused(_("Somebody looks at it and saves it before it goes out."))
        if not copies:
            raise Refused(_("Nobody is named as sponsor."))
        mine.sent_by, mine.sent_at = by, now
        mine.save(update_fields=["sent_by", "sent_at"])
        mails = [compose(mine, copy, now=now) for copy in copies if copy.person.is_active]
        Delivery.objects.bulk_create(mails, ignore_conflicts=True)
        queued = Delivery.objects.filter(cause=cause(mine), state=Delivery.State.QUEUED)
        transaction.on_commit(partial(wake, "comms.send_mail", list(queued.values_list("pk", flat=True))))


def cause(briefing: Briefing) -> str:
    return f"briefing:{briefing.pk}"


def compose(briefing: Briefing, copy: BriefingCopy, *, now: datetime) -> Delivery:
    person, why = copy.person, _("you sponsor what IT does")
    with reading_as(person):
        values = {
            "name": person.greeting_name,
            "month": str(briefing),
            "decision": briefing.question,
            "url": links.address(copy),
        }
        lines = [Line(line["words"]) for line in briefing.lines]
        made = writing.write(
            writing.words_of(KIND, writing.changed()), values, Foot.of(person, "", why), lines=lines
        )
    return Delivery(
        cause=cause(briefing), person=person, reason=Reason.ADDRESSED, about=why, address=person.email, created_at=now,
        message_id=f"<briefing.{briefing.pk}.{person.pk}@{domain()}>", thread_id=f"<briefing@{domain()}>",
        subject=made.subject, text=made.text, html=made.html,
    )  # fmt: skip


def opened(copy: BriefingCopy, *, now: datetime) -> None:
    """Its page was fetched. Mail servers open links, too, so this says less than a decision does."""
    BriefingCopy.objects.filter(pk=copy.pk).update(
        opened_at=Coalesce(F("opened_at"), now), opens=F("opens") + 1
    )


def decide(copy: BriefingCopy, *, agrees: bool, words: str = "", now: datetime | None = None) -> None:
    """The sponsor's yes or no, once. It stands in the log of decisions, too."""
    now = now or timezone.now()
    if not agrees and not words.strip():
        raise ValidationError({"words": _("Say why not: whoever asked starts from it.")})
    with transaction.atomic():
        undecided = BriefingCopy.objects.filter(pk=copy.pk, decided_at=None)
        if not copy.briefing.question or not undecided.update(
            agrees=agrees, words=words.strip(), decided_at=now
        ):
            raise Refused(_("There is nothing to decide here any more."))
        said = _("Yes: %(question)s") if agrees else _("No: %(question)s")
        what = Truncator(said % {"question": copy.briefing.question}).chars(LONGEST_DECISION)
        holding.decide(what=what, why=words, by=copy.person, briefing=copy.briefing, now=now)
