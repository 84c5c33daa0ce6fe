"""Whether a way round works: what each colleague answered, for how many and where, and what an answer sets going."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel, Holder, Ticket
from problems.models.falling import RECENT, Count, has_fallen

if TYPE_CHECKING:
    pass

BY_WORKAROUND = "workaround"  # how an incident ends that a way round solves
OURS = frozenset({Holder.TEAM, Holder.AGENT})


class Trial(models.Model):
    """One colleague and one edition of the way round: whether they were told of it, and whether it worked for them."""

    class Answer(models.TextChoices):
        ASKED = "", gettext_lazy("not answered yet")
        WORKS = "works", gettext_lazy("works for me")
        FAILS = "fails", gettext_lazy("does not work")
        NOT_NEEDED = "not_needed", gettext_lazy("not needed any more")

    GIVEN: ClassVar = (Answer.WORKS, Answer.FAILS, Answer.NOT_NEEDED)

    known_error = models.ForeignKey("KnownError", models.CASCADE, related_name="trials")
    edition = models.PositiveSmallIntegerField(default=1)  # of the way round
    person = models.ForeignKey(Person, models.CASCADE, related_name="trials")
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, related_name="trials"
    )  # through which they were told
    environment = models.CharField(max_length=80, blank=True)  # where they tried it: site, device, program
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.ASKED, blank=True)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)  # null: they found it by themselves
    answered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)  # when they changed their mind: once is enough

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["known_error", "person", "edition"], name="tried_once_each")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["known_error", "-answered_at"], name="trial_answered", condition=~models.Q(answer="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"

    @property
    def may_answer(self) -> bool:
        """While this way round is the one that is published."""
        known = self.known_error
        return known.state == known.State.PUBLISHED and known.edition == self.edition

    @property
    def may_change(self) -> bool:
        return self.may_answer and not self.changed_at

    def take(self, answer: str, *, environment: str, words: str, now: datetime) -> bool:
        """The last word counts, and may be changed once. False if it says nothing new."""
        same, told = answer == self.answer, words and words != self.words
        if self.answer and not same:
            if self.changed_at:
                raise Refused(
                    _("You changed your answer once already, so it stands. Write to us on your ticket.")
                )
            self.changed_at = now
        self.answered_at = self.answered_at if same else now
        self.answer, self.words = answer, words or self.words
        self.environment = " ".join(environment.split())[:80] or self.environment
        self.save()
        return bool(told or not same)


@dataclass(frozen=True)
class Rate:
    """For how many it works, in one environment."""

    environment: str
    count: Count


class Tried(models.Model):
    """What a known error knows of its trials. Counted as answers come, so that no list counts them."""

    edition = models.PositiveSmallIntegerField(
        default=0, editable=False
    )  # of the way round: one each time it is published
    works_count = models.PositiveIntegerField(default=0, editable=False)
    fails_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def count(self) -> Count:
        return Count(self.works_count, self.fails_count)

    def trial_of(self, person: Person) -> Trial | None:
        """Of the edition that is published."""
        found: Trial | None = self.trials.filter(person=person, edition=self.edition).first()
        return found

    def answer(
        self,
        person: Person,
        answer: str,
        *,
        environment: str = "",
        words: str = "",
        solved: bool = False,
        channel: str = Channel.PORTAL,
        now: datetime | None = None,
    ) -> Trial:
        """A colleague says whether it works for them. `solved`: with it their trouble is over.

        Locked in this order: the known error, its problem, the ticket.
        """
        if answer not in Trial.GIVEN:
            raise ValidationError({"answer": _("Choose one of the three answers.")})
        now = now or timezone.now()
        with self.hold_still():
            if self.state != self.State.PUBLISHED:
                raise Refused(_("%(number)s asks for no answers now.") % {"number": self.number})
            trial = self.trial_of(person) or self.begin_trial(person)
            before = trial.answer
            if trial.take(answer, environment=environment, words=words, now=now):
                self.count_answer(before, -1)
                self.count_answer(answer, 1)
                self.save(update_fields=["works_count", "fails_count"])
                self.doubt(now=now)
                if trial.ticket is not None:
                    hear(
                        trial.ticket.specific,
                        trial,
                        known=self.number,
                        words=words,
                        solved=solved,
                        channel=channel,
                        now=now,
                    )
        return trial

    def begin_trial(self, person: Person) -> Trial:
        """They found it by themselves."""
        site = person.site.name if person.site else ""
        return Trial(known_error_id=self.pk, person=person, edition=self.edition, environment=site)

    def count_answer(self, answer: str, step: int) -> None:
        if answer == Trial.Answer.WORKS:
            self.works_count += step
        elif answer == Trial.Answer.FAILS:
            self.fails_count += step

    def doubt(self, *, now: datetime) -> None:
        """Back to its writers if it works for fewer than it did."""
        answers = list(
            self.answered().order_by("-answered_at", "-pk").values_list("answer", flat=True)[:RECENT]
        )
        recent = Count(answers.count(Trial.Answer.WORKS), answers.count(Trial.Answer.FAILS))
        earlier = Count(self.works_count - recent.works, self.fails_count - recent.fails)
        if has_fallen(recent, earlier):
            said = _("It works for fewer than before: %(works)d of the last %(n)d answers say that it does.")
            reason = said % {"works": recent.works, "n": recent.total}
            self.reopen(reason=reason, by=None, now=now)

    def answered(self) -> Any:
        """Of this edition, with a word on whether it works."""
        said = (Trial.Answer.WORKS, Trial.Answer.FAILS)
        return self.trials.filter(edition=self.edition, answer__in=said)

    def rates(self) -> list[Rate]:
        """For how many it works, where; most answers first. Capitals and blanks make no second place."""
        rows = self.answered().order_by("pk").values_list("environment", "answer")
        return rates_of(rows)

    if TYPE_CHECKING:
        pk: Any
        State: ClassVar[Any]
        state: str
        number: str
        trials: Any
        hold_still: Any
        reopen: Any


def rates_of(rows: Iterable[tuple[str, str]]) -> list[Rate]:
    names: dict[str, str] = {}
    counts: dict[str, list[str]] = {}
    for environment, answer in rows:
        key = environment.casefold()
        names.setdefault(key, environment)
        counts.setdefault(key, []).append(answer)
    found = [
        Rate(names[key], Count(said.count(Trial.Answer.WORKS), said.count(Trial.Answer.FAILS)))
        for key, said in counts.items()
    ]
    return sorted(found, key=lambda rate: (-rate.count.total, rate.environment))


def hear(
    ticket: Any, trial: Trial, *, known: str, words: str, solved: bool, channel: str, now: datetime
) -> None:
    """What the answer means for the ticket through which they were told: it stands there, and the desk has it again
    if it does not work."""
    theirs, about = ticket.concerns(trial.person), {"known_error": known, "answer": trial.answer}
    with ticket.act(
        "answer_workaround", by=trial.person, now=now, public=True, comment=words, channel=channel, **about
    ) as act:
        if words:
            ticket.count_message(act)
        if trial.answer == Trial.Answer.FAILS and ticket.open:
            ticket.waiting_since = ticket.waiting_since or act.now
            if ticket.holder not in OURS or getattr(ticket, "hold_reason", False):
                ticket.take_back(act)
    match trial.answer:
        case Trial.Answer.WORKS if solved and theirs and "resolve" in ticket.allowed_verbs:
            said = words or _("The way round of %(number)s works for me.") % {"number": known}
            ticket.resolve(resolution=BY_WORKAROUND, words=said, by=trial.person, now=now)
        case Trial.Answer.FAILS if theirs and not ticket.open and "reopen" in ticket.allowed_verbs:
            said = words or _("The way round of %(number)s does not work.") % {"number": known}
            ticket.reopen(words=said, by=trial.person, now=now)
