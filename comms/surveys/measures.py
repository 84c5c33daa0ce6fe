"""What colleagues say after a ticket, as figures; and how happy they are with services, notices and changes, where enough answer.

Answers without names have no ticket: of a filter they know the service and its team, nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, FloatField, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Least
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comms.models import Answer, Invitation, Survey
from comms.models.answer import BEST, HAPPY, SATISFIED, UNHAPPY
from itsm.insights import placing
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.insights.measures.sql import Percentile
from itsm.people.models import Person
from itsm.tickets.models import Ticket

EVERY = Count("pk")
MOST_LISTED = 100
CAP = 0.99  # what is above it counts as it: one slip of the finger is not a working week of everybody
HAPPINESS = Count("pk", filter=Q(rating__gte=HAPPY)) - Count("pk", filter=Q(rating__lte=UNHAPPY))
STATED = _("Working time, as colleagues state it.")


def rated() -> QuerySet[Any]:
    return Answer.objects.filter(named=True, ticket__isnull=False)


def with_lost_time() -> QuerySet[Any]:
    return capped(rated())


def capped(answers: QuerySet[Any]) -> QuerySet[Any]:
    """Those that state lost time, where 99 of 100 statements lie below."""
    said = answers.exclude(lost_minutes=None)
    every = said.order_by().values(every=Value(1))
    cap = every.annotate(cap=Percentile(Cast("lost_minutes", FloatField()), CAP)).values("cap")
    return said.annotate(lost=Least(Cast("lost_minutes", FloatField()), Subquery(cap)))


def invited() -> QuerySet[Any]:
    return Invitation.objects.filter(ticket__isnull=False, asked_at__isnull=False)


RATED = Source(key="ratings", rows=rated, moment="at", path="ticket__", quiet=True)
LOST = Source(key="lost time", rows=with_lost_time, moment="at", path="ticket__")
INVITED = Source(key="survey mails", rows=invited, moment="asked_at", path="ticket__", quiet=True)
RATINGS = _(
    "Every answer to the survey after a ticket in the period, without cancelled tickets and duplicates."
)
LOSSES = _(
    "Answers after a ticket in the period that state lost time; more than 99 of 100 answers state counts as what they state; without cancelled tickets and duplicates."
)


def records(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The unhappiest first."""
    visible = Ticket.objects.visible_to(person).values("pk")
    rows = measure.source.among(chosen).filter(ticket__in=visible).select_related("ticket")
    return [_record(answer) for answer in rows.order_by("rating", "-at")[:MOST_LISTED]]


def _record(answer: Answer) -> Record:
    ticket: Any = answer.ticket
    said = gettext("%(rating)s of %(best)s") % {"rating": answer.rating, "best": BEST}
    if answer.lost_minutes:
        said += gettext(", %(minutes)s minutes lost") % {"minutes": answer.lost_minutes}
    tone = "kept" if answer.rating >= HAPPY else "broken" if answer.rating <= UNHAPPY else ""
    return Record(name=str(ticket), href=ticket.get_absolute_url(), said=said, tone=tone)


