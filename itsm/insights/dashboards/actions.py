"""What an app above does with a whole dashboard: buttons beside its title, and a page of its own among the tabs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from itsm.frame.practices import has_address


@dataclass(frozen=True, kw_only=True)
class Action:
    """`href(subject, query)`: the key of a dashboard, or "own:" and the slug of one that somebody put together."""

    label: str | Promise
    icon: str
    href: Callable[[str, str], str]
    permission: str


@dataclass(frozen=True, kw_only=True)
class Tab:
    """`key` marks it as open."""

    key: str
    label: str | Promise
    url_name: str
    permission: str

    @property
    def href(self) -> str:
        return reverse(self.url_name)


_actions: list[Action] = []
_tabs: list[Tab] = []


def register_action(action: Action) -> None:
    """Called once, when the app that brings it is ready."""
    if action not in _actions:
        _actions.append(action)


def register_tab(tab: Tab) -> None:
    if tab not in _tabs:
        _tabs.append(tab)


def actions_for(person: Any, subject: str, query: str) -> list[tuple[Action, str]]:
    """Those that are theirs to do, each with its address."""
    return [(one, one.href(subject, query)) for one in _actions if person.has_perm(one.permission)]


def tabs_for(person: Any) -> list[Tab]:
    return [one for one in _tabs if has_address(one.url_name) and person.has_perm(one.permission)]
