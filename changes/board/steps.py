"""How long each step on the way of a change takes, and which yes has never been a no: what governs must earn its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import ApprovalStep
from changes.models import Change, Status
from itsm.insights.measures.sql import Percentile, hours_between

PERIOD = timedelta(days=90)
ENOUGH = 10  # answers, before it is said that a step never says no


@dataclass(frozen=True)
class Step:
    """`median`: half of them took longer. None where nothing ended."""

    name: str
    n: int
    median: timedelta | None
    declined: int = 0

    @property
    def never_declined(self) -> bool:
        return self.n >= ENOUGH and self.declined == 0


STATES = {
    Status.DRAFT: gettext_lazy("Being prepared"),
    Status.ASSESS: gettext_lazy("Being assessed"),
    Status.AUTHORISE: gettext_lazy("Waiting for authority"),
    Status.SCHEDULED: gettext_lazy("Waiting for its date"),
    Status.IMPLEMENTING: gettext_lazy("Being carried out"),
    Status.REVIEW: gettext_lazy("In review"),
}
# From each Event that led into a state to the next one that led out of it.
IN_STATE = """
    WITH moves AS (
        SELECT event.ticket_id, event.at,
            CASE WHEN event.verb = 'change.open' THEN 'draft' ELSE event.details->'status'->>1 END AS state
        FROM tickets_event event JOIN tickets_ticket ticket ON ticket.id = event.ticket_id
        WHERE ticket.kind = 'change' AND ticket.changed_at >= %(since)s
            AND (event.verb = 'change.open' OR event.details ? 'status')
    ), stays AS (
        SELECT state, at AS since, lead(at) OVER (PARTITION BY ticket_id ORDER BY at) AS until FROM moves
    )
    SELECT state, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM until - since))
    FROM stays WHERE until >= %(since)s AND until < %(now)s GROUP BY state"""


def stays(*, now: datetime) -> list[Step]:
    """How long changes stayed in each state they left in the period, in the order of the way."""
    with connection.cursor() as cursor:
        cursor.execute(IN_STATE, {"since": now - PERIOD, "now": now})
        found = {state: (n, seconds) for state, n, seconds in cursor.fetchall()}
    return [
        Step(str(label), found[state][0], timedelta(seconds=float(found[state][1])))
        if state in found
        else Step(str(label), 0, None)
        for state, label in STATES.items()
    ]


def answers(*, now: datetime) -> list[Step]:
    """Each step of authority, the slowest first."""
    decided = ApprovalStep.objects.filter(
        ticket__kind=Change.KIND, asked_at__isnull=False, decided_at__range=(now - PERIOD, now)
    )
    rows = decided.annotate(waited=hours_between("asked_at", "decided_at")).order_by().values("name")
    declined = Count("pk", filter=Q(state=ApprovalStep.State.DECLINED))
    rows = rows.annotate(n=Count("pk"), median=Percentile("waited", 0.5), declined=declined).order_by(
        "-median"
    )
    return [Step(row["name"], row["n"], timedelta(hours=row["median"]), row["declined"]) for row in rows]


def proposal(step: Step) -> str:
    """What is proposed for a step that is only ever waited for."""
    about = {"n": step.n, "name": step.name}
    return _("“%(name)s” was asked %(n)d times in 90 days and never said no. Does it need asking?") % about
