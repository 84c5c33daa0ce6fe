"""The ledger of what colleagues told us: each word is heard, then planned, then done, or not now with the reason.

No item ends without words to whoever spoke: the verbs (`comms.feedback.verbs`) demand them, and so does the table.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models.improvement import Improvement
from comms.models.notice import Notice
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

SHORT = 12  # words, of what has no title


class Theme(models.Model):
    """What several colleagues mean, in one or two words. Agents sort feedback by it."""

    name = models.CharField(gettext_lazy("name"), max_length=60, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, person: Person) -> Self:
        """The desk reads all but what is about a ticket closed to it; colleagues read their own, and everybody's ideas."""
        if person.works_the_desk:
            open_to_them = Q(ticket=None) | Q(ticket__restricted=False)
            return self.filter(open_to_them | Q(ticket__in=Ticket.objects.visible_to(person)))
        return self.filter(Q(author=person) | Q(kind=Feedback.Kind.IDEA))

    def ideas(self) -> Self:
        return self.filter(kind=Feedback.Kind.IDEA)

    def open(self) -> Self:
        return self.filter(state__in=Feedback.OPEN)

    def unanswered(self) -> Self:
        """Whoever spoke has heard no word of ours since."""
        return self.filter(waiting_since__isnull=False)

    def told_to_all(self) -> Self:
        """What stands on “You said, we did”: planned, done, or not now."""
        return self.exclude(we_did="").exclude(state=Feedback.State.HEARD)

    def with_people(self) -> Self:
        return self.select_related("author", "owner", "team", "service", "ticket", "notice", "theme")


