"""What is asked, in which words: the question, what 0 and 10 mean, the reasons to choose from, how much working time was lost."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models import Answer, Survey
from comms.models.answer import BEST, LOW, SATISFIED, UNHAPPY

Kind = Survey.Kind
SCALE = range(BEST + 1)

QUESTIONS: Mapping[str, Any] = {
    Kind.TICKET: gettext_lazy("How happy are you with how “%(subject)s” was solved?"),
    Kind.SERVICE: gettext_lazy("How happy are you with %(subject)s in your daily work?"),
    Kind.COMMUNICATION: gettext_lazy("How happy are you with what we told you about “%(subject)s”?"),
    Kind.CHANGE: gettext_lazy("How happy are you with how “%(subject)s” went for you?"),
    Kind.CAMPAIGN: gettext_lazy("How happy are you with IT?"),
}

# Key → what was good, and what was not. A reason is only ever added: old answers keep theirs.
GOOD: Mapping[str, Mapping[str, Any]] = {
    Kind.TICKET: {
        "quick": gettext_lazy("It was quick"),
        "informed": gettext_lazy("I knew what was going on"),
        "friendly": gettext_lazy("People were friendly"),
        "for_good": gettext_lazy("It is solved for good"),
    },
    Kind.SERVICE: {
        "reliable": gettext_lazy("It is there when I need it"),
        "easy": gettext_lazy("It is easy to work with"),
        "fast": gettext_lazy("It is fast"),
        "helped": gettext_lazy("Help comes when I need it"),
    },
    Kind.COMMUNICATION: {
        "in_time": gettext_lazy("It came in time"),
        "plain": gettext_lazy("It was easy to understand"),
        "useful": gettext_lazy("I knew what to do"),
        "regular": gettext_lazy("I heard how it went on"),
    },
    Kind.CHANGE: {
        "better": gettext_lazy("It is better than before"),
        "told_before": gettext_lazy("I knew beforehand"),
        "unnoticed": gettext_lazy("I hardly noticed it"),
        "helped": gettext_lazy("Help was there when I needed it"),
    },
    Kind.CAMPAIGN: {
        "works": gettext_lazy("It works for me"),
        "better": gettext_lazy("It is better than it was"),
        "easy": gettext_lazy("It is easy"),
        "people": gettext_lazy("Somebody helps"),
    },
}
BAD: Mapping[str, Mapping[str, Any]] = {
    Kind.TICKET: {
        "slow": gettext_lazy("It took too long"),
        "silence": gettext_lazy("I did not hear how it went on"),
        "again": gettext_lazy("I had to explain it again"),
        "unsolved": gettext_lazy("It is not solved"),
        "unclear": gettext_lazy("I did not understand what you wrote"),
        "manner": gettext_lazy("I did not feel taken seriously"),
    },
    Kind.SERVICE: {
        "away": gettext_lazy("It is often not there"),
        "slow": gettext_lazy("It is slow"),
        "hard": gettext_lazy("It is hard to work with"),
        "lacks": gettext_lazy("It lacks what I need"),
        "no_help": gettext_lazy("Help takes too long"),
    },
    Kind.COMMUNICATION: {
        "late": gettext_lazy("It came too late"),
        "unclear": gettext_lazy("I did not understand it"),
        "no_advice": gettext_lazy("It did not say what to do"),
        "not_me": gettext_lazy("It did not concern me"),
        "too_many": gettext_lazy("There were too many messages"),
    },
    Kind.CHANGE: {
        "surprise": gettext_lazy("I did not know of it"),
        "broke": gettext_lazy("Something did not work afterwards"),
        "moment": gettext_lazy("It came at the wrong moment"),
        "no_use": gettext_lazy("I do not see what it is good for"),
        "no_help": gettext_lazy("Nobody helped me with it"),
    },
    Kind.CAMPAIGN: {
        "slow": gettext_lazy("It takes too long"),
        "hard": gettext_lazy("It is hard to do"),
        "untold": gettext_lazy("Nobody told me"),
        "unfit": gettext_lazy("It does not fit how I work"),
        "no_help": gettext_lazy("I am left alone with it"),
    },
}  # fmt: skip
OTHER = {"other": gettext_lazy("Something else")}

LOST = {
    0: gettext_lazy("none"),
    15: gettext_lazy("15 minutes"),
    30: gettext_lazy("half an hour"),
    60: gettext_lazy("1 hour"),
    120: gettext_lazy("2 hours"),
    240: gettext_lazy("half a day"),
    480: gettext_lazy("a day"),
    960: gettext_lazy("2 days or more"),
}


def question_of(survey: Survey, subject: str = "") -> str:
    """In the reader's language, unless somebody wrote their own. `subject`: the ticket's title."""
    about = subject or str(
        survey.service or survey.notice and survey.notice.title or survey.change and survey.change.title or ""
    )
    return survey.question or str(QUESTIONS[survey.kind]) % {"subject": about}


def reasons(kind: str, rating: int) -> dict[str, Any]:
    """Who is satisfied is asked what was good, anybody else what was not."""
    side = GOOD if rating >= SATISFIED else BAD
    return {**side[kind], **OTHER}


def every_reason(kind: str) -> dict[str, Any]:
    return {**BAD[kind], **GOOD[kind], **OTHER}


def reason_of(answer: Answer, kind: str) -> str:
    return str(every_reason(kind).get(answer.reason, ""))


def word_of(rating: int) -> str:
    """What a number means, for who cannot see where on the scale it stands."""
    if rating >= UNHAPPY + 3:
        return _("very satisfied")
    if rating >= SATISFIED:
        return _("satisfied")
    if rating > LOW:
        return _("neither")
    return _("dissatisfied") if rating > LOW // 2 else _("very dissatisfied")


def why(kind: str, rating: int) -> str:
    return _("What was good?") if rating >= SATISFIED else _("What was it above all?")


def asks_lost(kind: str) -> bool:
    """Working time is lost with something that was broken or changed."""
    return kind in {Kind.TICKET, Kind.CHANGE}


def asks_clear(kind: str) -> bool:
    return kind in {Kind.TICKET, Kind.COMMUNICATION, Kind.CHANGE}
