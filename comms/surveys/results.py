"""What was answered, counted: how many, how happy, why, and in which words. Every count has its list, and both are of the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.utils.http import urlencode

from comms.models import Answer, Invitation, Survey
from comms.models.answer import HAPPY, SATISFIED, UNHAPPY
from comms.surveys import questions, urn
from comms.surveys.measures import capped, with_lost_time
from itsm.insights.measures.shape import TOO_FEW
from itsm.people.models import Person

PERIODS = (28, 90, 365)  # days, of the survey that never ends
USUAL = 90
MOST_SERVICES = 40
HAPPINESS = {
    "happy": Count("pk", filter=Q(rating__gte=HAPPY)),
    "unhappy": Count("pk", filter=Q(rating__lte=UNHAPPY)),
}


@dataclass(frozen=True)
class Figures:
    """What some answers come to. Where there are few, the figures are there and are said to be of few."""

    n: int
    happy: int
    unhappy: int
    satisfied: int
    lost: float  # minutes, each statement at most what 99 of 100 state

    @classmethod
    def of(cls, answers: QuerySet[Answer], *, named: bool) -> "Figures":
        found = answers.aggregate(
            n=Count("pk"), satisfied=Count("pk", filter=Q(rating__gte=SATISFIED)), **HAPPINESS
        )
        every = with_lost_time() if named else capped(answers)
        stated = every.filter(pk__in=answers.values("pk")).order_by().values(every=Value(1))
        lost = sum(filter(None, stated.annotate(total=Sum("lost")).values_list("total", flat=True)))
        return cls(**found, lost=lost)

    @property
    def few(self) -> bool:
        return self.n < TOO_FEW

    @property
    def happiness(self) -> int | None:
        return happiness(self.happy, self.unhappy, self.n)

    @property
    def csat(self) -> int | None:
        return round(100 * self.satisfied / self.n) if self.n else None

    @property
    def lost_hours(self) -> int:
        return round(self.lost / 60)

    @property
    def between(self) -> int:
        return self.n - self.happy - self.unhappy


@dataclass(frozen=True)
class Asked:
    """How many were asked, and how many of them answered, whether or not that has come out."""

    asked: int
    answered: int

    @property
    def rate(self) -> int | None:
        return round(100 * self.answered / self.asked) if self.asked else None


@dataclass(frozen=True)
class Choice:
    """Which answers of a survey: those of a rating, of a reason, about a service or a team, of the last days."""

    rating: int | None = None
    reason: str = ""
    service: int | None = None
    team: int | None = None
    days: int = USUAL

    @classmethod
    def of(cls, given: Any) -> "Choice":
        """From an address. What makes no sense chooses nothing."""
        numbers = {name: _number(given.get(name)) for name in ("rating", "service", "team", "days")}
        days = numbers.pop("days")
        return cls(
            **numbers, reason=str(given.get("reason", ""))[:12], days=days if days in PERIODS else USUAL
        )

    @property
    def is_some(self) -> bool:
        return self.rating is not None or bool(self.reason or self.service or self.team)

    def query(self, **other: Any) -> str:
        named = {
            "rating": self.rating,
            "reason": self.reason,
            "service": self.service,
            "team": self.team,
            **other,
        }
        days = {} if self.days == USUAL else {"days": self.days}
        return urlencode(
            {**days, **{name: value for name, value in named.items() if value not in {None, ""}}}
        )


def _number(given: Any) -> int | None:
    return int(given) if str(given or "").isdecimal() and len(str(given)) < 10 else None


class Results:
    """Of one survey, for one reader."""

    def __init__(self, survey: Survey, person: Person, chosen: Choice, *, now: datetime) -> None:
        self.survey, self.chosen = survey, chosen
        self.since = now - timedelta(days=chosen.days) if survey.named else None
        self.every = Answer.objects.visible_to(person).filter(survey=survey)
        if self.since:
            self.every = self.every.filter(at__gte=self.since)

    @property
    def group(self) -> int:
        return urn.smallest(self.survey)

    @property
    def shown(self) -> QuerySet[Answer]:
        """The list: what was chosen of it."""
        rows, chosen = self.every, self.chosen
        if chosen.rating is not None:
            rows = rows.filter(rating=chosen.rating)
        if chosen.reason:
            rows = rows.filter(reason=chosen.reason)
        if self.survey.named and chosen.service:
            rows = rows.filter(ticket__service=chosen.service)
        if self.survey.named and chosen.team:
            rows = rows.filter(ticket__team=chosen.team)
        return rows.select_related("ticket", "person", "feedback")

    @property
    def order(self) -> list[str]:
        """Without names there is no order of time: keys are random."""
        return ["-at", "-pk"] if self.survey.named else ["-pk"]

    @cached_property
    def figures(self) -> Figures:
        return Figures.of(self.every, named=self.survey.named)

    @cached_property
    def asked(self) -> Asked:
        return asked_of([self.survey], since=self.since)[self.survey.pk]

    @cached_property
    def sealed(self) -> int:
        """How many lie in the urn, of what is no secret: that many answered and are not counted yet."""
        return 0 if self.survey.named else max(self.asked.answered - self.figures.n, 0)

    def ratings(self) -> list[tuple[int, int]]:
        found = dict(self.every.order_by().values_list("rating").annotate(n=Count("pk")))
        return [(rating, found.get(rating, 0)) for rating in questions.SCALE]

    def themes(self) -> list[tuple[str, str, int]]:
        """Key, words, how many: the most named first."""
        return themes(self.every, self.survey.kind)

    def by(self, path: str) -> list[dict[str, Any]]:
        """By "service" or "team", the unhappiest first; those of few answers last."""
        if not self.survey.named:
            return []
        field = f"ticket__{path}"
        rows: Any = (
            self.every.filter(**{f"{field}__isnull": False})
            .order_by()
            .values(key=F(field), name=F(f"{field}__name"))
        )
        found = [
            {**row, "few": row["n"] < TOO_FEW, "happiness": happiness(row["happy"], row["unhappy"], row["n"])}
            for row in rows.annotate(n=Count("pk"), **HAPPINESS)
        ]
        return sorted(found, key=lambda row: (row["few"], row["happiness"], row["name"]))[:MOST_SERVICES]

    @property
    def progress(self) -> int | None:
        """How much of the way from where it began to where it shall be, in percent."""
        survey, now = self.survey, self.figures.happiness
        if (
            survey.target is None
            or survey.baseline is None
            or now is None
            or survey.target == survey.baseline
        ):
            return None
        return round(100 * (now - survey.baseline) / (survey.target - survey.baseline))

    @property
    def share(self) -> float:
        """The same for a bar, which is full at its end."""
        return min(max((self.progress or 0) / 100, 0.0), 1.0)


def happiness(happy: int, unhappy: int, n: int) -> int | None:
    return round(100 * (happy - unhappy) / n) if n else None


def themes(answers: QuerySet[Answer], kind: str) -> list[tuple[str, str, int]]:
    names = questions.every_reason(kind)
    rows = (
        answers.exclude(reason="")
        .order_by()
        .values_list("reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")
    )
    return [(reason, str(names.get(reason, reason)), n) for reason, n in rows]


def asked_of(surveys: Sequence[Survey], *, since: datetime | None = None) -> dict[int, Asked]:
    """A closed survey knows it by heart; of the others one statement counts it."""
    known = {one.pk: Asked(one.asked, one.answered) for one in surveys}
    running = [one.pk for one in surveys if one.is_open]
    rows = Invitation.objects.asked().filter(survey__in=running).order_by()
    if since:
        rows = rows.filter(asked_at__gte=since)
    answered = Count("pk", filter=Q(state=Invitation.State.ANSWERED))
    for survey, asked, have in rows.values_list("survey").annotate(Count("pk"), have=answered):
        known[survey] = Asked(asked, have)
    return known


def happiness_of(
    surveys: Sequence[Survey], person: Person, *, since: datetime
) -> dict[int, tuple[int | None, int]]:
    """Survey → happiness and of how many answers; of the one that never ends, those since then."""
    rows: Any = Answer.objects.visible_to(person).filter(survey__in=surveys)
    rows = rows.filter(Q(named=False) | Q(at__gte=since)).order_by().values("survey")
    return {
        row["survey"]: (happiness(row["happy"], row["unhappy"], row["n"]), row["n"])
        for row in rows.annotate(n=Count("pk"), **HAPPINESS)
    }
