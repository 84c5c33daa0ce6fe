"""How many mails a week a person gets, and from how many on that is too much.

LIMIT is no setting: fifty a week are ten a working day, one for every 48 minutes of work. Whoever gets more skims them, and the one
that mattered is among those skimmed. Who should get that many is not the person's fault: a watch too wide, a rule too loud.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms import letters
from comms.mail_words import writing
from comms.mail_words.writing import Foot, Line
from comms.models import Delivery, Group, Held, Reason
from itsm.frame.words import current
from itsm.people.models import Person

LIMIT = 50
WEEK = timedelta(days=7)
WEEKS_SHOWN = 4
MOST_NAMED = 100
WENT = Q(state__in=[Delivery.State.SENT, Delivery.State.BOUNCED], channel="mail")


@dataclass(frozen=True)
class Week:
    """Mails per person who got any in the seven days from `begins`; `merged` lines came in digests instead of as mails."""

    begins: date
    people: int
    mails: int
    typical: int
    most: int
    over: int
    merged: int

    @property
    def each(self) -> float:
        return self.mails / self.people if self.people else 0


@dataclass(frozen=True)
class TooMuch:
    person: Person
    mails: int
    mostly: str  # the kind that most of it is


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _span(begins: date) -> tuple[datetime, datetime]:
    start = datetime.combine(begins, time.min, UTC)
    return start, start + WEEK


def of_person(person: Person, *, now: datetime) -> int:
    """Mails in the last seven days."""
    return Delivery.objects.filter(WENT, person=person, created_at__gt=now - WEEK).count()


def week(begins: date) -> Week:
    """One statement over that week's rows, and one over what was merged."""
    start, end = _span(begins)
    rows = Delivery.objects.filter(WENT, created_at__gte=start, created_at__lt=end, person__isnull=False)
    counts, params = rows.order_by().values("person").annotate(mails=Count("pk")).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(mails), 0), coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY mails), 0),"  # noqa: S608 - Django's own statement inside
            f" coalesce(max(mails), 0), count(*) FILTER (WHERE mails > {LIMIT}) FROM ({counts}) AS per_person",
            params,
        )
        people, mails, typical, most, over = cursor.fetchone()
    merged = Held.objects.filter(at__gte=start, at__lt=end, digest__startswith="digest:").count()
    return Week(begins, people, int(mails), typical, most, over, merged)


def weeks(*, now: datetime) -> list[Week]:
    """This one so far, and those before it."""
    this = monday(now.date())
    return [week(this - WEEK * number) for number in range(WEEKS_SHOWN)]


def over_limit(begins: date) -> list[TooMuch]:
    """Who got too much in that week, the most first, with the kind that most of it is."""
    start, end = _span(begins)
    rows = Delivery.objects.filter(WENT, created_at__gte=start, created_at__lt=end).order_by()
    most = rows.values("person").annotate(mails=Count("pk")).filter(mails__gt=LIMIT, person__isnull=False)
    totals = {row["person"]: row["mails"] for row in most.order_by("-mails")[:MOST_NAMED]}
    kinds: dict[int, tuple[int, str]] = {}
    for person, group, number in (
        rows.filter(person__in=totals).values_list("person", "group").annotate(Count("pk"))
    ):
        kinds[person] = max(kinds.get(person, (0, "")), (number, group))
    people = Person.objects.in_bulk(totals)
    return [TooMuch(people[pk], mails, _label(kinds[pk][1])) for pk, mails in totals.items()]


def _label(group: str) -> str:
    return str(Group(group).label) if group in Group.values else _("something else")


# The warning ----------------------------------------------------------------------------------------------------------


def warn(*, now: datetime) -> list[int]:
    """Tell administrators once about the week that is over, if anybody got too much; returns the mails to send."""
    begins = monday(now.date()) - WEEK
    cause = f"budget:{begins}"
    if Delivery.objects.filter(cause=cause).exists() or not (too_much := over_limit(begins)):
        return []
    changed = writing.changed()
    rows = [warning(person, begins, too_much, changed, now=now) for person in Person.objects.administrators()]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return list(
        Delivery.objects.filter(cause=cause, state=Delivery.State.QUEUED).values_list("pk", flat=True)
    )


def warning(
    person: Person, begins: date, too_much: list[TooMuch], changed: writing.Changed, *, now: datetime
) -> Delivery:
    row = Delivery(
        cause=f"budget:{begins}",
        person=person,
        reason=Reason.LOOKS_AFTER,
        address=person.email,
        message_id=f"<budget.{begins}.{person.pk}@{letters.domain()}>",
        thread_id=f"<budget@{letters.domain()}>",
        created_at=now,
    )
    with letters.reading_as(person):
        number = len(too_much)
        values = {
            "name": person.greeting_name,
            "week": current().day(begins, now),
            "count": ngettext("%(number)d colleague", "%(number)d colleagues", number) % {"number": number},
            "limit": str(LIMIT),
            "url": settings.BASE_URL + reverse("comms:budget"),
        }
        said = _("%(name)s: %(mails)d mails, most of them “%(kind)s”")
        lines = [
            Line(said % {"name": each.person.name, "mails": each.mails, "kind": each.mostly})
            for each in too_much
        ]
        letter = writing.write(
            writing.words_of("budget", changed), values, Foot.of(person, "", row.why), lines=lines
        )
        row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    return row
