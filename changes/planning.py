"""Who looks at a plan when it has changed: collisions, notices that tell of a new date, …"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from changes.models import Change
    from itsm.tickets.models import Act

Hook = Callable[["Change", "Act"], None]
_hooks: list[Hook] = []


def after_planning(hook: Hook) -> None:
    """`hook` runs in the verb's transaction when its Event is written; `act.details` says what changed, as [old, new]."""
    if hook not in _hooks:
        _hooks.append(hook)


def planned(change: "Change", act: "Act") -> None:
    for hook in _hooks:
        hook(change, act)
