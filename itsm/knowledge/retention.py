"""What colleagues typed into the search and to the assistant. The rows stay: how often something was found is counted from them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from itsm.frame.retention.kinds import Kind, Rows, register
from itsm.knowledge.models import Asked, Turn

GONE = "–"  # stands where words stood; no words at all would be another thing


def searches(before: datetime) -> Rows:
    return Asked.objects.filter(at__lt=before).exclude(words=GONE)


def talks(before: datetime) -> Rows:
    """A conversation that was decided; one that goes on is never half forgotten."""
    return Turn.objects.filter(at__lt=before, talk__decided_at__lt=before).exclude(words=GONE)


def forget_words(rows: Rows) -> None:
    rows.update(words=GONE)


def add_to_house() -> None:
    register(
        Kind(
            key="searches", label=_("Words searched for"), order=40, old=searches, age="at", days=365, least=90,
            goes=_("The words somebody typed into the search."), stays=_("That they searched, when, and whether it was found."),
            forget=forget_words,
        ),
        Kind(
            key="talks", label=_("Talks with the assistant"), order=41, old=talks, age="at", days=None, least=30,
            goes=_("What both sides said."), stays=_("That they talked, when, what came of it, and the ticket it became."),
            forget=forget_words,
        ),
    )  # fmt: skip
