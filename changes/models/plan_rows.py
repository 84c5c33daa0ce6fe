"""The parts of a plan that have rows of their own: affected services, steps, the way back, the communication contract.

Each is read and written as a list of plain values, so that what changed can be told and what was authorised has a fingerprint.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from itsm.people.models import Person
from itsm.services.models import Service

Rows = list[dict[str, Any]]
PARTS = {"steps": "plan", "back_out_steps": "back_out"}
CONTRACT = ("who", "label", "hours_before", "channel", "share")


def step_rows(change: Any) -> Rows:
    """All steps, of the plan and of the way back."""
    return list(
        change.steps.order_by("part", "place").values("part", "what", "minutes", "owner", "no_return")
    )


def contract_rows(change: Any) -> Rows:
    return list(change.contract.order_by("-hours_before", "pk").values(*CONTRACT))


def write_rows(change: Any, given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changed, as [old, new]."""
    written = ((name, ROWS[name](change, rows)) for name, rows in given.items())
    return {name: found for name, found in written if found}


def write_services(change: Any, services: Iterable[Service]) -> list[Any] | None:
    before, after = list(change.services.order_by("name")), sorted(services, key=str)
    if before == after:
        return None
    change.services.set(after)
    return [[service.name for service in before], [service.name for service in after]]


def write_steps(change: Any, rows: Iterable[Mapping[str, Any]], *, part: str) -> list[Any] | None:
    mine = change.steps.filter(part=part)
    before = list(mine.order_by("place").values("what", "minutes", "owner", "no_return"))
    after = [_step(row) for row in rows]
    if before == after:
        return None
    other = change.steps.exclude(part=part).filter(no_return=True).count()
    if sum(row["no_return"] for row in after) > (0 if other else 1):
        raise ValidationError({"steps": _("There is one point of no return, not several.")})
    mine.delete()
    change.steps.bulk_create(
        change.steps.model(change_id=change.pk, part=part, place=place, owner_id=row.pop("owner"), **row)
        for place, row in enumerate(map(dict, after), 1)
    )
    return [[row["what"] for row in before], [row["what"] for row in after]]


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    owner = row.get("owner")
    return {
        "what": str(row["what"]).strip(),
        "minutes": int(row["minutes"]),
        "owner": owner.pk if isinstance(owner, Person) else owner,
        "no_return": bool(row.get("no_return")),
    }


def write_contract(change: Any, rows: Iterable[Mapping[str, Any]]) -> list[Any] | None:
    """A line that stays as it is keeps its row, and with it whatever was said about it."""
    standing = {line.pk: {name: getattr(line, name) for name in CONTRACT} for line in change.contract.all()}
    before, after = list(standing.values()), [_line(change, row) for row in rows]
    if sorted(before, key=str) == sorted(after, key=str):
        return None
    fresh = list(after)
    for pk, line in standing.items():
        if line in fresh:
            fresh.remove(line)
        else:
            change.contract.filter(pk=pk).delete()
    change.contract.bulk_create(change.contract.model(change_id=change.pk, **row) for row in fresh)
    return [[row["label"] for row in before], [row["label"] for row in after]]


def _line(change: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    usual = change.contract.model()
    return {name: row.get(name, getattr(usual, name)) for name in CONTRACT}


ROWS: Mapping[str, Callable[[Any, Any], list[Any] | None]] = {
    "services": write_services,
    **{name: partial(write_steps, part=part) for name, part in PARTS.items()},
    "contract": write_contract,
}
