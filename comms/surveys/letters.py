"""The mail that asks: one question, a row of numbers that are links, and what becomes of the answer."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.feedback import hear
from comms.letters import domain, reading_as, stamp
from comms.mail_words import writing
from comms.models import Delivery, Group, Held, Invitation, Reason
from comms.surveys import links, urn
from comms.surveys.questions import SCALE, question_of
from itsm.frame.practices import is_here

KIND = "survey"  # of letter
ENDS = {0: gettext_lazy("very unhappy"), 10: gettext_lazy("very happy")}


def cause(invitation: Invitation) -> str:
    return f"survey:{invitation.pk}:again" if invitation.reminded_at else f"survey:{invitation.pk}"


def compose(invitation: Invitation, *, now: datetime) -> Delivery:
    person, again = invitation.person, bool(invitation.reminded_at)
    with reading_as(person):
        row = Delivery(
            cause=cause(invitation), group=Group.SURVEY, person=person, reason=Reason.SAMPLED, address=person.email,
            message_id=f"<{cause(invitation).replace(':', '.')}@{domain()}>",
            thread_id=f"<survey.{invitation.pk}@{domain()}>", created_at=now,
        )  # fmt: skip
        said, foot = writing.words_of(KIND, writing.changed()), writing.Foot.of(person, Group.SURVEY, row.why)
        letter = writing.write(said, values(invitation), foot, rich=in_html(invitation))
        row.subject = _("Reminder: %(subject)s") % {"subject": letter.subject} if again else letter.subject
        row.text, row.html = letter.text, letter.html
    return row


def line(invitation: Invitation, *, now: datetime, due_at: datetime) -> Held:
    """The same as a line of a digest that comes later."""
    with reading_as(invitation.person):
        said = question_of(invitation.survey, title_of(invitation))[:300]
    about = {"group": Group.SURVEY, "reason": Reason.SAMPLED, "cause": cause(invitation)}
    return Held(
        person=invitation.person, line=said, url=links.address(invitation), at=now, due_at=due_at, **about
    )


def values(invitation: Invitation) -> dict[str, str]:
    survey = invitation.survey
    return {
        "name": invitation.person.greeting_name,
        "question": question_of(survey, title_of(invitation)),
        "number": invitation.ticket.number if invitation.ticket else "",
        "scale": as_text(invitation),
        "who_reads": who_reads(invitation),
        "until": stamp(survey.closes_at),
        "url": links.address(invitation),
    }


def who_reads(invitation: Invitation) -> str:
    """What becomes of the answer: said before it is given, in the mail and on the page."""
    if invitation.survey.named:
        said = _("Your answer stands with your name and the ticket, for the desk to read.")
        follow_up = _("If you are unhappy, somebody gets back to you.") if is_here(hear) else ""
        return f"{said} {follow_up}".strip()
    group = urn.smallest(invitation.survey)
    return _(
        "Without your name: your answer is kept apart from who was asked, and shown only together with at least %(n)d others. "
        "Nobody can find out which is yours, whatever they may see."
    ) % {"n": group - 1}


def title_of(invitation: Invitation) -> str:
    return " ".join(invitation.ticket.title.split()) if invitation.ticket else ""


def as_text(invitation: Invitation) -> str:
    return "\n".join(
        f"{rating:>2}{_end(rating)}: {links.address(invitation, rating)}" for rating in reversed(SCALE)
    )


def in_html(invitation: Invitation) -> dict[str, SafeString]:
    question = question_of(invitation.survey, title_of(invitation))
    return {"question": format_html("<p><b>{}</b></p>", question), "scale": as_html(invitation)}


def as_html(invitation: Invitation) -> SafeString:
    marks = format_html_join(
        " ", '<a href="{}">{}</a>', ((links.address(invitation, rating), rating) for rating in SCALE)
    )
    ends = f"0: {ENDS[0]}, 10: {ENDS[10]}"
    return format_html('<p class="scale">{}</p><p><small>{}</small></p>', marks, ends)


def _end(rating: int) -> str:
    return f" ({ENDS[rating]})" if rating in ENDS else ""