class Feedback(models.Model):
    """What one colleague said, or rated. Without an author it was said in a survey that asks for no names."""

    class Kind(models.TextChoices):
        WORD = "word", gettext_lazy("feedback")
        IDEA = "idea", gettext_lazy("idea")  # everybody may read it and vote for it

    class Source(models.TextChoices):
        PAGE = "page", gettext_lazy("a page")
        MAIL = "mail", gettext_lazy("a mail")
        NOTICE = "notice", gettext_lazy("a notice")
        SURVEY = "survey", gettext_lazy("a survey")
        TALK = "talk", gettext_lazy("a conversation")

    class State(models.TextChoices):
        HEARD = "heard", gettext_lazy("heard")
        PLANNED = "planned", gettext_lazy("planned")
        DONE = "done", gettext_lazy("done")
        NOT_NOW = "not_now", gettext_lazy("not now")

    OPEN: ClassVar = (State.HEARD, State.PLANNED)
    ENDED: ClassVar = (State.DONE, State.NOT_NOW)
    # verb → (states it may come from, state it leads to; "" stays where it is)
    FLOW: ClassVar[Mapping[str, tuple[tuple[str, ...], str]]] = {
        "answer": (OPEN, ""),
        "plan": (OPEN, State.PLANNED),
        "finish": (OPEN, State.DONE),
        "decline": (OPEN, State.NOT_NOW),
        "give": (OPEN, ""),
        "sort": ((*OPEN, *ENDED), ""),
        "tell_all": ((*OPEN, *ENDED), ""),
        "say": ((*OPEN, *ENDED), ""),
        "rate": (ENDED, ""),
        "reopen": (ENDED, State.HEARD),
    }

    number = models.CharField(max_length=20, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WORD)
    source = models.CharField(max_length=8, choices=Source)
    title = models.CharField(gettext_lazy("in one line"), max_length=120, blank=True)
    words = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_of = models.PositiveSmallIntegerField(default=5)  # the best there is
    rated_again = models.PositiveSmallIntegerField(null=True)  # after it ended, by its author
    page = models.CharField(max_length=200, blank=True)  # where they were, as an address of ours
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="feedback")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="feedback")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="feedback")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="feedback")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: the team
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="feedback")
    improvement = models.ForeignKey(Improvement, models.SET_NULL, null=True, related_name="feedback")
    # For everybody, without names: on “You said, we did” once it says so. An idea stands there by itself.
    you_said = models.CharField(gettext_lazy("you said"), max_length=160, blank=True)
    we_did = models.TextField(gettext_lazy("we did"), blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.HEARD)
    heard_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)  # for an answer: since it was heard, or still was bad
    due_at = models.DateTimeField()  # the promise: an answer by then
    answered_at = models.DateTimeField(null=True)  # the first answer
    planned_for = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    votes = models.PositiveIntegerField(default=0)  # of an idea: as many as it has `FeedbackVote`s

    objects: ClassVar = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="heard")
                | Q(waiting_since=None, answered_at__isnull=False, state="planned", ended_at=None)
                | Q(
                    waiting_since=None,
                    answered_at__isnull=False,
                    state__in=["done", "not_now"],
                    ended_at__isnull=False,
                ),
                name="no_feedback_ends_unanswered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["waiting_since"],
                name="feedback_unanswered",
                condition=Q(waiting_since__isnull=False),
            ),
            models.Index(fields=["state", "-id"], name="feedback_state"),
            models.Index(fields=["-votes", "-id"], name="feedback_ideas", condition=Q(kind="idea")),
        ]
        permissions: ClassVar = [("answer_feedback", "Can answer feedback and sort it")]

    def __str__(self) -> str:
        return f"{self.number} {self.short}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('comms_feedback_number'::regclass)")
                self.number = f"FBK-{cursor.fetchone()[0]}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("ledger:item", args=[self.number])

    def url_for(self, person: Person) -> str:
        """The desk answers it, a colleague reads what became of it."""
        return (
            self.get_absolute_url() if person.works_the_desk else reverse("feedback:item", args=[self.number])
        )

    @property
    def short(self) -> str:
        """In one line, whatever was said."""
        if self.title or self.words:
            return self.title or Truncator(" ".join(self.words.split())).words(SHORT)
        return _("Rated %(rating)d of %(best)d") % {"rating": self.rating or 0, "best": self.rating_of}

    @property
    def is_idea(self) -> bool:
        return self.kind == self.Kind.IDEA

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def whose(self) -> Person | Team:
        """Who owes the next word."""
        return self.owner or self.team

    @property
    def allowed_verbs(self) -> list[str]:
        return [verb for verb, (sources, _target) in self.FLOW.items() if self.state in sources]

    def is_late(self, *, now: datetime) -> bool:
        return self.waiting_since is not None and self.due_at < now

    @contextmanager
    def step(self, verb: str, *, by: Person | None, words: str, now: datetime) -> Iterator["FeedbackStep"]:
        """Lock it, check that the flow has this step from here, let the body change fields, write both. One transaction."""
        with transaction.atomic():
            locked = Feedback.objects.select_for_update(of=("self",)).get(pk=self.pk)
            for field in self._meta.concrete_fields:
                setattr(self, field.attname, getattr(locked, field.attname))
            sources, target = self.FLOW[verb]
            if self.state not in sources:
                raise Refused(
                    _("%(number)s is %(state)s: that step is not possible now.")
                    % {"number": self.number, "state": self.get_state_display()}
                )
            self.state = target or self.state
            step = FeedbackStep(feedback=self, verb=verb, by=by, at=now, words=words.strip())
            yield step
            self.save()
            step.save()


class FeedbackStep(models.Model):
    """One line of its history. What was said in it is never changed."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=8)  # "hear", or one of the flow
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    by_when = models.DateField(null=True)  # of a plan
    to = models.CharField(max_length=120, blank=True)  # who has it now, the theme, or the new rating
    # Of the step that an answer was promised with: by when, and when it came.
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # everybody concerned has their line and their mail

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="feedback_untold", condition=Q(told_at=None)),
            models.Index(fields=["at"], name="feedback_step_at"),
            models.Index(fields=["due_at"], name="feedback_promise", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.verb}"


class FeedbackVote(models.Model):
    """One colleague wants this idea, too. One each; it can be taken back."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feedback", "person"], name="one_vote_per_idea")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.feedback_id}"
