"""A step as words to one reader: the line in the inbox, and the mail."""

from datetime import datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.letters import domain, reading_as, stamp
from comms.mail_words import writing
from comms.mail_words.writing import Changed
from comms.models import Delivery, Feedback, FeedbackStep, Held
from comms.recipients import Told
from itsm.frame import words
from itsm.people.models import Person

KIND = "feedback"  # of letter
LONGEST_QUOTED = 120  # words
LINES_FOR_AUTHOR = {
    "hear": gettext_lazy("We have heard you"),
    "idea": gettext_lazy("We have your idea"),
    "answer": gettext_lazy("%(who)s answers what you told us"),
    "plan": gettext_lazy("%(who)s plans it"),
    "plan for": gettext_lazy("%(who)s plans it for %(day)s"),
    "finish": gettext_lazy("What you told us about is done"),
}
LINES = {
    "hear": gettext_lazy("%(who)s tells us what could be better"),
    "idea": gettext_lazy("%(who)s has an idea"),
    "answer": gettext_lazy("%(who)s answered"),
    "plan": gettext_lazy("It is planned"),
    "plan for": gettext_lazy("It is planned for %(day)s"),
    "finish": gettext_lazy("It is done"),
    "decline": gettext_lazy("Not now, and why"),
    "give": gettext_lazy("%(who)s gave it to %(to)s to answer"),
    "say": gettext_lazy("%(who)s adds something"),
    "rate": gettext_lazy("%(who)s says how it is now: %(to)s"),
    "reopen": gettext_lazy("%(who)s says that it is still bad: %(to)s"),
}


def cause(step: FeedbackStep) -> str:
    return f"feedback:{step.pk}"


def compose(step: FeedbackStep, told: Told, group: str, *, now: datetime, changed: Changed) -> Delivery:
    feedback = step.feedback
    with reading_as(told.person):
        row = Delivery(
            cause=cause(step), group=group, person=told.person, reason=told.reason, about=told.about,
            address=told.person.email, message_id=f"<feedback.{step.pk}.{told.person.pk}@{domain()}>",
            thread_id=f"<feedback.{feedback.pk}@{domain()}>", created_at=now,
        )  # fmt: skip
        said = writing.words_of(KIND, changed)
        foot = writing.Foot.of(told.person, group, row.why)
        letter = writing.write(said, values(step, told.person, now=now), foot)
        row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    return row


def line(step: FeedbackStep, told: Told, group: str, *, now: datetime, due_at: datetime) -> Held:
    """The same as a line of a digest that comes later."""
    with reading_as(told.person):
        said = f"{step.feedback.number} {what(step, told.person)}"[:300]
    url = settings.BASE_URL + step.feedback.url_for(told.person)
    about = {"group": group, "reason": told.reason, "about": told.about}
    return Held(cause=cause(step), person=told.person, line=said, url=url, at=now, due_at=due_at, **about)


def values(step: FeedbackStep, person: Person, *, now: datetime) -> dict[str, str]:
    feedback = step.feedback
    theirs = feedback.words or feedback.short
    return {
        "name": person.greeting_name,
        "number": feedback.number,
        "title": feedback.short,
        "what": what(step, person),
        "words": "" if step.verb == "hear" else step.words,
        "question": Truncator(theirs).words(LONGEST_QUOTED),
        "who_has_it": str(feedback.whose) if feedback.is_open else "",
        "hear_next": hear_next(feedback, now=now),
        "url": settings.BASE_URL + feedback.url_for(person),
    }


def hear_next(feedback: Feedback, *, now: datetime) -> str:
    """The third fact. A promise already broken is not repeated as one."""
    if feedback.waiting_since and feedback.due_at > now:
        return stamp(feedback.due_at)
    if feedback.state == Feedback.State.PLANNED and feedback.planned_for:
        end = datetime.combine(feedback.planned_for, time(17), timezone.get_current_timezone())
        return stamp(end) if end > now else ""
    return ""


def what(step: FeedbackStep, person: Person) -> str:
    """What happened, in one line and in the reader's language."""
    theirs = person.pk == step.feedback.author_id
    said = {"who": str(step.by or _("A colleague")), "day": day(step), "to": step.to}
    line = LINES_FOR_AUTHOR.get(key(step)) if theirs else None
    return str(line or LINES[key(step)]) % said


def key(step: FeedbackStep) -> str:
    if step.verb == "plan" and step.by_when:
        return "plan for"
    return "idea" if step.verb == "hear" and step.feedback.is_idea else step.verb


def day(step: FeedbackStep) -> str:
    return words.day(step.by_when) if step.by_when else ""
