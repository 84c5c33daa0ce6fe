"""A colleague's talk with the assistant: each answer with its sources, and what became of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.models import Ticket


class TalkQuerySet(models.QuerySet["Talk"]):
    def with_first_words(self) -> Self:
        """What each began with, for a list."""
        asked = Turn.objects.filter(talk=models.OuterRef("pk"), side=Turn.Side.COLLEAGUE).order_by("pk")
        return self.annotate(began_with=models.Subquery(asked.values("words")[:1]))


class Talk(models.Model):
    """One conversation, from the first question to its outcome."""

    class Outcome(models.TextChoices):
        OPEN = "open", gettext_lazy("going on")
        SOLVED = "solved", gettext_lazy("solved: no contact within a day")
        HANDED_OVER = "handed_over", gettext_lazy("handed over to a person")
        CAME_BACK = "came_back", gettext_lazy("not solved: they contacted us within a day")
        UNANSWERED = "unanswered", gettext_lazy("nothing was answered")

    person = models.ForeignKey(Person, models.CASCADE, related_name="talks")
    began_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=11, choices=Outcome, default=Outcome.OPEN)
    decided_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, related_name="talks"
    )  # it was handed over as

    objects: ClassVar[Any] = TalkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-last_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["last_at"], name="talk_open", condition=Q(outcome="open")),
            models.Index(fields=["person", "-last_at"], name="talk_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.began_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return f"/portal/assistant/{self.pk}/"

    @property
    def first_words(self) -> str:
        """What it is about."""
        first = (
            self.turns.filter(side=Turn.Side.COLLEAGUE).order_by("pk").values_list("words", flat=True).first()
        )
        return " ".join((first or "").split())

    def transcript(self) -> str:
        """The whole conversation, for whoever takes over."""
        who = {Turn.Side.COLLEAGUE: self.person.short_name, Turn.Side.ASSISTANT: _("Assistant")}
        return "\n\n".join(f"{who[Turn.Side(turn.side)]}: {turn.as_text}" for turn in self.turns.all())

    def hand_over(self, open_ticket: "Callable[[Talk], Ticket]", *, now: datetime) -> Ticket:
        """A person takes over; pressed twice, it is one ticket."""
        with transaction.atomic():
            talk = (
                Talk.objects.select_for_update(of=("self",))
                .select_related("person", "ticket")
                .get(pk=self.pk)
            )
            if talk.ticket is None:
                talk.ticket = open_ticket(talk)
                talk.outcome, talk.decided_at = self.Outcome.HANDED_OVER, now
                talk.save(update_fields=["ticket", "outcome", "decided_at"])
        return talk.ticket

    if TYPE_CHECKING:
        pk: Any
        turns: Any
        ticket_id: int | None


class Turn(models.Model):
    """What one side said. An answer names its sources or says that it does not know; there is nothing between."""

    class Side(models.TextChoices):
        COLLEAGUE = "colleague", gettext_lazy("colleague")
        ASSISTANT = "assistant", gettext_lazy("assistant")

    class Wording(models.TextChoices):
        PASSAGES = "passages", gettext_lazy("what stands in the sources")
        MODEL = "model", gettext_lazy("a model, from the sources")
        MANNERS = "manners", gettext_lazy("small talk")

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="turns")
    side = models.CharField(max_length=9, choices=Side)
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()
    sources = models.JSONField(default=list)  # of an answer: [{"kind", "key", "title", "url", "passage"}]
    knows = models.BooleanField(default=False)  # it is an answer, not “I do not know”
    wording = models.CharField(max_length=8, blank=True, choices=Wording)  # empty: it does not know
    thumb = models.BooleanField(null=True)  # up, down, or not said
    wrong_at = models.DateTimeField(null=True)  # an answer that did not help: thumb down, or they came back
    looked_at = models.DateTimeField(null=True)  # the owner of the source saw to a wrong answer

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["-wrong_at", "-id"],
                name="turn_wrong",
                condition=Q(wrong_at__isnull=False, looked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]

    def judge(self, *, up: bool | None, now: datetime) -> None:
        """Did it help? The last word counts; None takes it back. A no goes to the owner of what was cited."""
        wrong = now if up is False and self.knows else None
        if up != self.thumb:
            self.thumb, self.wrong_at, self.looked_at = up, wrong, None
            self.save(update_fields=["thumb", "wrong_at", "looked_at"])

    @property
    def cites_an_article(self) -> bool:
        return any(one["kind"] == "article" for one in self.sources)

    @property
    def as_text(self) -> str:
        """As it is read without a page: what was said, and the sources with their passages."""
        cited = [f"[{n}] {one['title']}\n{one['passage']}" for n, one in enumerate(self.sources, 1)]
        return "\n\n".join([self.words, *cited])
