"""What became of the talks with the assistant. What goes on, or ended less than a day ago, is not counted yet."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.self_help import about_no_ticket
from itsm.insights.measures.volume import EVERY
from itsm.knowledge.models import Talk, Turn

Outcome = Talk.Outcome


def decided() -> QuerySet[Any]:
    """Small talk alone is no talk to be judged."""
    asked = Turn.objects.filter(talk=OuterRef("pk"), side=Turn.Side.ASSISTANT).exclude(
        wording=Turn.Wording.MANNERS
    )
    return Talk.objects.exclude(outcome=Outcome.OPEN).filter(Exists(asked))


TALKS = Source(key="talks", rows=decided, moment="last_at", about=about_no_ticket)
JUDGED = Source(
    key="judged answers",
    rows=lambda: Turn.objects.filter(thumb__isnull=False),
    moment="at",
    about=about_no_ticket,
)
TALKED = _(
    "Every talk with the assistant that ended in the period: handed over, or a day without a question. Small talk alone does not count."
)


def share(key: str, name: Any, sentence: Any, outcome: str, *, better: Better) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=f"talks with the outcome “{outcome}” ÷ talks × 100", population=TALKED,
        unit=Unit.PERCENT, better=better, source=TALKS, n=EVERY, value=Count("pk", filter=Q(outcome=outcome)), over=EVERY,
    )  # fmt: skip


solved = share(
    "assistant_solved", _("Solved by the assistant"), _("It answered, and the colleague contacted nobody within a day."),
    Outcome.SOLVED, better=Better.HIGHER,
)  # fmt: skip
handed_over = share(
    "assistant_handed_over", _("Handed over by the assistant"), _("The colleague chose a person, who got the whole talk."),
    Outcome.HANDED_OVER, better=Better.NEITHER,
)  # fmt: skip
came_back = share(
    "assistant_came_back", _("Came back after the assistant"), _("It answered, and the colleague wrote to us within a day all the same."),
    Outcome.CAME_BACK, better=Better.LOWER,
)  # fmt: skip
unanswered = share(
    "assistant_unanswered", _("Not answered by the assistant"), _("It did not know and said so: what nobody has written down yet."),
    Outcome.UNANSWERED, better=Better.LOWER,
)  # fmt: skip
thumbs = Measure(
    key="assistant_thumbs",
    name=_("Answers that helped"),
    sentence=_("Thumbs up among the answers of the assistant that were judged."),
    formula="answers with a thumb up ÷ answers with a thumb × 100",
    population=_("Every answer of the period on which the colleague said whether it helped."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=JUDGED,
    n=EVERY,
    value=Count("pk", filter=Q(thumb=True)),
    over=EVERY,
)
register(solved, handed_over, came_back, unanswered, thumbs)
