"""A rehearsal from its start to its score. Its notice is a rehearsal, too: see `Notice.drill`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from comms.drill.score import Score, coverage
from comms.drill.stories import STORIES, Scene, Story
from comms.models import Drill, Notice, Text, Update
from comms.notices import telling
from comms.promises.cadence import Cadence, Message, cadence
from comms.promises.running import SAY_NOTHING_NEW
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.errors import Refused


@transaction.atomic
def start(*, story: str, by: Person, service: Service | None = None, now: datetime) -> Drill:
    """The clock runs from here. The notice is a draft: its first message is the first thing to do."""
    if Drill.objects.running().filter(started_by=by).exists():
        raise Refused(_("You rehearse already. End that one first."))
    notice = telling.open_notice(
        kind="outage",
        title=_("Rehearsal: %(title)s") % {"title": STORIES[story].title},
        by=by,
        services=[service] if service else (),
        aim={"people": [by]},  # nobody else: not even their rows are written
        drill=True,
        now=now,
    )
    return Drill.objects.create(story=story, notice=notice, started_by=by, started_at=now)


@transaction.atomic
def end(drill: Drill, *, now: datetime) -> None:
    """Once; whoever presses later changes nothing. Its notice is over with it."""
    if Drill.objects.running().filter(pk=drill.pk).update(ended_at=now):
        Notice.objects.filter(pk=drill.notice_id).update(open=False, over_at=now, next_update_at=None)
    drill.refresh_from_db()


@dataclass
class Rehearsal:
    """A drill at one moment, with what was said in it."""

    drill: Drill
    now: datetime
    said: list[Update]
    texts: list[Text]

    @classmethod
    def of(cls, drill: Drill, *, now: datetime) -> "Rehearsal":
        return cls.of_each([drill], now=now)[0]

    @classmethod
    def of_each(cls, drills: Sequence[Drill], *, now: datetime) -> "list[Rehearsal]":
        """Two statements, however many."""
        notices = [drill.notice_id for drill in drills]
        said, words = defaultdict(list), defaultdict(list)
        updates = Update.objects.filter(notice__in=notices).exclude(verb__in=SAY_NOTHING_NEW)
        for update in updates.order_by("pk"):
            said[update.notice_id].append(update)
        for text in Text.objects.filter(update__in=updates).select_related("update"):
            words[text.update.notice_id].append(text)
        return [cls(drill, now, said[drill.notice_id], words[drill.notice_id]) for drill in drills]

    @property
    def story(self) -> Story:
        return STORIES.get(self.drill.story) or Story(self.drill.story, self.drill.notice.title, (), 60)

    @property
    def is_running(self) -> bool:
        return self.drill.ended_at is None

    @property
    def until(self) -> datetime:
        return self.drill.ended_at or self.now

    @property
    def scenes(self) -> list[tuple[datetime, Scene]]:
        return self.story.told(started=self.drill.started_at, now=self.until)

    @cached_property
    def cadence(self) -> Cadence:
        """Ended early it is judged by what had been due until then."""
        resolved = self.story.resolved_at(self.drill.started_at)
        messages = [Message(update.at, update.next_update_at) for update in self.said]
        ended = resolved if resolved <= self.until else None
        return cadence(self.drill.started_at, messages, now=self.until, ended=ended)

    @cached_property
    def score(self) -> Score:
        return Score(self.cadence, coverage(self.texts))

    @property
    def steps(self) -> list[str]:
        """What can be said next, what fits first."""
        notice = self.drill.notice
        works = self.story.resolved_at(self.drill.started_at) <= self.now
        fits = "resolve" if works else "update"
        return sorted(
            (verb for verb in notice.allowed_verbs if verb != "worsen"), key=lambda verb: verb != fits
        )
