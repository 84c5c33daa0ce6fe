"""Solved in one go: by whoever had it first, without a second word, and it held."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.insights.measures.registry import Better, Measure, Source, Unit, register
from itsm.insights.measures.volume import BROUGHT_IN, EVERY
from itsm.tickets.models import Event, Hold, Holder, Link

# Ten working days are two weeks, on whatever day they begin; public holidays are not left out.
QUIET_FOR = timedelta(weeks=2)
OUTSIDE = (Holder.APPROVER, Holder.SUPPLIER, Holder.SCHEDULED)


def settled() -> "QuerySet[Any]":
    """Each with who else had it, whether the colleague came again, and whether we alone could have solved it at once."""
    holds = Hold.objects.filter(ticket=OuterRef("pk"))
    until = ExpressionWrapper(OuterRef("resolved_at") + QUIET_FOR, output_field=DateTimeField())
    words = Event.objects.filter(
        ticket=OuterRef("pk"), verb="ticket.reply", actor=OuterRef("requester"), at__lte=until
    )
    follow_ups = Link.objects.filter(target=OuterRef("pk"), kind=Link.Kind.FOLLOWS, at__lte=until)
    first = holds.order_by("since", "pk").values("team")[:1]
    return BROUGHT_IN.rows().alias(
        passed_around=Exists(holds.filter(holder=Holder.AGENT).exclude(person=OuterRef("assignee"))),
        came_again=Exists(words) | Exists(follow_ups),
        needed_others=Exists(holds.filter(holder__in=OUTSIDE)),
        first_team=Subquery(first),
    )


SETTLED = Source(key="settled", rows=settled, moment="resolved_at")
# In this order: what the ticket itself knows spares the look at its holders and words.
AT_FIRST = Q(handover_count=0, reopen_count=0) & Q(passed_around=False) & Q(came_again=False)
FIRST_TEAM = Q(handover_count=0) | Q(first_team=F("team"))
POSSIBLE = Q(needed_others=False)
ALL_BROUGHT = _(
    "Incidents and requests resolved in the period, whoever brought them; not what monitoring opened, not cancelled ones, not duplicates. What was resolved in the last two weeks may still come back."
)
BROUGHT_TO_US = _(
    "Incidents and requests resolved in the period, whoever brought them; not what monitoring opened, not cancelled ones, not duplicates."
)
ONE_GO = "one agent, no hand-over, not reopened, no word of the colleague and no follow-up within 10 working days (2 weeks)"


def _share(
    key: str, name: Promise, sentence: Promise, formula: str, part: Q, *, of: Q | None = None,
    population: Promise = ALL_BROUGHT,
) -> Measure:  # fmt: skip
    over = Count("pk", filter=of) if of is not None else EVERY
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula, population=population, unit=Unit.PERCENT, better=Better.HIGHER,
        source=SETTLED, n=over, value=Count("pk", filter=part & of if of is not None else part), over=over,
    )  # fmt: skip


first_contact = _share(
    "first_contact", _("Solved at first contact, of all"),
    _("One person solved it, without handing it over, and the colleague did not have to come again."),
    f"resolved with {ONE_GO} ÷ resolved × 100", AT_FIRST,
)  # fmt: skip
first_contact_net = _share(
    "first_contact_net", _("Solved at first contact, of what could be"),
    _("The same, without what needed a yes from somebody else, a supplier or a planned moment."),
    f"resolved with {ONE_GO} ÷ resolved that never waited for somebody’s yes, a supplier or a planned moment × 100",
    AT_FIRST, of=POSSIBLE,
)  # fmt: skip
first_assignment = _share(
    "first_assignment", _("Solved where it arrived"), _("Resolved by the team that had it first."),
    "resolved by the first team ÷ resolved × 100", FIRST_TEAM, population=BROUGHT_TO_US,
)  # fmt: skip
register(first_contact, first_contact_net, first_assignment)
