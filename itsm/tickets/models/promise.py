"""The promise: "you hear from us by T". A clock of its own kind, kept only by a person's word."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.frame.strip import Promise as PromiseMark
from itsm.people.models import Person
from itsm.services.calendars import deadline
from itsm.services.policy import Targets
from itsm.tickets.models.clock import Clock

if TYPE_CHECKING:
    from itsm.tickets.models.act import Act

# Fewer words than this say nothing: "ok", "still on it".
WORDS_THAT_SAY_SOMETHING = 4
LONGEST_PROMISE = timedelta(days=90)


class Promise(models.Model):
    """What a ticket knows and does about the next word its colleague was promised."""

    promised_at = models.DateTimeField(
        null=True
    )  # the running promise, or the broken one until a word is said
    last_word_at = models.DateTimeField(
        null=True
    )  # the last human word to the colleague; the start of the silence
    last_word = models.CharField(
        max_length=64, blank=True
    )  # its fingerprint: saying the same again says nothing

    class Meta:
        abstract = True

    def promise(self, until: datetime, *, by: Person, now: datetime | None = None) -> None:
        """Say when the colleague hears next. Before it is due that renews the old promise; it never mends a broken one."""
        with self.act("promise", by=by, now=now, public=True) as act:
            self.refuse_if_over("promise")
            check_promise(until, now=act.now)
            act.details["until"] = until
            running = act.clocks.live.get(Clock.Kind.NEXT_UPDATE)
            if running is not None and running.due_at:
                act.verb = "renew" if not running.breached_at and running.due_at > act.now else "promise"
                act.details["was"] = running.due_at
            self.make_promise(act, until=until, by=by, outcome=Clock.Outcome.RENEWED)

    def make_promise(
        self, act: "Act", *, until: datetime | None = None, by: Person | None = None, outcome: str = ""
    ) -> None:
        """Replace the running promise. Without `until` the policy's own next-update target decides."""
        act.clocks.stop(Clock.Kind.NEXT_UPDATE, outcome=outcome or None)
        if until is None:
            seconds = act.clocks.targets.next_update
            until = deadline(act.now, seconds, act.clocks.targets.hours) if seconds else None
        if until is not None:
            act.clocks.start(Clock.Kind.NEXT_UPDATE, None, due_at=until, by=by)
        self.promised_at = until

    def keep_promise(self, act: "Act", *, until: datetime | None, by: Person) -> None:
        """A person has spoken: the running promise is kept (or was broken, which stays), the next one begins."""
        running, due = act.clocks.live.get(Clock.Kind.NEXT_UPDATE), self.promised_at
        act.clocks.stop(Clock.Kind.FIRST_RESPONSE)
        self.make_promise(act, until=until, by=by if until else None)
        self.last_word_at = act.now
        if running is not None and running.outcome == Clock.Outcome.MET:
            act.also("keep_promise", due=due, promised_by=str(running.promised_by or ""))

    def own_targets(self, targets: Targets) -> Targets:
        """What was agreed, unless a practice's tickets say themselves how long they take."""
        return targets

    @property
    def strip_promise(self) -> PromiseMark | None:
        """The flag on the strip."""
        if self.promised_at is None:
            return None
        return PromiseMark("due" if self.promised_at > timezone.now() else "broken", self.promised_at)

    def says_something(self, words: str) -> bool:
        """An update with no content, or the same one again, keeps no promise."""
        return len(words.split()) >= WORDS_THAT_SAY_SOMETHING and fingerprint(words) != self.last_word

    if TYPE_CHECKING:
        act: Any
        refuse_if_over: Any


def check_promise(until: datetime, *, now: datetime) -> None:
    if until <= now:
        raise ValidationError({"until": _("Choose a time that is still to come.")})
    if until > now + LONGEST_PROMISE:
        raise ValidationError(
            {"until": _("Nobody waits longer than 90 days for a word. Choose an earlier time.")}
        )


def fingerprint(words: str) -> str:
    """The words without case and spacing, shortened: enough to see that nothing new was said."""
    return blake2b(" ".join(words.lower().split()).encode(), digest_size=16).hexdigest()
