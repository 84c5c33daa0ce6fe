"""The five roles. Everyone is a colleague; the other four are Django groups, several at once."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.utils.translation import gettext_lazy as _

AGENT = "agent"
CHANGE_MANAGER = "change manager"
MANAGER = "manager"
ADMINISTRATOR = "administrator"
COLLEAGUE = "colleague"

GROUPS = (AGENT, CHANGE_MANAGER, MANAGER, ADMINISTRATOR)
# Who may look over every ordinary ticket; a colleague sees only what concerns them.
DESK = frozenset(GROUPS)
EVERYONE = frozenset({*GROUPS, COLLEAGUE})
LABELS = {
    COLLEAGUE: _("Colleague"),
    AGENT: _("Agent"),
    CHANGE_MANAGER: _("Change manager"),
    MANAGER: _("Manager"),
    ADMINISTRATOR: _("Administrator"),
}

_grants: dict[str, set[str]] = defaultdict(set)


def grant(role: str, *names: str) -> None:
    """Say in an app's `ready` what a role may do there ("incidents.resolve_incident")."""
    _grants[role].update(names)
    permissions_of.cache_clear()


@cache
def permissions_of(names: frozenset[str]) -> set[str]:
    """All that people with these roles may do; code says it, so no page asks the database."""
    return set().union(*(_grants[name] for name in names if name in _grants))


def sync_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Write the groups and what they may do once, after the last app with models has made its permissions."""
    if sender != [app for app in installed.get_app_configs() if app.models_module][-1]:
        return
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for role in GROUPS:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set([known[name] for name in sorted(_grants[role])])
