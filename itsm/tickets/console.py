"""The views of the console: each a question about tickets, its order and its words. The address holds all of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.services.policy import current_policy
from itsm.tickets import hints
from itsm.tickets.models import TicketQuerySet

if TYPE_CHECKING:
    from itsm.tickets.rows import Column

KEPT = 20
MOST_COUNTED = 100  # a tab says “99+”: nobody acts on the difference between 240 and 260
DUE_SOON = timedelta(hours=4)
Question = Callable[[TicketQuerySet, Person, datetime], TicketQuerySet]


@dataclass(frozen=True)
class View:
    """A tab of the desk. `tone` colours its count when there is anything in it."""

    slug: str
    label: Any
    ask: Question
    order: str
    tone: str = ""
    empty: Any = ""
    columns: tuple[str, ...] = ()  # empty: the usual ones
    first: tuple[str, ...] = ()  # stands before the order that the reader chose
    urgent: Question | None = None  # what its count counts, where that is not all of it
    note: Callable[[], str] | None = None  # a line above the list
    own_columns: "Mapping[str, Column]" = field(default_factory=dict)  # in the list of a practice
    own_orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def silence_limits() -> str:
    """“Limits: P1 30 min, P2 2 h …”, read from the policy."""
    limits = current_policy().silence.items()
    said = ", ".join(f"P{priority} {limit.said}" for priority, limit in sorted(limits))
    return gettext(
        "Who has heard nothing human for longer than their priority allows stands first: %(limits)s."
    ) % {"limits": said}


VIEWS = (
    View(
        "mine",
        _("My baton"),
        lambda all_, who, now: all_.held_by(who),
        "due",
        empty=_("Nothing waits for you. Take something from your team."),
        columns=("status", "priority", "requester", "strip", "promise", "due"),
    ),
    View(
        "team",
        _("My team"),
        lambda all_, who, now: all_.of_teams(who.team_ids),
        "due",
        empty=_("Your team has nothing open."),
    ),
    View(
        "dropped",
        _("Dropped"),
        lambda all_, who, now: all_.dropped(now=now),
        "drops",
        "broken",
        _("No baton lies on the floor."),
    ),
    View(
        "silence",
        _("Silence"),
        lambda all_, who, now: all_.longest_silence_first(now=now),
        "silence",
        "broken",
        _("Nobody waits for a word."),
        columns=("silence", "waiting", "priority", "requester", "holder", "strip", "promise"),
        first=("patience",),
        urgent=lambda all_, who, now: all_.silent_too_long(now=now),
        note=silence_limits,
    ),
    View(
        "due",
        _("Due soon"),
        lambda all_, who, now: all_.due_by(now + DUE_SOON),
        "due",
        "soon",
        _("Nothing is due in the next four hours."),
    ),
    View(
        "major",
        _("Major"),
        lambda all_, who, now: all_.major(),
        "opened",
        "broken",
        _("No major incident is running."),
    ),
    View(
        "today",
        _("Today"),
        lambda all_, who, now: all_.open().filter(opened_at__gte=midnight(now)),
        "opened",
        empty=_("Nothing came in today."),
    ),
    View("open", _("All open"), lambda all_, who, now: all_.open(), "due", empty=_("Nothing is open.")),
    View("all", _("Everything"), lambda all_, who, now: all_, "opened", empty=_("Nothing here yet.")),
)
BY_SLUG = {view.slug: view for view in VIEWS}

# What a list can be ordered by: the fields of the keyset, the last one the tie-breaker.
ORDERS = {
    "due": ("soonest", "pk"),
    "promise": ("promised_at", "pk"),
    "priority": ("priority", "soonest", "pk"),
    "silence": ("silent_since", "pk"),
    "drops": ("drops_at", "pk"),
    "opened": ("-opened_at", "-pk"),
    "changed": ("-changed_at", "-pk"),
}


def counts(tickets: TicketQuerySet, person: Person, now: datetime) -> dict[str, int]:
    """How many stand in each tab, up to MOST_COUNTED, in one statement that stops counting there."""
    parts: list[str] = []
    params: list[Any] = []
    counted = [view for view in VIEWS if view.slug not in {"all", "open"}]
    for view in counted:
        first_ones = (
            (view.urgent or view.ask)(tickets, person, now).order_by().values("pk")[:MOST_COUNTED].query
        )
        # Not elided: who is in no team has an empty tab, which Django would otherwise refuse to write as SQL.
        sql, values = first_ones.get_compiler(connection=connection, elide_empty=False).as_sql()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS first_ones)")  # noqa: S608  # Django's own SQL
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip([view.slug for view in counted], cursor.fetchone(), strict=True))


def kept_counts(tickets: TicketQuerySet, person: Person) -> dict[str, int]:
    """The counts of the tabs, kept until anything happens on any ticket; time alone changes them after KEPT seconds."""
    moment = hints.ask(lambda client: client.get(hints.happened()), otherwise=None)
    if moment is None:
        return counts(tickets, person, timezone.now())
    key = f"desk:{person.pk}:{moment!s}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = counts(tickets, person, timezone.now())
        cache.set(key, found, KEPT)
    return found
