"""From answers and facts to a score, a level, and the reasons in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from changes.models.flow import Type
from changes.models.governing import RiskFact, RiskLevel, RiskQuestion
from changes.risk.facts import FACTS, Look


@dataclass(frozen=True)
class Risk:
    """`because` are pairs of words and points, the heaviest first."""

    score: int
    level: str
    because: list[list[Any]]


def weigh(change: Any, *, now: datetime) -> Risk:
    # Of a standard change the questions were answered when its model was authorised.
    asked = () if change.type == Type.STANDARD else _of_questions(change.risk_answers)
    reasons = [*asked, *_of_facts(change, now=now)]
    heaviest_first = sorted(reasons, key=lambda reason: -reason[1])
    because = [[words, points] for words, points in heaviest_first if points]
    score = max(0, sum(points for _words, points in reasons))
    reached = RiskLevel.objects.filter(from_score__lte=score).order_by("-from_score").first()
    return Risk(score, reached.level if reached else "", because)


def _of_questions(answers: dict[str, int]) -> Iterator[tuple[str, int]]:
    """What nobody has answered counts as its most careful answer: risk is never thought smaller than it may be."""
    for question in RiskQuestion.objects.filter(is_active=True):
        place, points = answers.get(question.key), [int(choice["points"]) for choice in question.choices]
        if place is not None and 0 <= place < len(points):
            yield f"{question.text} {question.choices[place]['label']}", points[place]
        elif points:
            yield _("%(question)s Not answered.") % {"question": question.text}, max(points)


def _of_facts(change: Any, *, now: datetime) -> Iterator[tuple[str, int]]:
    look, weights = Look(change, now=now), dict(RiskFact.objects.values_list("key", "points"))
    for key, fact in FACTS.items():
        found = fact(look) if weights.get(key) else None
        if found is not None and found.steps:
            yield found.words, found.steps * weights[key]
