"""A known error: its cause is known, it is not fixed yet, and there is a way round it that colleagues can use."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.people.models.audience import AudienceQuerySet, ForAudience
from itsm.services.models import Service
from itsm.tickets.models import Ticket
from itsm.tickets.models.columns import Computed
from problems.models.problem import Problem

Flow = Mapping[str, tuple[frozenset[str], str]]


class KnownErrorQuerySet(AudienceQuerySet):
    def published(self) -> Self:
        return self.filter(state=KnownError.State.PUBLISHED)

    def visible_to(self, person: Person) -> Self:
        """The desk sees all of them, a colleague what is published for them."""
        return self if person.works_the_desk else self.published().meant_for(person)


class KnownError(ForAudience, models.Model):
    """draft → published → fixed → retired; doubted and taken back to draft when the workaround stops working."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        FIXED = "fixed", _("fixed")
        RETIRED = "retired", _("retired")

    FLOW: ClassVar[Flow] = {
        "publish": (frozenset({State.DRAFT}), State.PUBLISHED),
        "reopen": (frozenset({State.PUBLISHED, State.FIXED}), State.DRAFT),  # the way round does not work (any more)
        "fix": (frozenset({State.PUBLISHED, State.DRAFT}), State.FIXED),
        "retire": (frozenset({State.DRAFT, State.PUBLISHED, State.FIXED}), State.RETIRED),
    }  # fmt: skip

    number = models.CharField(max_length=20, unique=True, editable=False)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, blank=True, related_name="known_errors")
    title = models.CharField(_("title"), max_length=160)
    symptom = models.TextField(_("what colleagues notice, in their words"))
    cause = models.TextField(_("cause"), blank=True)
    workaround = models.TextField(_("the way round it, step by step"), blank=True)
    affected = models.CharField(_("who is affected"), max_length=240, blank=True)
    since = models.DateField(_("since when"))
    services = models.ManyToManyField(Service, related_name="known_errors", verbose_name=_("services"))
    fix_change = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="fixes_known_errors"
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="known_errors", verbose_name=_("owner"))
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    doubted_at = models.DateTimeField(null=True, editable=False)  # when the share it works for fell
    # Counted as answers come, so that no list counts them.
    works_count = models.PositiveIntegerField(default=0, editable=False)
    fails_count = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    history = models.JSONField(default=list, editable=False)  # who did what when, oldest first
    search = Computed(
        expression=SearchVector("number", "title", config="english", weight="A")
        + SearchVector("symptom", "workaround", config="english", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar = KnownErrorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="known_error_words"),
            models.Index(fields=["-changed_at", "-id"], name="known_error_changed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(workaround=""), name="published_with_a_way"
            )
        ]
        permissions: ClassVar = [("write_known_error", "Can write and publish known errors")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('problems_known_error_number'::regclass)")
                self.number = f"KE-{cursor.fetchone()[0]}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/problems/known-errors/{self.number}/"


class Trial(models.Model):
    """One colleague who was told of the way round, and whether it worked for them."""

    class Answer(models.TextChoices):
        ASKED = "", _("not answered yet")
        WORKS = "works", _("works for me")
        FAILS = "fails", _("does not work")
        NOT_NEEDED = "not_needed", _("not needed any more")

    known_error = models.ForeignKey(KnownError, models.CASCADE, related_name="trials")
    person = models.ForeignKey(Person, models.CASCADE, related_name="trials")
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, related_name="trials"
    )  # through which they were told
    environment = models.CharField(max_length=80, blank=True)  # where they tried it: site, device, program
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.ASKED, blank=True)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)  # null: they found it by themselves
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["known_error", "person"], name="asked_once_about_a_way_round")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["known_error", "-answered_at"], name="trial_answered", condition=~Q(answer="")
            )
        ]
