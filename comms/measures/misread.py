"""Whether saying it anew helped: wrong answers to a notice's question before and after its words were changed."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comms.measures.about import MOST_LISTED, of_notices
from comms.models import Addressee, Audience, Notice, Text
from comms.promises.running import SAY_NOTHING_NEW
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.people.models import Person


def words_of(notice: OuterRef) -> QuerySet[Text]:
    """What its messages said to colleagues, in their order."""
    said = Text.objects.filter(update__notice=notice, audience=Audience.COLLEAGUES)
    return said.exclude(update__verb__in=SAY_NOTHING_NEW).order_by("update")


def changed_at(notice: OuterRef) -> Subquery:
    """When colleagues first read other words than the first ones: what happens, whom it hits, or what to do."""
    first = words_of(OuterRef("update__notice"))
    same = {slot: Subquery(first.values(slot)[:1]) for slot in ("what", "who", "do")}
    return Subquery(words_of(notice).exclude(**same).values("update__at")[:1])


def answers() -> QuerySet[Any]:
    """First answers under notices whose words were changed; nobody answers twice, so before and after are other people."""
    given = Addressee.objects.filter(answered_at__isnull=False).annotate(
        changed_at=changed_at(OuterRef("notice"))
    )
    return given.filter(changed_at__isnull=False)


ANSWERS = Source(
    key="answers around a change",
    rows=answers,
    moment="answered_at",
    about=of_notices("notice", person="person"),
)
BEFORE, AFTER, WRONG = (
    Q(answered_at__lt=F("changed_at")),
    Q(answered_at__gte=F("changed_at")),
    Q(understood=False),
)
FIGURES = {
    "early": Count("pk", filter=BEFORE),
    "early_wrong": Count("pk", filter=BEFORE & WRONG),
    "late": Count("pk", filter=AFTER),
    "late_wrong": Count("pk", filter=AFTER & WRONG),
}


def records(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """Both figures of each notice side by side, and which audience misread it before. No names."""
    rows = ANSWERS.among(chosen).order_by()
    found = list(rows.values("notice").annotate(**FIGURES).order_by("-early_wrong", "notice")[:MOST_LISTED])
    notices = Notice.objects.visible_to(person).in_bulk([row["notice"] for row in found])
    wrong = rows.filter(BEFORE & WRONG, notice__in=notices).values_list("notice", "audience")
    whose: dict[int, set[str]] = {}
    for notice, audience in wrong.distinct():
        whose.setdefault(notice, set()).add(str(Audience(audience).label))
    return [
        _record(row, notices[row["notice"]], sorted(whose.get(row["notice"], ())))
        for row in found
        if row["notice"] in notices
    ]


def _record(row: dict[str, int], notice: Notice, whose: list[str]) -> Record:
    said = gettext("before: %(early_wrong)s of %(early)s, after: %(late_wrong)s of %(late)s") % row
    helped = row["late_wrong"] * row["early"] < row["early_wrong"] * row["late"]
    return Record(
        name=str(notice),
        href=notice.get_absolute_url(),
        said=f"{said} ({', '.join(whose)})" if whose else said,
        tone="kept" if helped else "",
    )


def _measure(key: str, name: Any, sentence: Any, formula: str, part: str, whole: str) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula,
        population=_("Everyone who answered, in the period, the question of a notice that was said anew in other words; the first answer of each counts; no rehearsals."),
        unit=Unit.PERCENT, better=Better.LOWER, source=ANSWERS, n=FIGURES[whole], value=FIGURES[part], over=FIGURES[whole],
        records=records,
    )  # fmt: skip


misread_before = _measure(
    "misread_before",
    _("Misread before it was said anew"),
    _("Answered the question wrongly while the first words stood."),
    "wrong first answers before the words changed ÷ first answers before × 100",
    "early_wrong",
    "early",
)
misread_after = _measure(
    "misread_after",
    _("Misread after it was said anew"),
    _("The same since the words were changed: lower means that they became clearer."),
    "wrong first answers since the words changed ÷ first answers since × 100",
    "late_wrong",
    "late",
)
register(misread_before, misread_after)


def around(notice: Notice) -> dict[str, int] | None:
    """The four counts of one notice, for its page; nothing where its words never changed or nobody answered since."""
    found = answers().filter(notice=notice).aggregate(**FIGURES)
    return found if found["early"] and found["late"] else None
