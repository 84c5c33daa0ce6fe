"""When alerts are expected: during announced maintenance, or while a change is carried out. Floors above say when that is."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from itsm.frame.practices import is_here

Place = tuple[int, int | None]  # a service, and the site where the failing component stands, if that is known
Quiet = Callable[[Collection[Place], datetime], Mapping[Place, str]]
_quiet: list[Quiet] = []


def register_quiet(find: Quiet) -> None:
    """`find(places, now)` says for which of them alerts open nothing now, and why, in words for the desk."""
    _quiet.append(find)


def reasons(places: Collection[Place], *, now: datetime) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for find in _quiet:
        if places and is_here(find):
            found = {**find(places, now), **found}
    return found
