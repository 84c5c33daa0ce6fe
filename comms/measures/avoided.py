"""What a notice spared: colleagues who knew, were affected and did not have to write. Two bounds, for nobody can know the truth."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from comms.measures.about import COLLEAGUES, by_notice, of_notices
from comms.models import Addressee, Notice, Question
from itsm.insights.measures import Better, Measure, Source, Unit, register
from itsm.insights.measures.contacted import contacted
from itsm.tickets.models import Participant

QUIET_FOR = timedelta(hours=24)


def readers() -> QuerySet[Any]:
    """Who was told of an outage of a service they work with: whether they were quiet for a day after, and said “me too”."""
    after = {"gte": OuterRef("seen_at"), "lt": OuterRef("seen_at") + QUIET_FOR}
    asked = {f"at__{way}": moment for way, moment in after.items()}
    wrote = contacted("person", since=after["gte"], until=after["lt"])
    wondered = Exists(Question.objects.filter(by=OuterRef("person"), **asked))
    joined = Exists(
        Participant.objects.filter(
            person=OuterRef("person"), ticket=OuterRef("notice__ticket"), part=Participant.Part.AFFECTED
        )
    )
    rows = Addressee.objects.filter(notice__kind=Notice.Kind.OUTAGE, audience__in=COLLEAGUES)
    return rows.annotate(spoke=wrote | Q(wondered), hit=Q(affected_at__isnull=False) | Q(joined))


# A day must have passed, or nobody knows whether they keep quiet.
QUIET = Q(seen_at__isnull=False, seen_at__lte=Now() - QUIET_FOR, spoke=False)
READERS = Source(
    key="outage readers", rows=readers, moment="addressed_at", about=of_notices("notice", person="person")
)
POPULATION = _(
    "Colleagues and managers addressed by an outage notice in the period, once for each notice; a ticket, a reply, a talk or a question within 24 hours of seeing it is a contact; no rehearsals."
)

avoided_least = Measure(
    key="avoided_least",
    name=_("Contacts avoided, at least"),
    sentence=_("Saw the notice, said “me too” instead of opening a ticket, and did not write within a day."),
    formula="count of me-too among those who saw the notice and made no contact in 24 h (lower bound)",
    population=POPULATION,
    unit=Unit.PEOPLE,
    better=Better.HIGHER,
    source=READERS,
    n=Count("pk"),
    value=Count("pk", filter=QUIET & Q(hit=True)),
    records=by_notice,
)
avoided_most = Measure(
    key="avoided_most",
    name=_("Contacts avoided, at most"),
    sentence=_(
        "Saw the notice and did not write within a day. How many of them would have written without it nobody knows: the truth lies between the two."
    ),
    formula="count of those who saw the notice, service affected, and made no contact in 24 h (upper bound)",
    population=POPULATION,
    unit=Unit.PEOPLE,
    better=Better.HIGHER,
    source=READERS,
    n=Count("pk"),
    value=Count("pk", filter=QUIET),
    records=by_notice,
)
register(avoided_least, avoided_most)