csat = Measure(
    key="csat",
    name=_("Satisfied (CSAT)"),
    sentence=_(
        "Answered 7 to 10 when they were asked how their ticket was solved: satisfied or very satisfied."
    ),
    formula="answers of 7 to 10 ÷ answers × 100",
    population=RATINGS,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=RATED,
    n=EVERY,
    value=Count("pk", filter=Q(rating__gte=SATISFIED)),
    over=EVERY,
    records=records,
)
happiness = Measure(
    key="happiness",
    name=_("Happiness"),
    sentence=_("How many are happy (9 or 10 of 10) less how many are unhappy (0 to 6): from −100 to 100."),
    formula="(answers of 9 and 10 − answers of 0 to 6) ÷ answers × 100",
    population=RATINGS,
    unit=Unit.POINTS,
    better=Better.HIGHER,
    source=RATED,
    n=EVERY,
    value=HAPPINESS,
    over=EVERY,
    records=records,
)
clear_words = Measure(
    key="clear_words",
    name=_("Clear answers"),
    sentence=_("Said that what we wrote on their ticket was clear."),
    formula="“clear” answers ÷ answers that say yes or no × 100",
    population=RATINGS,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=RATED,
    n=Count("clear"),
    value=Count("pk", filter=Q(clear=True)),
    over=Count("clear"),
    records=records,
)
lost_time = Measure(
    key="lost_time",
    name=_("Working time lost for each ticket"),
    sentence=_("What colleagues state when they are asked how much working time it cost them."),
    formula="sum of stated minutes, each at most the 99th percentile of all statements ÷ statements",
    population=LOSSES,
    unit=Unit.MINUTES,
    better=Better.LOWER,
    source=LOST,
    n=EVERY,
    value=Sum("lost"),
    over=EVERY,
    records=records,
    calendar=STATED,
    rolls=False,  # the cap moves with every answer
)
lost_time_sum = Measure(
    key="lost_time_sum",
    name=_("Working time lost altogether"),
    sentence=_(
        "The sum of what was stated. Only some colleagues are asked and not all answer, so it is the least there is."
    ),
    formula="sum of stated minutes, each at most the 99th percentile of all statements ÷ 60",
    population=LOSSES,
    unit=Unit.HOURS,
    better=Better.LOWER,
    source=LOST,
    n=EVERY,
    value=Sum("lost") / 60.0,
    records=records,
    calendar=STATED,
    rolls=False,
)
survey_response = Measure(
    key="survey_response",
    name=_("Answered when asked"),
    sentence=_(
        "Of those who were asked after their ticket. Few answers say little about those who kept silent."
    ),
    formula="answers ÷ colleagues asked × 100",
    population=_(
        "Everyone asked by mail after a ticket in the period, a reminder not counted anew; without cancelled tickets and duplicates."
    ),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=INVITED,
    n=EVERY,
    value=Count("pk", filter=Q(state=Invitation.State.ANSWERED)),
    over=EVERY,
)
register(csat, happiness, clear_words, lost_time, lost_time_sum, survey_response)


# Without names ----------------------------------------------------------------------------------------------------------


def of_survey(path: str) -> Callable[[Filter], Q]:
    """`path` leads from the survey to its service."""

    def about(chosen: Filter) -> Q:
        if chosen.kind or chosen.priority or chosen.site:
            return Q(pk__in=[])
        asked = {path: chosen.service, f"{path}__team": chosen.team}
        found = {name: value for name, value in asked.items() if value}
        # As a question of its own: a notice may be about several services of a team, and its answers count once.
        return Q(survey__in=Survey.objects.filter(**found).values("pk")) if found else Q()

    return about


def _without_names(kind: str, key: str, name: Promise, sentence: Promise, path: str) -> Measure:
    source = Source(
        key=f"{kind} surveys",
        rows=lambda: Answer.objects.open().filter(survey__kind=kind),
        moment="at",
        about=of_survey(path),
    )
    return Measure(
        key=key, name=name, sentence=sentence, source=source, n=EVERY, value=HAPPINESS, over=EVERY,
        formula="(answers of 9 and 10 − answers of 0 to 6) ÷ answers × 100",
        population=_("Answers without names that came out in the period, in whole groups, each on the Monday of its week."),
        unit=Unit.POINTS, better=Better.HIGHER,
    )  # fmt: skip


Kind = Survey.Kind
with_services = _without_names(
    Kind.SERVICE, "happy_with_services", _("Happiness with services"), _("How happy colleagues are with a service in their daily work."), "service",
)  # fmt: skip
with_notices = _without_names(
    Kind.COMMUNICATION, "happy_with_notices", _("Happiness with notices"), _("How happy readers are with what we told them."), "notice__services",
)  # fmt: skip
with_changes = _without_names(
    Kind.CHANGE, "happy_with_changes", _("Happiness with changes"), _("How happy those who were told of a change are with how it went."), "change__service",
)  # fmt: skip
register(with_services, with_notices, with_changes)


def add_to_overview() -> None:
    placing.place("value", happiness.key, lost_time.key, survey_response.key, with_services.key)
    placing.place("told", with_notices.key, clear_words.key)
    placing.place("service", csat.key)
    placing.place("cause", with_changes.key)
