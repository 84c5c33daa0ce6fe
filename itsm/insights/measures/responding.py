"""How long colleagues waited for the first word, and a ticket for the first hand that took it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.restoring import JUDGED, hours_of
from itsm.insights.measures.sql import Percentile, hours_between
from itsm.insights.measures.volume import BROUGHT, EVERY
from itsm.tickets.models import Clock, Hold, Holder

RESPONSES = Source(
    key="responses",
    rows=lambda: Clock.objects.filter(JUDGED, kind=Clock.Kind.FIRST_RESPONSE, passed__isnull=False),
    moment="stopped_at",
    path="ticket__",
)
PERSON = Q(holder=Holder.AGENT)


def taken() -> "QuerySet[Any]":
    """The first time that a person held it, of incidents and requests."""
    earlier = Hold.objects.filter(PERSON, ticket=OuterRef("ticket"), pk__lt=OuterRef("pk"))
    return Hold.objects.filter(PERSON, ~Exists(earlier), ticket__kind__in=BROUGHT)


TAKEN = Source(key="taken", rows=taken, moment="since", path="ticket__")
ANSWERED = _("Answered for the first time in the period; without cancelled tickets and duplicates.")


def _response(key: str, name: Promise, formula: str, value: Any) -> Measure:
    return Measure(
        key=key, name=name,
        sentence=_("How long colleagues wait, in working hours, until a person answers. Automatic receipts do not count."),
        formula=formula, population=ANSWERED, unit=Unit.WORKING_HOURS, better=Better.LOWER, source=RESPONSES, n=EVERY, value=value,
    )  # fmt: skip


WAITED = "first public word of a person − opened"
PASSED, TO_OWN = hours_of("passed"), hours_between("ticket__opened_at", "since")
first_response = _response(
    "first_response",
    _("First response, median"),
    f"median of {WAITED}, in working hours",
    Percentile(PASSED, 0.5),
)
first_response_p90 = _response(
    "first_response_p90", _("First response, slowest tenth"), f"p90 of {WAITED}, in working hours", Percentile(PASSED, 0.9)
)  # fmt: skip
elapsed_response = Measure(
    key="elapsed_response",
    name=_("Waited for the first answer, median"),
    sentence=_("How long colleagues wait, day and night, until a person answers."),
    formula=f"median of {WAITED}",
    population=ANSWERED,
    unit=Unit.HOURS,
    better=Better.LOWER,
    source=RESPONSES,
    n=EVERY,
    value=Percentile(hours_between("started_at", "stopped_at"), 0.5),
)


def _own(key: str, name: Promise, formula: str, value: Any, over: Any = None) -> Measure:
    return Measure(
        key=key, name=name, sentence=_("How long a ticket lay, day and night, until the first person took it."),
        formula=formula, population=_("Incidents and requests that somebody took for the first time in the period; without cancelled tickets and duplicates."),
        unit=Unit.HOURS, better=Better.LOWER, source=TAKEN, n=EVERY, value=value, over=over,
    )  # fmt: skip


time_to_own = _own(
    "time_to_own", _("Time to own, mean"), "Σ (first person took it − opened) ÷ taken", Sum(TO_OWN), EVERY
)
time_to_own_median = _own(
    "time_to_own_median", _("Time to own, median"), "median of first person took it − opened", Percentile(TO_OWN, 0.5)
)  # fmt: skip
time_to_own_p90 = _own(
    "time_to_own_p90", _("Time to own, slowest tenth"), "p90 of first person took it − opened", Percentile(TO_OWN, 0.9)
)  # fmt: skip
register(
    first_response, first_response_p90, elapsed_response, time_to_own, time_to_own_median, time_to_own_p90
)
