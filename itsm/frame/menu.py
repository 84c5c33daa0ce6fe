"""What stands in the rail, under New and in the portal's head. Each app adds its own entries when it is ready;
the frame knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from itsm.frame import practices
from itsm.frame.addresses import address_of

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: shown to people with any of `roles`, in `order` from the top.

    `icon` is a heroicon; `key` is the letter after g that goes there; people with a role in `first_for` see it on top.
    `also` names addresses elsewhere that count as below it; `counts`: its app fills in how much waits there.
    `under` names the entry it stands below in the rail: shown while one is there, or while something waits in it;
    `rather` another one, for those who have that.
    `foot`: at the foot of the rail.
    """

    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str]
    order: int
    key: str = ""
    first_for: frozenset[str] = frozenset()
    also: Callable[[], Iterable[str]] = tuple
    counts: str = ""  # the id of its count
    under: str = ""
    rather: str = ""
    foot: bool = False

    @property
    def group(self) -> str:
        return self.under or self.url_name

    @property
    def href(self) -> str:
        return address_of(self.url_name)


_places: dict[str, dict[str, Entry]] = {"rail": {}, "new": {}, "portal": {}, "help": {}, "foot": {}}


def add(entry: Entry, place: str = "rail") -> None:
    """`place`: the rail, the New button ("new"), the head of the portal ("portal"), the ways to get help on its home ("help"), or the
    foot of every page ("foot"), from where it is told which page that was (`?from=`).
    """
    _places[place][entry.url_name] = entry


def entries_for(request: "HttpRequest", place: str = "rail") -> list[Entry]:
    roles = request.user.roles
    here = (entry for entry in _places[place].values() if practices.has_address(entry.url_name))
    mine = {entry.url_name: entry for entry in here if entry.roles & roles}
    mine |= {name: replace(entry, under=entry.rather) for name, entry in mine.items() if entry.rather in mine}

    def standing(entry: Entry) -> tuple[bool, int, bool, int]:
        above = mine.get(entry.under, entry)
        return not above.first_for & roles, above.order, above is not entry, entry.order

    return sorted(mine.values(), key=standing)
