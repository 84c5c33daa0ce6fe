"""The first words of a briefing, from data: what colleagues felt, what was promised and kept, three stories, one decision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comms.briefing.stories import STORIES
from comms.models import Briefing, BriefingCopy
from itsm.frame.practices import is_here
from itsm.insights.figures import change, with_unit
from itsm.insights.goals.targets import standing
from itsm.insights.goals.tensions import clashes, wishes
from itsm.insights.measures import Figure, Filter, Measure, ask_each, measures
from itsm.insights.measures.shape import NOTHING
from itsm.services.goals import figures as goals
from itsm.services.models import Goal

Line = dict[str, Any]
Part = Briefing.Part
DAY = timedelta(days=1)
# The first that say something are told. Whatever is not counted yet, or not here, is left out.
FELT = ("happiness", "csat", "lost_time", "clarity", "reopened")
PROMISED = ("promises_kept", "notice_promises_kept", "sla_met", "promises_renewed")
MOST_FIGURES, MOST_STORIES = 2, 3
LONGEST_QUESTION = 300
ONE_PAGE = 2_400  # characters of all lines: more does not fit on a page of A4


@dataclass(frozen=True)
class Month:
    """Whole days of the organisation's own zone."""

    first: date

    @property
    def last(self) -> date:
        return (self.first + 31 * DAY).replace(day=1) - DAY

    @property
    def before(self) -> "Month":
        return Month((self.first - DAY).replace(day=1))

    @property
    def filter(self) -> Filter:
        return Filter.of_days(self.first, self.last, timezone.get_default_timezone())

    @classmethod
    def over(cls, *, now: datetime) -> "Month":
        """The last one that is over."""
        today = timezone.localdate(now, timezone.get_default_timezone())
        return cls(today.replace(day=1)).before


def make(month: Month, *, now: datetime) -> Briefing:
    """Once for each month. Whoever got the last one gets this one, until somebody says otherwise."""
    with transaction.atomic():
        question, links = decision(now=now)
        question = Truncator(question).chars(LONGEST_QUESTION)
        lines = [*figures(month), *stories(month)]
        first = {"lines": lines, "question": question, "question_links": links, "made_at": now}
        briefing, made = Briefing.objects.get_or_create(month=month.first, defaults=first)
        if made and (last := Briefing.objects.sent().exclude(pk=briefing.pk).first()):
            people = last.copies.filter(person__is_active=True).values_list("person", flat=True)
            BriefingCopy.objects.bulk_create(BriefingCopy(briefing=briefing, person_id=pk) for pk in people)
    return briefing


def figures(month: Month) -> list[Line]:
    """Each figure in a sentence, with what changed against the month before."""
    known = {one.key: one for one in measures() if is_here(one.source.rows)}
    wanted = [known[key] for key in (*FELT, *PROMISED) if key in known]
    now, before = ask_each(wanted, [(month.filter, None), (month.before.filter, None)])

    def told(part: str, keys: tuple[str, ...]) -> Iterator[Line]:
        for key in keys:
            figure = now[key].get(None, NOTHING) if key in known else NOTHING
            if figure.value is not None:
                yield sentence(part, known[key], figure, before[key].get(None, NOTHING))

    return [*list(told(Part.FELT, FELT))[:MOST_FIGURES], *list(told(Part.PROMISED, PROMISED))[:MOST_FIGURES]]


def sentence(part: str, measure: Measure, figure: Figure, before: Figure) -> Line:
    said = {
        "name": measure.name,
        "value": with_unit(figure, measure.unit),
        "n": number_format(figure.n, force_grouping=True),
    }
    words = _("%(name)s: %(value)s, of %(n)s.") % said
    if before.value is not None:
        words = f"{words} {change(figure, before, measure.unit)}"
    page = reverse("insights:figure", args=[measure.key])
    return {"part": part, "words": words, "links": [[str(measure.name), page]]}


def stories(month: Month) -> list[Line]:
    """At most one of each kind, until there are three."""
    found: list[Line] = []
    for tell in STORIES:
        if len(found) < MOST_STORIES and (story := tell(month.filter)):
            words, name, href = story
            found.append({"part": Part.STORY, "words": words, "links": [[name, href]]})
    return found


# The decision ---------------------------------------------------------------------------------------------------------

Question = tuple[str, list[list[str]]]


def decision(*, now: datetime) -> Question:
    """What only somebody above can settle: two wishes that cannot both be had, or a goal that is behind."""
    asked: tuple[Callable[[datetime], Question | None], ...] = (of_two_wishes, of_a_goal_behind)
    return next((found for ask in asked if (found := ask(now))), ("", []))


def of_two_wishes(now: datetime) -> Question | None:
    found = clashes(wishes(Goal.objects.pursued().measured(), standing(timezone.localdate(now))))
    pair = next((pair for pair in found if pair.sharp), None)
    if pair is None:
        return None
    both = {"one": pair.one.name, "other": pair.other.name, "because": pair.because}
    words = _("“%(one)s” and “%(other)s” cannot both be had. %(because)s May the first go before the second?")
    return words % both, [[pair.one.name, pair.one.href], [pair.other.name, pair.other.href]]


def of_a_goal_behind(now: datetime) -> Question | None:
    pursued = list(Goal.objects.pursued().measured().order_by("reached_by"))
    stands = goals.stands(pursued, now=now)
    behind = next((goal for goal in pursued if goal.pk in stands and stands[goal.pk].state == "behind"), None)
    if behind is None:
        return None
    stand = stands[behind.pk]
    said = {"goal": behind.name, "now": stand.now, "due": stand.due}
    words = _("“%(goal)s” is at %(now)s and should be at %(due)s today. May other work wait for it?")
    return words % said, [[behind.name, behind.get_absolute_url()]]
