"""What a plan would run into, said in words: for a form before it is sent, for a gate, for the API."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from changes.calendar import finding, reasons
from changes.calendar.clashes import Clash
from changes.calendar.graph import Graph
from changes.calendar.plan import Plan, plan_of
from changes.gates import Obstacle
from changes.models import Change, Collision


@dataclass(frozen=True, slots=True)
class Finding:
    """A clash with its reason. `row` is its place to talk about it, once the change is in the calendar."""

    clash: Clash
    because: str
    row: Collision | None = None

    def said(self, now: datetime) -> str:
        """“CHG-1012 changes Mail, which Booking (CHG-1010) stands on, Sat 28 Nov 10:00 to 12:00”."""
        return f"{self.because}, {reasons.span(self.clash.since, self.clash.until, now=now)}"

    @property
    def is_accepted(self) -> bool:
        return self.row is not None and self.row.accepted_at is not None


def check(plan: Plan) -> list[Finding]:
    """Four statements where nothing is in the way, nine at most."""
    found = finding.find([plan])[plan.pk]
    if not found:
        return []
    names, graph = reasons.Names.of(found), Graph.load()
    rows = {against(row, plan.pk): row for row in Collision.objects.open().of(plan.pk)}
    return [
        Finding(clash, reasons.because(plan, clash, names, graph), rows.get((*clash.against, clash.since, clash.until)))
        for clash in found
    ]  # fmt: skip


def against(row: Collision, change: int) -> tuple[object, ...]:
    """As `Clash.against` says it from this change's side, with the time in question."""
    other = row.change_id if row.other_id == change else row.other_id
    return other, row.occasion_id, row.kind, row.meets_from, row.meets_until


def gate(change: Change, now: datetime) -> list[Obstacle]:
    """Nothing is authorised or started into a collision that nobody with authority has accepted."""
    plan = plan_of(change)
    open_ones = [found for found in check(plan) if not found.is_accepted] if plan else []
    return [
        Obstacle(
            "collision", _("%(why)s. Move one of the two, or accept it with a reason.") % {"why": found.said(now)}
        )
        for found in open_ones
    ]  # fmt: skip
