"""“You hear from us by …” on tickets: what was kept, broken, moved."""

from typing import Any

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.frame import words
from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import Better, Measure, Record, Source, Unit, register
from itsm.insights.measures.volume import EVERY
from itsm.people.models import Person
from itsm.tickets.models import Clock, Ticket

Kind, Outcome = Clock.Kind, Clock.Outcome
MOST_LISTED = 100
KEPT, MOVED = Q(outcome=Outcome.MET), Q(outcome=Outcome.RENEWED)
# One that broke counts from then on, whether or not somebody has spoken since.
BROKEN = Q(breached_at__isnull=False) & ~Q(outcome=Outcome.VOID) | Q(outcome=Outcome.MISSED)
DUE = KEPT | BROKEN

PROMISES = Source(
    key="promises",
    # It belongs to when it was due, kept early or not; moved or while nothing ran, to when that was.
    rows=lambda: Clock.objects.filter(DUE | MOVED, kind=Kind.NEXT_UPDATE).alias(
        decided_at=Coalesce("breached_at", Case(When(MOVED, then=None), default="was_due_at"), "stopped_at")
    ),
    moment="decided_at",
    path="ticket__",
)
PROMISED = _(
    "Promises that were due in the period; those that were moved before do not count. Without cancelled tickets and duplicates."
)


def records(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The broken ones, the latest first, then the kept ones."""
    visible = Ticket.objects.visible_to(person).values("pk")
    rows = PROMISES.among(chosen).filter(DUE, ticket__in=visible)
    rows = rows.order_by(F("breached_at").desc(nulls_last=True), "-stopped_at")
    return [_record(clock) for clock in rows.select_related("ticket")[:MOST_LISTED]]


def _record(clock: Clock) -> Record:
    broken = clock.breached_at is not None or clock.outcome == Outcome.MISSED
    return Record(
        name=str(clock.ticket),
        href=clock.ticket.get_absolute_url(),
        said=_said(clock, broken=broken),
        tone="broken" if broken else "kept",
    )


def _said(clock: Clock, *, broken: bool) -> str:
    said = words.current()
    about: dict[str, Any] = {
        "due": said.exact(clock.breached_at) if clock.breached_at else "",
        "at": said.exact(clock.stopped_at) if clock.stopped_at else "",
    }
    if not broken:
        return gettext("kept %(at)s") % about
    if clock.stopped_at is None:
        return gettext("broken %(due)s, nothing said yet") % about
    return gettext("broken %(due)s, said %(at)s") % about


promises_kept = Measure(
    key="promises_kept",
    name=_("Promises kept"),
    sentence=_(
        "“You hear from us by …”: a person wrote or spoke in time. Automatic mails and internal notes do not count."
    ),
    formula="promises with a word of a person at or before due ÷ promises due in the period × 100",
    population=PROMISED,
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=PROMISES,
    n=Count("pk", filter=DUE),
    value=Count("pk", filter=KEPT & ~BROKEN),
    over=Count("pk", filter=DUE),
    records=records,
)
promises_broken = Measure(
    key="promises_broken",
    name=_("Promises broken"),
    sentence=_("The time came and nobody had said a word."),
    formula="count of promises due in the period without a word of a person by then",
    population=PROMISED,
    unit=Unit.COUNT,
    better=Better.LOWER,
    source=PROMISES,
    n=Count("pk", filter=BROKEN),
    value=Count("pk", filter=BROKEN),
    records=records,
)
promises_renewed = Measure(
    key="promises_renewed",
    name=_("Promises moved"),
    sentence=_("Moved to a later time before they were due. Honest, but a habit worth watching."),
    formula="promises moved before they were due ÷ promises due or moved × 100",
    population=_("Promises that were due or moved in the period; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    source=PROMISES,
    n=EVERY,
    value=Count("pk", filter=MOVED),
    over=EVERY,
)
register(promises_kept, promises_broken, promises_renewed)
