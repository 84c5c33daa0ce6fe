"""A notice's message as a mail: made once for all who read it in the same words, language and time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comms import unsubscribe
from comms.claims import Row
from comms.feedback import links as feedback
from comms.letters import domain, reading_as, stamp
from comms.links import personal_link
from comms.mail_words import writing
from comms.mail_words.filling import in_one_line
from comms.models import OVER, Addressee, Audience, Delivery, Group, Notice, Phase, Text, Update
from comms.outgoing import automatic, thread
from comms.pattern import Gaps, Pattern, Values
from comms.reader import Reader
from comms.reply_address import reply_address
from itsm.frame.practices import has_address
from itsm.people.models import Person

KIND = "notice"
PLACE = "token"


@dataclass
class Letters:
    """All the mails of one message."""

    update: Update

    def __post_init__(self) -> None:
        self.notice: Notice = self.update.notice
        self.texts = {text.audience: text for text in self.update.texts.all()}
        self.changed, self.date = writing.changed(), formatdate()
        self.fewer = settings.BASE_URL + reverse("comms:unsubscribe", args=[PLACE])
        self.hears = has_address(feedback.NAME)
        self.patterns: dict[tuple[str, str, str], Pattern] = {}

    def subjects(self) -> Iterator[tuple[str, str, str]]:
        """Language, audience and the subject they read."""
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                words = writing.words_of(KIND, self.changed).subject
                for audience in Audience.values:
                    yield language, audience, in_one_line(words, self.said(audience))

    def pattern(self, audience: str, person: Reader) -> Pattern:
        key = audience, person.language, person.time_zone
        if key not in self.patterns:
            with reading_as(person):
                self.patterns[key] = self._made(audience)
        return self.patterns[key]

    def _made(self, audience: str) -> Pattern:
        gaps = Gaps()
        said = {**self.said(audience), "name": gaps["name"], "url": gaps["page"]}
        said["confirm"] = gaps["page"] if self.notice.must_acknowledge else ""
        better = gaps["better"] if self.hears else ""
        foot = writing.Foot(
            gaps["why"], gaps["fewer"], settings.BASE_URL + reverse("comms:preferences"), better=better
        )
        headers = {**thread(thread_id(self.notice)), **automatic()}
        letter = writing.write(writing.words_of(KIND, self.changed), said, foot)
        return Pattern(gaps, subject=letter.subject, text=letter.text, html=letter.html, headers=headers)

    def said(self, audience: str) -> dict[str, str]:
        """What the letter's variables stand for, in the words of one audience; who has none of their own reads the colleagues'."""
        text = (
            self.texts.get(audience) or self.texts.get(Audience.COLLEAGUES) or Text(subject=self.notice.title)
        )
        update = self.update
        return {
            "number": self.notice.number,
            "title": self.notice.title,
            "subject": text.subject,
            "phase": str(Phase(update.phase).label),
            "begins": stamp(update.starts_at),
            "ends": stamp(update.ends_at),
            "who_has_it": self.who_has_it(),
            "hear_next": stamp(update.next_update_at),
            **{slot: getattr(text, slot) for slot in Text.SLOTS},
        }

    def who_has_it(self) -> str:
        """The second of the three facts, while it is not over."""
        ticket, by = self.notice.ticket, self.update.by
        if self.update.phase in OVER:
            return ""
        return str(ticket.team) if ticket else _("%(person)s, IT") % {"person": by} if by else _("IT")

    def values(self, row: Delivery | Row, person: Reader) -> Values:
        """What fills the gaps of this person's copy."""
        return {
            "to": row.address,
            "id": row.message_id,
            "date": self.date,
            "reply": reply_address(self.notice, person),
            "name": person.greeting_name,
            "why": row.about,  # the whole sentence, see `Reason.ADDRESSED`
            "page": personal_link(self.notice, person),
            "fewer": self.fewer.replace(PLACE, unsubscribe.token(person, Group.NOTICE)),
            "better": feedback.address(person, self.notice) if self.hears else "",
        }


def thread_id(notice: Notice) -> str:
    return f"<notice.{notice.pk}@{domain()}>"


def mail_of(row: Delivery, person: Person, update: Update) -> EmailMultiAlternatives:
    """The mail of one row, made anew from the words that are kept on its message."""
    letters = Letters(update)
    audience = (
        Addressee.objects.filter(notice=update.notice_id, person=person)
        .values_list("audience", flat=True)
        .first()
    )
    return letters.pattern(audience or Audience.COLLEAGUES, person).mail(letters.values(row, person))


def with_words(row: Delivery) -> Delivery:
    """For a page: a notice's row has none of its own. The row is not saved."""
    if row.update and row.person and not row.text:
        mail = mail_of(row, row.person, row.update)
        row.text, row.html = str(mail.body), str(mail.alternatives[0][0])
    return row
