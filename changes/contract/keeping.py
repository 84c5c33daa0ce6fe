"""The contract is checked where it counts: authority asks for what is already due, the start for all of it."""

from collections.abc import Iterable
from datetime import datetime

from changes.contract.standing import Standing, owed, standings
from changes.gates import Obstacle, register_gate
from changes.models import Change, ContractLine, Type
from itsm.tickets.models import Event
from itsm.tickets.outbox import subscribe

CONSUMER = "contract"
STARTED = ("change.start", "change.authorise")  # an emergency starts with the second yes


def at_start(change: Change, now: datetime) -> Iterable[Obstacle]:
    return [_obstacle(one) for one in owed(standings(change, now=now))]


def at_authority(change: Change, now: datetime) -> Iterable[Obstacle]:
    """What may still be told in time is no obstacle yet; an emergency starts at once."""
    missing = owed(standings(change, now=now))
    due = (one for one in missing if change.type == Type.EMERGENCY or _is_lost(one, now=now))
    return [_obstacle(one) for one in due]


def _is_lost(one: Standing, *, now: datetime) -> bool:
    return one.due_at <= now and not one.told_in_time


def _obstacle(one: Standing) -> Obstacle:
    return Obstacle(key=f"contract-{one.line.pk}", words=one.missing)


def has_begun(event: Event) -> bool:
    return event.verb == "change.start" or event.details.get("status", ["", ""])[1] == "implementing"


def remember(event: Event) -> None:
    """How each line stood at the moment the change started, for the review and for the figures. Twice is as once."""
    change = Change.objects.get(pk=event.ticket_id)
    for one in standings(change, now=event.at):
        found = {"kept": one.kept, "acknowledged_share": one.acknowledged_share}
        ContractLine.objects.filter(pk=one.line.pk).update(**found)


def add_to_house() -> None:
    register_gate("start", at_start, has_section=True)
    register_gate("authorise", at_authority, has_section=True)
    from changes.contract.tasks import remember_contract

    subscribe(CONSUMER, remember_contract, *STARTED, when=has_begun)
