"""Whether people find what they look for, and whether what Baton suggests is of use."""

from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.insights import placing
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import Better, Measure, Record, Source, Unit, register
from itsm.insights.measures.self_help import about_no_ticket
from itsm.insights.measures.volume import EVERY
from itsm.knowledge.models import Asked, Suggestion

MOST_LISTED = 100
SEARCHES = Source(key="finished searches", rows=Asked.objects.all, moment="at", about=about_no_ticket)
DECIDED = Source(
    key="decided suggestions",
    rows=lambda: Suggestion.objects.exclude(state=Suggestion.State.OPEN),
    moment="decided_at",
    path="ticket__",
)


def in_vain(measure: Measure, chosen: Filter, person: Any) -> list[Record]:
    """What most people missed; no names, for what somebody looks for is theirs."""
    rows = SEARCHES.among(chosen).filter(hits=0).order_by().values("words")
    rows = rows.annotate(people=Count("by", distinct=True), last=Max("at")).order_by("-people", "-last")
    said = gettext("looked for by %(people)s")
    return [Record(name=row["words"], said=said % {"people": row["people"]}) for row in rows[:MOST_LISTED]]


def by_kind(measure: Measure, chosen: Filter, person: Any) -> list[Record]:
    rows = DECIDED.among(chosen).order_by().values("what")
    taken = Count("pk", filter=Q(state=Suggestion.State.TAKEN))
    said = gettext("%(taken)s of %(all)s taken")
    return [
        Record(name=row["what"], said=said % {"taken": row["taken"], "all": row["all"]})
        for row in rows.annotate(taken=taken, all=EVERY).order_by("what")
    ]


found_nothing = Measure(
    key="found_nothing",
    name=_("Searches without result"),
    sentence=_("Of the finished searches, how many found nothing: what we should write next."),
    formula="searches with no hit ÷ finished searches × 100",
    population=_(
        "Every search that somebody finished in the period, at the desk, in the portal or with the assistant; the same words within 10 minutes once."
    ),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=SEARCHES,
    n=EVERY,
    value=Count("pk", filter=Q(hits=0)),
    over=EVERY,
    records=in_vain,
)
suggestions_taken = Measure(
    key="suggestions_taken",
    name=_("Suggestions taken"),
    sentence=_("Of what Baton proposed on a ticket and an agent decided on, how much was taken."),
    formula="suggestions taken ÷ suggestions taken or dismissed × 100",
    population=_("Suggestions decided in the period; what nobody pressed on says nothing; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=DECIDED,
    n=EVERY,
    value=Count("pk", filter=Q(state=Suggestion.State.TAKEN)),
    over=EVERY,
    records=by_kind,
)  # fmt: skip
register(found_nothing, suggestions_taken)


def add_to_overview() -> None:
    placing.place("value", found_nothing.key, suggestions_taken.key)
