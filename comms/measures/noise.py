"""Noise: how much mail reaches a colleague, and how much of the news about outages reached people whom it did not hit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.measures.about import COLLEAGUES, by_notice, of_notices
from comms.models import Addressee, Delivery, Group, Notice
from itsm.insights.measures import Better, Figure, Filter, Measure, Record, Source, Unit, register
from itsm.insights.measures.registry import TOO_FEW, By, Reading
from itsm.insights.measures.shape import WEEK
from itsm.people.models import Person
from itsm.tickets.models import Participant, Ticket


def about_ticket_or_notice(chosen: Filter) -> Q:
    """A mail is about a ticket or about a notice; a digest about neither, and counts only where nothing was chosen."""
    there = Q(person__site=chosen.site) if chosen.site else Q()
    about = replace(chosen, site=None)
    if not about.chosen:
        return there
    of_ticket = Q(event__isnull=False) & about.tickets("event__ticket__")
    return there & (of_ticket | of_notices("update__notice")(about))


MAILS = Source(
    key="mails",
    rows=lambda: Delivery.objects.filter(state=Delivery.State.SENT, person__isnull=False),
    moment="sent_at",
    about=about_ticket_or_notice,
)
EVERY = Count("pk")


def for_each(chosen: Filter, _by: By) -> Reading:
    """Of a site its mails are meant, so its colleagues, too."""
    there = {"site": chosen.site} if chosen.site else {}
    colleagues = Person.objects.filter(is_active=True, **there).count()

    def read(parts: Sequence[Figure], _group: Any, since: datetime, until: datetime) -> Figure:
        mails = parts[0].n
        if mails < TOO_FEW or not colleagues:
            return Figure(None, mails, too_few=mails > 0)
        return Figure(mails / colleagues * (WEEK / (until - since)), mails)

    return Reading(read)


def by_kind(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """Which kinds of news make the noise; never who got them."""
    rows = MAILS.among(chosen).order_by().values_list("group").annotate(n=EVERY).order_by("-n")
    names = dict(Group.choices)
    return [
        Record(name=str(names.get(group, _("Other"))), said=_("%(n)s mails") % {"n": n}) for group, n in rows
    ]


mails = Measure(
    key="mails_sent",
    name=gettext_lazy("Mails to colleagues"),
    sentence=gettext_lazy("What colleagues got from us by mail."),
    formula="count of mails sent to people",
    population=gettext_lazy("Every mail that a server took in the period, digests included; no rehearsals."),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    source=MAILS,
    n=EVERY,
    value=EVERY,
    records=by_kind,
)
noise = Measure(
    key="noise",
    name=gettext_lazy("Messages for each colleague"),
    sentence=gettext_lazy("What a colleague gets from us by mail in a week, on average."),
    formula="mails sent to people ÷ active colleagues ÷ weeks",
    population=gettext_lazy(
        "Every mail that a server took in the period, digests included; no rehearsals. Colleagues who are active now; asked for a site, its colleagues."
    ),
    unit=Unit.A_WEEK,
    better=Better.LOWER,
    source=MAILS,
    n=EVERY,
    value=EVERY,
    records=by_kind,
    of=(mails,),
    combine=for_each,
    behind=MAILS.among,
)


def told() -> QuerySet[Any]:
    """Who got an outage notice, and whether anything showed that it hit them: as `audience.affected`, without its dependencies."""
    over = Coalesce(OuterRef("notice__over_at"), Now())
    while_it_lasted = {"opened_at__gte": OuterRef("notice__opened_at"), "opened_at__lte": over}
    reported = Ticket.objects.filter(
        requester=OuterRef("person"), service__notices=OuterRef("notice"), **while_it_lasted
    )
    waits = Participant.objects.filter(person=OuterRef("person"), ticket=OuterRef("notice__ticket"))
    asked = Ticket.objects.filter(pk=OuterRef("notice__ticket"), requester=OuterRef("person"))
    rows = Addressee.objects.filter(notice__kind=Notice.Kind.OUTAGE, audience__in=COLLEAGUES)
    signs = Q(affected_at__isnull=False) | Q(Exists(reported)) | Q(Exists(waits)) | Q(Exists(asked))
    return rows.filter(Addressee.REACHED).annotate(hit=signs)


TOLD = Source(
    key="outage told", rows=told, moment="addressed_at", about=of_notices("notice", person="person")
)

noise_share = Measure(
    key="noise_share",
    name=gettext_lazy("Told but not affected"),
    sentence=gettext_lazy(
        "Got the news of an outage and never showed that it hit them. No sign is no proof, so the truth is this or less."
    ),
    formula="delivered to people without a sign (me too, a ticket on its services while it lasted, a part in its ticket) ÷ delivered × 100",
    population=gettext_lazy(
        "Colleagues and managers to whom an outage notice was delivered in the period; no rehearsals."
    ),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=TOLD,
    n=EVERY,
    value=Count("pk", filter=Q(hit=False)),
    over=EVERY,
    records=by_notice,
)
register(mails, noise, noise_share)
