"""Whether ways round work: of the answers, and of the known errors that were published."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.insights import placing
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.people.models import Person
from problems.models import KnownError, Trial

ENOUGH = 5  # answers, before a way round is said to work
MOST_LISTED = 100
EVERY = Count("pk")


def answers() -> QuerySet[Any]:
    return Trial.objects.filter(answer__in=(Trial.Answer.WORKS, Trial.Answer.FAILS))


def of_answers(chosen: Filter) -> Q:
    """By the services of the known error; by team or priority, of the ticket through which they were told."""
    found = Q(known_error__services=chosen.service) if chosen.service else Q()
    return found & of_ticket(chosen, "ticket__")


def of_ticket(chosen: Filter, path: str) -> Q:
    asked = {"kind": chosen.kind, "team": chosen.team, "priority": chosen.priority, "site": chosen.site}
    return Q(**{f"{path}{name}": value for name, value in asked.items() if value})


def published() -> QuerySet[Any]:
    return KnownError.objects.exclude(published_at=None)


def of_known_errors(chosen: Filter) -> Q:
    """A known error is no ticket: it has the kind, team and priority of its problem."""
    found = Q(services=chosen.service) if chosen.service else Q()
    return found & of_ticket(chosen, "problem__")


ANSWERS = Source(key="trials", rows=answers, moment="answered_at", about=of_answers)
KNOWN_ERRORS = Source(key="known errors", rows=published, moment="published_at", about=of_known_errors)
WORKING = Q(works_count__gt=F("fails_count"), works_count__gte=ENOUGH - F("fails_count"))


def by_known_error(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The newest first, each with for how many it works."""
    rows = KNOWN_ERRORS.among(chosen).order_by("-published_at", "-pk")[:MOST_LISTED]
    return [record_of(row) for row in rows]


def record_of(known: KnownError) -> Record:
    count = known.count
    said = (
        _("works for %(works)d of %(n)d") % {"works": count.works, "n": count.total}
        if count.total
        else _("no answer yet")
    )
    tone = "soon" if count.total < ENOUGH else "kept" if count.works > count.fails else "broken"
    return Record(name=str(known), said=said, href=known.get_absolute_url(), tone=tone)


workaround_works = Measure(
    key="workaround_works",
    name=gettext_lazy("The way round works"),
    sentence=gettext_lazy("Of the colleagues who said whether a way round works: it did for so many."),
    formula="answers “works” ÷ answers “works” or “does not work” × 100",
    population=gettext_lazy("The last word of each colleague on each edition, given in the period. “Not needed” does not count."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=ANSWERS,
    n=EVERY,
    value=Count("pk", filter=Q(answer=Trial.Answer.WORKS)),
    over=EVERY,
    records=by_known_error,
)  # fmt: skip
known_errors_working = Measure(
    key="known_errors_working",
    name=gettext_lazy("Known errors with a way round that works"),
    sentence=gettext_lazy("So many of the known errors that were published have a way round that helps most who tried it."),
    formula="count of known errors with ≥ 5 answers, of which more say “works” than “does not work”",
    population=gettext_lazy("Known errors whose present edition was published in the period; answers of earlier editions do not count."),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    source=KNOWN_ERRORS,
    n=EVERY,
    value=Count("pk", filter=WORKING),
    records=by_known_error,
)  # fmt: skip


def add_to_overview() -> None:
    register(workaround_works, known_errors_working)
    placing.place("cause", workaround_works.key, known_errors_working.key)
