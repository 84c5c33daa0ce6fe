"""Are there words for everybody before it happens? What the drafts of an outage hold for each audience, step by step."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comms.drill.score import Covered, coverage
from comms.models import Notice, Text
from comms.notices.drafts import draft
from comms.notices.steps import STEPS

STEPS_OF_AN_OUTAGE = ("publish", "update", "identify", "monitor", "resolve")
FIRST = _("The first message")


def name_of(verb: str) -> str | Promise:
    return STEPS[verb].label if verb in STEPS else FIRST


def prepared(*, now: datetime) -> list[tuple[str | Promise, list[Covered]]]:
    notice = Notice(kind=Notice.Kind.OUTAGE, title=str(FIRST), opened_at=now)
    return [(name_of(verb), _covered(notice, verb, now=now)) for verb in STEPS_OF_AN_OUTAGE]


def _covered(notice: Notice, verb: str, *, now: datetime) -> list[Covered]:
    words = draft(notice, verb, now=now)
    return coverage(Text(update_id=0, audience=audience, **texts) for audience, texts in words.items())
