"""What the desk's page of one notice shows, each part asked for only where it is drawn."""

from collections import Counter
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from comms import fanout
from comms.measures import misread
from comms.models import OVER, Audience, Notice, Phase, Question, Text, Update
from comms.notices import audience, chart, steps
from comms.notices.funnel import Counts, funnel
from comms.notices.story import is_late
from itsm.people.models import Person

NAMES_SHOWN = 30


class About:
    """One notice before one reader at the desk."""

    def __init__(self, notice: Notice, person: Person) -> None:
        self.notice, self.person = notice, person
        self.now: datetime = timezone.now()

    @cached_property
    def counts(self) -> dict[str, Counts]:
        return funnel(self.notice)

    @property
    def reached(self) -> list[chart.Step]:
        return chart.steps_of(self.counts["total"], self.notice)

    @property
    def by_audience(self) -> list[Any]:
        return chart.rows_of(self.counts, self.notice)

    @property
    def said(self) -> str:
        return chart.said(self.counts["total"], self.notice)

    @property
    def late(self) -> bool:
        return is_late(self.notice, now=self.now)

    @property
    def is_draft(self) -> bool:
        return self.notice.phase == Phase.DRAFT

    @property
    def offers(self) -> list[steps.Step]:
        """What can be said next, the likeliest first."""
        return steps.offered(self.notice, self.person)

    @cached_property
    def silent(self) -> int:
        """Who has not confirmed: the ones a reminder goes to."""
        asked = self.notice.must_acknowledge and self.notice.open and not self.is_draft
        return self.notice.addressees.to_remind().count() if asked else 0

    @cached_property
    def messages(self) -> list[tuple[Update, list[Text]]]:
        """Newest first, each with its words for every audience."""
        found = self.notice.updates.select_related("by").prefetch_related("texts").order_by("-pk")
        place = {name: n for n, name in enumerate(Audience.values)}
        return [(one, sorted(one.texts.all(), key=lambda text: place[text.audience])) for one in found]

    @cached_property
    def topics(self) -> list[Question]:
        """Open ones first; under each those who asked the same."""
        found = Question.objects.filter(notice=self.notice, topic=None).select_related("by", "answered_by")
        rows = found.prefetch_related("others__by").annotate(askers=Count("others"))
        return sorted(rows, key=lambda one: (one.answered_at is not None, one.pk))

    @property
    def open_topics(self) -> list[Question]:
        return [one for one in self.topics if one.answered_at is None]

    @property
    def answered_topics(self) -> list[Question]:
        return [one for one in self.topics if one.answered_at]

    @property
    def open_questions(self) -> int:
        return len(self.open_topics)

    @cached_property
    def answers(self) -> list[tuple[str, int, bool]]:
        """Each answer of the check, how many chose it, and whether it is the right one."""
        given = self.notice.addressees.exclude(answer=None).values_list("answer").annotate(n=Count("pk"))
        chosen = Counter(dict(given.order_by()))
        return [(words, chosen[n], n == self.notice.right) for n, words in enumerate(self.notice.answers)]

    @property
    def said_anew(self) -> dict[str, int] | None:
        """How many misread it before its words were changed, and since."""
        return misread.around(self.notice) if self.notice.question else None

    @property
    def who_misread(self) -> list[Any]:
        """Names only where everyone was asked to confirm by name; the funnel has the counts."""
        if not self.notice.must_acknowledge:
            return []
        return list(
            self.notice.addressees.misread().select_related("person").order_by("person__name")[:NAMES_SHOWN]
        )

    @property
    def who_is_silent(self) -> list[Any]:
        if not self.notice.must_acknowledge or not self.notice.open:
            return []
        waiting = self.notice.addressees.to_remind().select_related("person")
        return list(waiting.order_by("person__name")[:NAMES_SHOWN])

    @cached_property
    def error(self) -> dict[str, Any] | None:
        """How well the audience was chosen; known only once it is over."""
        if self.notice.phase not in OVER or self.notice.kind != Notice.Kind.OUTAGE:
            return None
        figures = audience.error(self.notice)
        missed = audience.affected_but_not_told(self.notice).order_by("name")
        return {
            "told_for_nothing": figures.told - figures.both,
            "missed_count": figures.affected - figures.both,
            "missed": list(missed[:NAMES_SHOWN]),
        }

    @cached_property
    def sendings(self) -> list[tuple[Update, fanout.Progress]]:
        """The last message, and any before it of which something still waits: how far each is by mail."""
        newest = self.notice.updates.order_by("-pk").values("pk")[:1]
        found = self.notice.updates.filter(Q(pk__in=newest) | Q(done_at=None)).order_by("-pk")
        return [(update, fanout.progress(update)) for update in found] if not self.notice.drill else []

    @property
    def is_sending(self) -> bool:
        return any(not progress.done for _update, progress in self.sendings)
