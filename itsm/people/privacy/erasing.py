"""Erasing a person: what stands against it, what would happen, and doing it.

The row of the person stays without anything that tells who they were: a ticket still has a requester, an Event an actor, and every
figure is what it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.people.leaving import tickets_held
from itsm.people.models import Erasure, Person
from itsm.people.privacy import naming
from itsm.people.privacy.holdings import Kind, Way, holdings, kinds, more_to_erase

Hindrance = Callable[[Person], str]

_hindrances: list[Hindrance] = []


class CannotErase(Exception):
    """Not now. `str(error)` says why, and what to do first."""


@dataclass(frozen=True)
class Line:
    """One kind, how many rows of it there are and what becomes of how many."""

    kind: Kind
    count: int
    ways: list[tuple[str, int]]


def hinder(hindrance: Hindrance) -> None:
    """Called in an app's `ready`: what must be settled first, as a sentence, or nothing."""
    if hindrance not in _hindrances:
        _hindrances.append(hindrance)


def refusal(person: Person) -> str:
    """Why they cannot be erased now, or nothing."""
    if Erasure.objects.filter(person=person).exists():
        return _("They are erased already, or it is under way.")
    if person.is_active:
        return _("They can still sign in. Deactivate them first.")
    if held := tickets_held(person):
        return ngettext(
            "They hold %(n)s open ticket. Give it to somebody first.",
            "They hold %(n)s open tickets. Give them to somebody first.",
            held,
        ) % {"n": held}
    return next(filter(None, (hindrance(person) for hindrance in _hindrances)), "")


def outlook(person: Person) -> list[Line]:
    """What would happen to what, per kind; nothing has happened."""
    counted: dict[str, dict[Way, int]] = {}
    for one, count in zip(holdings(), counts(person), strict=True):
        ways = counted.setdefault(one.kind, {})
        ways[one.way] = ways.get(one.way, 0) + count
    lines = []
    for kind in kinds():
        ways = counted.get(kind.key, {})
        told = [(str(way.label), ways[way]) for way in Way if ways.get(way)]
        lines.append(Line(kind, sum(ways.values()), told))
    return [line for line in lines if line.count]


def counts(person: Person) -> tuple[int, ...]:
    """Of all holdings in their order, in one statement."""
    parts: list[str] = []
    params: list[Any] = []
    for one in holdings():
        rows = one.rows(person).order_by().values("pk").query
        sql, values = rows.get_compiler(connection=connection, elide_empty=False).as_sql()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS held)")  # noqa: S608  # Django's own SQL
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        found: tuple[int, ...] = cursor.fetchone()
    return found


def begin(person: Person, *, name: str, by: Person, now: datetime) -> Erasure:
    """After the last question. What follows may take minutes and is done by a worker; `tend` finds what that lost."""
    from itsm.people.tasks import erase_person

    with transaction.atomic():
        locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if not by.is_active or not by.has_perm("people.erase_person"):
            raise CannotErase(_("Only administrators erase people."))
        if name.strip() != locked.name:
            raise CannotErase(_("That is not their name. Type it as it stands above."))
        if because := refusal(locked):
            raise CannotErase(because)
        erasure: Erasure = Erasure.objects.create(person=locked, by=by, at=now)
        transaction.on_commit(partial(erase_person.delay, erasure.pk))
    return erasure


def carry_out(erasure_id: int, *, now: datetime) -> None:
    """All or nothing; a second worker finds it done, or under way, and does not wait."""
    with transaction.atomic():
        waiting = Erasure.objects.select_for_update(of=("self",), skip_locked=True).select_related("person")
        erasure = waiting.filter(pk=erasure_id, done_at=None).first()
        if erasure is None:
            return
        person = erasure.person
        for more in more_to_erase():
            more(person, erasure.stand_in)
        forget_sessions(person)
        # First in words, as long as it is known whose they are; then the rows that point to them.
        named = naming.rename(person, erasure.stand_in)
        erasure.counts = {one.key: 0 for one in kinds()}
        for one in holdings():
            erasure.counts[one.kind] = erasure.counts.get(one.kind, 0) + one.erase(person)
        forget_name(person, erasure)
        erasure.counts["named"] = named
        erasure.done_at = now
        erasure.save(update_fields=["counts", "done_at"])


def forget_name(person: Person, erasure: Erasure) -> None:
    """Roles, site and unit stay: by them figures are told apart, and pages know who spoke for the desk."""
    person.name, person.email = erasure.stand_in, erasure.address
    person.preferred_name = person.phone = person.job_title = ""
    person.manager, person.is_staff, person.is_superuser = None, False, False
    person.takes_thanks, person.last_login = False, None
    person.set_unusable_password()
    person.save()


def forget_sessions(person: Person) -> None:
    """Those that are kept; they opened nothing since the person was deactivated."""
    theirs = [
        one.pk
        for one in Session.objects.iterator()
        if one.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
