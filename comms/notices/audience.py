"""Who a notice is for: counted and shown before it goes out, written down when it does, and measured against the facts after.

`count` and `people_of` ask one and the same statement, so what the writer saw is what happens.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from comms.models import Addressee, Aim, Audience, Notice, Subscription, Why
from comms.notices.whom import ABOUT, FOUND, HIT, MAY, SPELLED, Whom
from itsm.people.models import Person
from itsm.tickets.models import Ticket

SAMPLE = 8
Source = Notice | Aim | Mapping[str, Any] | Whom


class Found(NamedTuple):
    """One person and the reason that found them."""

    person_id: int
    audience: str
    why: str
    about: str

    @property
    def because(self) -> str:
        return because(self.why, self.about)


@dataclass(frozen=True)
class Left:
    """Some who do not get it, although one might think so."""

    reason: str  # a key: "gone", "without", "restricted", "nothing"
    count: int
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        return str(LEFT_OUT[self.reason])


@dataclass(frozen=True)
class Preview:
    """What the writer sees before anything goes out."""

    count: int
    by_audience: dict[str, int]
    by_reason: list[tuple[str, str, int]]  # why, about, how many
    sample: list[tuple[Person, Found]]
    left_out: list[Left]


LEFT_OUT = {
    "gone": _("can no longer sign in"),
    "without": _("you took them out"),
    "restricted": _("may not see the ticket it is about"),
    "nothing": _("nothing ties them to it"),
}


def because(why: str, about: str) -> str:
    return str(Why(why).label).replace("{about}", about)


def rows(statement: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def people_of(source: Source, *, ticket: Ticket | None = None, now: datetime | None = None) -> list[Found]:
    """Everyone it is for, each once."""
    whom = Whom.of(source, ticket=ticket, now=now)
    statement = f"{FOUND} SELECT person_id, audience, why, {ABOUT} FROM allowed {SPELLED} ORDER BY person_id"  # noqa: S608 - constants
    return [Found(*row) for row in rows(statement, whom.params())]


def count(source: Source, *, ticket: Ticket | None = None, now: datetime | None = None) -> int:
    whom = Whom.of(source, ticket=ticket, now=now)
    return int(rows(f"{FOUND} SELECT count(*) FROM allowed", whom.params())[0][0])  # noqa: S608 - constants


# All that the composer asks, in one go: how many by reason, a few of them from all over (the same few each time: a hash of
# the key says who), and who does not get it. Names are looked up only for what is shown.
LOOK = f"""
    {FOUND}, many AS (
        SELECT audience, best, count(*) AS number FROM allowed GROUP BY audience, best
    ), few AS (
        SELECT person_id, audience, best FROM allowed ORDER BY hashint8(person_id) LIMIT {SAMPLE}
    ), missed AS (
        SELECT person.id, person.name, CASE WHEN NOT person.is_active THEN 'gone'
            WHEN person.id = ANY(%(without)s::bigint[]) THEN 'without' ELSE 'restricted' END AS reason
        FROM found person WHERE NOT ({MAY})
    ), others AS (
        SELECT name FROM people_person person WHERE is_active AND NOT EXISTS (SELECT FROM found WHERE found.id = person.id)
        ORDER BY id LIMIT {SAMPLE}
    )
    SELECT 'many' AS part, best, audience, why, {ABOUT}, number, NULL::text[] FROM many {SPELLED}
    UNION ALL SELECT 'few', best, audience, why, {ABOUT}, person_id, NULL FROM few {SPELLED}
    UNION ALL SELECT 'missed', 0, reason, '', '', count(*), (array_agg(name::text ORDER BY id))[:{SAMPLE}]
    FROM missed GROUP BY reason
    UNION ALL SELECT 'missed', 0, 'nothing', '', '', (SELECT count(*) FROM people_person WHERE is_active)
        - (SELECT count(*) FROM found WHERE is_active), (SELECT array_agg(name::text) FROM others)
    ORDER BY 1, 2, 3"""  # noqa: S608 - constants


def preview(source: Source, *, ticket: Ticket | None = None, now: datetime | None = None) -> Preview:
    """All that the composer shows while somebody chooses: one statement, and one for the few names."""
    found = rows(LOOK, Whom.of(source, ticket=ticket, now=now).params())
    by_audience: Counter[str] = Counter(dict.fromkeys(Audience.values, 0))
    by_reason: Counter[tuple[str, str]] = Counter()
    few, missed = [], {}
    for part, _rank, group, why, about, number, names in found:
        match part:
            case "many":
                by_audience[group] += number
                by_reason[why, about] += number
            case "few":
                few.append(Found(number, group, why, about))
            case "missed" if number:
                missed[group] = Left(group, number, tuple(names))
    people = Person.objects.select_related("site").in_bulk([one.person_id for one in few])
    return Preview(
        count=by_audience.total(),
        by_audience=dict(by_audience),
        by_reason=[(why, about, number) for (why, about), number in by_reason.items()],
        sample=[(people[one.person_id], one) for one in few],
        left_out=[missed[reason] for reason in LEFT_OUT if reason in missed],
    )


def sample(source: Source, **about: Any) -> list[tuple[Person, Found]]:
    """A few of them."""
    return preview(source, **about).sample


def left_out(source: Source, **about: Any) -> list[Left]:
    """Who does not get it, and why: those who were meant and may not, and how many nothing ties to it."""
    return preview(source, **about).left_out


def outside(notice: Notice) -> Any:
    """Confirmed addresses without an account that follow one of its services; only a public notice leaves the house."""
    if not notice.public or notice.drill:
        return Subscription.objects.none()
    hit = rows(
        f"WITH {HIT} SELECT id FROM hit",  # noqa: S608 - constants
        {"services": list(notice.services.values_list("pk", flat=True))},
    )
    return Subscription.objects.filter(person=None, service__in=[pk for (pk,) in hit]).exclude(
        confirmed_at=None
    )


# After the event -----------------------------------------------------------------------------------------------------


def affected(notice: Notice) -> set[int]:
    """Who showed that it hit them: "me too", a ticket on its services while it lasted, or a part in the linked ticket."""
    whom = Whom.of({"services": notice.services.all()}, ticket=notice.ticket, now=notice.opened_at)
    moments = [notice.starts_at, notice.published_at, notice.ticket.opened_at if notice.ticket else None]
    begin = min((moment for moment in moments if moment), default=notice.opened_at)
    statement = f"""
        WITH {HIT}
        SELECT ticket.requester_id FROM tickets_ticket ticket JOIN hit ON hit.id = ticket.service_id
        WHERE ticket.opened_at >= %(begin)s AND (%(end)s::timestamptz IS NULL OR ticket.opened_at <= %(end)s)
        UNION SELECT unnest(%(askers)s::bigint[])
        UNION SELECT person_id FROM comms_addressee WHERE notice_id = %(notice)s AND affected_at IS NOT NULL"""  # noqa: S608 - constants
    about = {**whom.params(), "begin": begin, "end": notice.over_at, "notice": notice.pk}
    return {pk for (pk,) in rows(statement, about)}


def told_but_not_affected(notice: Notice) -> Any:
    """Addressees who never showed that it hit them. No sign is no proof: the figure is an upper bound."""
    return notice.addressees.exclude(person__in=affected(notice)).select_related("person")


def affected_but_not_told(notice: Notice) -> Any:
    """Colleagues it hit whom nobody addressed: the gap."""
    told = Addressee.objects.filter(notice=notice).values("person")
    return Person.objects.active().filter(pk__in=affected(notice)).exclude(pk__in=told)


@dataclass(frozen=True)
class Error:
    """How well the audience was chosen. None where there is nothing to divide by."""

    told: int
    affected: int
    both: int

    @property
    def precision(self) -> float | None:
        return self.both / self.told if self.told else None

    @property
    def recall(self) -> float | None:
        return self.both / self.affected if self.affected else None


def error(notice: Notice) -> Error:
    hit = set(Person.objects.active().filter(pk__in=affected(notice)).values_list("pk", flat=True))
    both = notice.addressees.filter(person__in=hit).count()
    return Error(notice.addressees.count(), len(hit), both)
