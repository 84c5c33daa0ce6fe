"""You said, we did: once a week by mail, if something came of what colleagues said. To whoever spoke or voted within a year, and
to the desk, which also reads the thanks of that week.

Thanks stand as they came: nobody counts or compares them, and whoever does not want to be named is not.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comms import quiet
from comms.letters import domain, reading_as
from comms.mail_words import writing
from comms.mail_words.writing import Changed, Foot, Line
from comms.models import Delivery, Feedback, FeedbackStep, FeedbackVote, Group, Held, Reason
from itsm.frame import words
from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.models import Event
from itsm.tickets.personal import THANK

KIND = "said"  # of letter
WEEK, YEAR = timedelta(weeks=1), timedelta(days=365)
BECAME = ("plan", "finish", "decline")
MOST_LINES, MOST_THANKS = 30, 20


@dataclass(frozen=True)
class Week:
    """Seven whole days of the organisation's zone, the last of them a Sunday."""

    begins: date

    @classmethod
    def before(cls, now: datetime) -> "Week":
        today = timezone.localtime(now, timezone.get_default_timezone()).date()
        return cls(today - timedelta(days=today.weekday()) - WEEK)

    @property
    def cause(self) -> str:
        return f"said:{self.begins}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        zone = timezone.get_default_timezone()
        ends = self.begins + WEEK
        return datetime.combine(self.begins, time.min, zone), datetime.combine(ends, time.min, zone)

    @cached_property
    def items(self) -> list[Feedback]:
        """What everybody may read of it: done first, then planned, then what is not done now."""
        since, until = self.span
        steps = FeedbackStep.objects.filter(verb__in=BECAME, at__gte=since, at__lt=until)
        rows = Feedback.objects.told_to_all().filter(pk__in=steps.values("feedback"))
        order: list[str] = [Feedback.State.DONE, Feedback.State.PLANNED, Feedback.State.NOT_NOW]
        return sorted(rows, key=lambda item: (order.index(item.state), item.pk))[:MOST_LINES]

    @cached_property
    def thanks(self) -> list[Event]:
        since, until = self.span
        said = Event.objects.filter(verb=THANK, at__gte=since, at__lt=until, ticket__restricted=False)
        rows = said.select_related("actor", "ticket").order_by("pk")
        hidden = Person.objects.filter(
            takes_thanks=False, pk__in=[row.details.get("person_id") or 0 for row in rows]
        )
        unnamed = set(hidden.values_list("pk", flat=True))
        return [row for row in rows if row.details.get("person_id") not in unnamed][:MOST_THANKS]


def readers(*, now: datetime) -> dict[int, Reason]:
    """Who gets it, and why: the desk, whoever spoke, whoever voted."""
    since = now - YEAR
    desk = Person.objects.active().filter(groups__name__in=DESK).values_list("pk", flat=True)
    active = {"person__is_active": True}
    voted = FeedbackVote.objects.filter(at__gte=since, **active).values_list("person", flat=True)
    spoke = Feedback.objects.filter(heard_at__gte=since, author__is_active=True).values_list(
        "author", flat=True
    )
    found = dict.fromkeys(voted, Reason.VOTED)
    found |= dict.fromkeys(spoke, Reason.SPOKE)
    return found | dict.fromkeys(desk, Reason.LOOKS_AFTER)


def write(people: dict[int, Reason], week: Week, *, now: datetime) -> list[int]:
    """Their mails, as they chose; whoever has theirs already gets no second one. Returns those to send."""
    wanted = quiet.wants(people, group=Group.SAID, now=now)
    known = Person.objects.with_roles().filter(pk__in={*wanted.at_once, *wanted.later}).order_by("pk")
    changed, mails, held = writing.changed(), [], []
    for person in known:
        lines = lines_for(person, week)
        if lines and person.pk in wanted.at_once:
            mails.append(compose(person, people[person.pk], week, lines, changed, now=now))
        elif lines:
            held.append(line_of(person, people[person.pk], week, now=now, due_at=wanted.later[person.pk]))
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)
    Held.objects.bulk_create(held, ignore_conflicts=True)
    queued = Delivery.objects.filter(Q(state=Delivery.State.QUEUED), cause=week.cause, person__in=people)
    return list(queued.values_list("pk", flat=True))


def lines_for(person: Person, week: Week) -> list[Line]:
    """In the reader's language. Thanks were said on tickets, which the desk may read."""
    with reading_as(person):
        found = [_said(item) for item in week.items]
        return found + [_thanked(event) for event in week.thanks] if person.works_the_desk else found


def _said(item: Feedback) -> Line:
    became = {
        Feedback.State.DONE: _("We did: %(words)s"),
        Feedback.State.PLANNED: _("We plan: %(words)s"),
        Feedback.State.NOT_NOW: _("Not now, because: %(words)s"),
    }[Feedback.State(item.state)]
    url = reverse("feedback:item", args=[item.number]) if item.is_idea else reverse("feedback:said")
    what = _("You said: %(words)s") % {"words": item.you_said or item.title}
    return Line(what, settings.BASE_URL + url, became % {"words": item.we_did})


def _thanked(event: Event) -> Line:
    whom = event.details.get("person") or event.details.get("team") or ""
    what = _("%(who)s thanks %(whom)s") % {"who": event.actor, "whom": whom}
    return Line(what, settings.BASE_URL + event.ticket.get_absolute_url(), event.comment)


def compose(
    person: Person, reason: Reason, week: Week, lines: list[Line], changed: Changed, *, now: datetime
) -> Delivery:
    row = Delivery(
        cause=week.cause, group=Group.SAID, person=person, reason=reason, address=person.email, created_at=now,
        message_id=f"<said.{week.begins}.{person.pk}@{domain()}>", thread_id=f"<said.{person.pk}@{domain()}>",
    )  # fmt: skip
    with reading_as(person):
        values = {
            "name": person.greeting_name,
            "since": words.day(week.begins, now),
            "url": settings.BASE_URL + reverse("feedback:said"),
        }
        foot = Foot.of(person, Group.SAID, row.why)
        letter = writing.write(writing.words_of(KIND, changed), values, foot, lines=lines)
        row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    return row


def line_of(person: Person, reason: Reason, week: Week, *, now: datetime, due_at: datetime) -> Held:
    """For whoever gathers mail: one line that leads to the page."""
    with reading_as(person):
        line = _("You said, we did: what came of it in the week from %(day)s") % {
            "day": words.day(week.begins, now)
        }
    url = settings.BASE_URL + reverse("feedback:said")
    return Held(
        cause=week.cause, group=Group.SAID, person=person, reason=reason, line=line, url=url, at=now, due_at=due_at
    )  # fmt: skip
