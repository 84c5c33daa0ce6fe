"""Freezes, business events and on-call times: planned, edited and cancelled; whatever stands there then is looked at again."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.calendar.tasks import wake_to_look_around
from changes.models import Occasion
from itsm.people.models import Person
from itsm.tickets.errors import Refused

PLACES = ("services", "sites", "teams")


def may_plan(person: Person, kind: str) -> bool:
    """Who is on call the teams say themselves; what keeps others from changing something, whoever governs changes."""
    if kind == Occasion.Kind.ON_CALL:
        return person.has_perm("tickets.work_ticket") or person.has_perm("changes.govern_change")
    return person.has_perm("changes.govern_change")


def kinds_for(person: Person) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in Occasion.Kind if may_plan(person, kind)]


@transaction.atomic
def plan(*, by: Person, **fields: Any) -> Occasion:
    _refuse_unless(by, fields["kind"])
    places = {name: fields.pop(name, ()) for name in PLACES}
    occasion = Occasion(by=by, **fields)
    occasion.full_clean()
    occasion.save()
    _place(occasion, places)
    _look(occasion, occasion.starts_at, occasion.ends_at)
    return occasion


@transaction.atomic
def edit(occasion: Occasion, *, by: Person, **fields: Any) -> None:
    """Changes are looked at where it was and where it is now."""
    _refuse_unless(by, occasion.kind)
    _refuse_unless(by, fields.get("kind", occasion.kind))
    locked = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if locked.cancelled_at:
        raise Refused(_("“%(title)s” is cancelled. Plan a new one.") % {"title": locked.title})
    places = {name: fields.pop(name) for name in PLACES if name in fields}
    for name, value in fields.items():
        setattr(occasion, name, value)
    occasion.full_clean()
    occasion.save()
    _place(occasion, places)
    _look(occasion, min(locked.starts_at, occasion.starts_at), max(locked.ends_at, occasion.ends_at))


@transaction.atomic
def cancel(occasion: Occasion, *, by: Person, now: datetime | None = None) -> None:
    _refuse_unless(by, occasion.kind)
    standing = Occasion.objects.standing().filter(pk=occasion.pk)
    if not standing.update(cancelled_at=now or timezone.now()):
        raise Refused(_("“%(title)s” was cancelled before.") % {"title": occasion.title})
    occasion.refresh_from_db()
    _look(occasion, occasion.starts_at, occasion.ends_at)


def _place(occasion: Occasion, places: dict[str, Any]) -> None:
    for name, chosen in places.items():
        getattr(occasion, name).set(chosen)


def _look(occasion: Occasion, since: datetime, until: datetime) -> None:
    """By a worker: a freeze of three weeks meets hundreds of changes."""
    if occasion.kind != Occasion.Kind.ON_CALL:
        told = (occasion.pk, since.isoformat(), until.isoformat())
        transaction.on_commit(partial(wake_to_look_around, *told))


def _refuse_unless(by: Person, kind: str) -> None:
    if not may_plan(by, kind):
        raise PermissionDenied
