"""The reading list of a week: what colleagues wrote, the unhappiest first, with how often each reason was named."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from comms.models import Answer
from comms.surveys import questions
from itsm.people.models import Person


class Week:
    """Of one reader, in their zone. `reason`: only what was chosen with it."""

    def __init__(self, monday: date, person: Person, *, reason: str = "") -> None:
        self.monday, self.reason = monday, reason
        self.begins, self.ends = (
            timezone.make_aware(datetime.combine(day, time.min))
            for day in (monday, monday + timedelta(days=7))
        )
        written = Answer.objects.visible_to(person).with_words()
        self.every: QuerySet[Answer] = written.filter(at__gte=self.begins, at__lt=self.ends)

    @property
    def shown(self) -> QuerySet[Answer]:
        rows = self.every.filter(reason=self.reason) if self.reason else self.every
        return rows.select_related("survey", "ticket", "person", "feedback")

    @property
    def name(self) -> str:
        return as_week(self.monday)

    @property
    def before(self) -> str:
        return as_week(self.monday - timedelta(days=7))

    @property
    def after(self) -> str:
        return as_week(self.monday + timedelta(days=7))

    def themes(self) -> list[tuple[str, str, int]]:
        """Key, words, how many. The same reason may be named of a ticket and of a service."""
        rows = (
            self.every.exclude(reason="")
            .order_by()
            .values_list("reason", "survey__kind")
            .annotate(Count("pk"))
        )
        counted: Counter[str] = Counter()
        names: dict[str, str] = {}
        for reason, kind, n in rows:
            counted[reason] += n
            names[reason] = str(questions.every_reason(kind).get(reason, reason))
        return [
            (reason, names[reason], n)
            for reason, n in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        ]


def as_week(monday: date) -> str:
    return f"{monday:%G-W%V}"
