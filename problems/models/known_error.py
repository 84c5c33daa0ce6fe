"""A known error: its cause is known, it is not fixed yet, and there is a way round it that colleagues can use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.people.models.audience import Audience, AudienceQuerySet, ForAudience
from itsm.people.roles import LABELS
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from itsm.tickets.models.baton import require
from itsm.tickets.models.columns import Computed
from problems.models.problem import Problem
from problems.models.told import Told
from problems.models.trial import Tried

MANY = ("services", "sites", "teams")
Flow = Mapping[str, tuple[frozenset[str], str]]


class KnownErrorQuerySet(AudienceQuerySet):
    def published(self) -> Self:
        return self.filter(state=KnownError.State.PUBLISHED)

    def visible_to(self, person: Person) -> Self:
        """The desk sees all of them, a colleague what is published for them."""
        return self if person.works_the_desk else self.published().meant_for(person)

    def for_list(self) -> Self:
        """What rows show and no more: long texts stay behind."""
        named = self.select_related("problem", "owner")
        return named.defer("cause", "workaround", "history", "problem__description")


class KnownErrorManager(models.Manager.from_queryset(KnownErrorQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> KnownErrorQuerySet:
        """Nobody reads the search column; it is only ever searched."""
        return super().get_queryset().defer("search")


class KnownError(Told, Tried, ForAudience, models.Model):
    """draft → published → fixed → retired; doubted and taken back to draft when the workaround stops working."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        PUBLISHED = "published", gettext_lazy("published")
        FIXED = "fixed", gettext_lazy("fixed")
        RETIRED = "retired", gettext_lazy("retired")

    FLOW: ClassVar[Flow] = {
        "publish": (frozenset({State.DRAFT}), State.PUBLISHED),
        "reopen": (frozenset({State.PUBLISHED, State.FIXED}), State.DRAFT),  # the way round does not work (any more)
        "fix": (frozenset({State.PUBLISHED, State.DRAFT}), State.FIXED),
        "retire": (frozenset({State.DRAFT, State.PUBLISHED, State.FIXED}), State.RETIRED),
    }  # fmt: skip

    number = models.CharField(max_length=20, unique=True, editable=False)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, blank=True, related_name="known_errors")
    title = models.CharField(gettext_lazy("title"), max_length=160)
    symptom = models.TextField(gettext_lazy("what colleagues notice, in their words"))
    cause = models.TextField(gettext_lazy("cause"), blank=True)
    workaround = models.TextField(gettext_lazy("the way round it, step by step"), blank=True)
    affected = models.CharField(gettext_lazy("who is affected"), max_length=240, blank=True)
    since = models.DateField(gettext_lazy("since when"))
    services = models.ManyToManyField(
        Service, related_name="known_errors", verbose_name=gettext_lazy("services")
    )
    fix_change = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="fixes_known_errors"
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="known_errors", verbose_name=gettext_lazy("owner")
    )
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    doubted_at = models.DateTimeField(null=True, editable=False)  # when the share it works for fell
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

    objects: ClassVar = KnownErrorManager()

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

    @property
    def allowed_verbs(self) -> list[str]:
        return [verb for verb, (sources, _target) in self.FLOW.items() if self.state in sources]

    def readers(self) -> list[str]:
        """By name, where it is for only some."""
        if self.audience != Audience.LIMITED:
            return []
        return [
            str(one) for one in (*self.sites.all(), *self.teams.all(), *(LABELS[role] for role in self.roles))
        ]

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def write(
        cls, *, by: Person, title: str, symptom: str, now: datetime | None = None, **fields: Any
    ) -> Self:
        """Write down what is known. Only the desk sees it until it is published."""
        require(title=title, symptom=symptom)
        now = now or timezone.now()
        many = {name: fields.pop(name, ()) for name in MANY}
        fields = {"owner": by, "since": timezone.localdate(now), **fields}
        with transaction.atomic():
            made: Self = cls.objects.create(title=title, symptom=symptom, changed_at=now, **fields)
            for name, rows in many.items():
                getattr(made, name).set(rows)
            with made.act("write", by=by, now=now):
                made.refuse_holes()
        return made

    def edit(
        self, *, by: Person, seen: int | None = None, now: datetime | None = None, **fields: Any
    ) -> None:
        """Other words, other readers. What is published changes for them at once; another way round is a new edition,
        so it is reopened first."""
        with self.act("edit", by=by, now=now, seen=seen) as said:
            if self.state == self.State.RETIRED:
                raise Refused(_("%(number)s is retired.") % {"number": self.number})
            changed = [name for name, value in fields.items() if self.put(name, value)]
            if not changed:
                raise Refused(_("Nothing was changed on %(number)s.") % {"number": self.number})
            said["changed"] = changed
            self.refuse_holes()

    def publish(self, *, by: Person, now: datetime | None = None) -> None:
        """From now on colleagues find it. Each time is a new edition of the way round, with answers of its own."""
        with self.move("publish", by=by, now=now) as said:
            self.refuse_holes()
            self.edition, self.works_count, self.fails_count = self.edition + 1, 0, 0
            self.published_at, self.doubted_at = said["at"], None
            said["edition"] = self.edition

    def reopen(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        """The way round does not work (any more): nobody finds it until somebody wrote a better one. By nobody: the
        answers say so."""
        require(reason=reason)
        with self.move("reopen", by=by, now=now, reason=reason, owner=self.owner_id) as said:
            self.doubted_at = said["at"] if by is None else None
            said |= {"edition": self.edition, "works": self.works_count, "fails": self.fails_count}

    def fix(self, *, by: Person, change: Ticket | None = None, now: datetime | None = None) -> None:
        """The cause is gone: by which change, if it was one. Nobody needs the way round any more."""
        if change is not None and change.kind != Ticket.Kind.CHANGE:
            wrong = _("%(number)s is no change.") % {"number": change.number}
            raise ValidationError({"change": wrong})
        with self.move("fix", by=by, now=now, change=change.number if change else ""):
            self.fix_change_id = change.pk if change else None

    def retire(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """Nobody finds it any more; the desk still does, and why."""
        require(reason=reason)
        with self.move("retire", by=by, now=now, reason=reason):
            pass

    # How --------------------------------------------------------------------------------------------------------------

    @contextmanager
    def act(
        self,
        verb: str,
        *,
        by: Person | None,
        now: datetime | None = None,
        seen: int | None = None,
        **said: Any,
    ) -> Iterator[dict[str, Any]]:
        """Lock and reload, let the body change it, save, and write down who did what: here, and as an Event on its problem.

        The body may add to what is said. `seen` is the version somebody had before them.
        """
        now = now or timezone.now()
        with self.hold_still():
            if seen is not None and seen != self.version:
                raise Refused(
                    _("%(number)s changed while you were working. Look at it, then save again.")
                    % {"number": self.number}
                )
            told: dict[str, Any] = {"verb": verb, "by": str(by or "Baton"), "at": now, **said}
            yield told
            self.changed_at, self.version = now, self.version + 1
            self.history = [*self.history, {**told, "at": now.isoformat()}]
            self.save()
            self.tell_problem(told, by=by)

    def tell_problem(self, told: Mapping[str, Any], *, by: Person | None) -> None:
        if self.problem is not None:
            about = {
                name: value for name, value in told.items() if name not in {"verb", "by", "at", "reason"}
            }
            known = {"known_error": self.number, "known_error_id": self.pk, "title": self.title}
            verb, comment = f"{told['verb']}_known_error", told.get("reason", "")
            with self.problem.act(verb, by=by, now=told["at"], comment=comment, **known, **about):
                pass

    @contextmanager
    def move(self, verb: str, **about: Any) -> Iterator[dict[str, Any]]:
        """`act` for a verb of the flow: refuses where the flow has no such step from here."""
        with self.act(verb, **about) as said:
            sources, target = self.FLOW[verb]
            if self.state not in sources:
                no = _("%(number)s is %(state)s, so this cannot be done now: %(verb)s.")
                raise Refused(no % {"number": self.number, "state": self.get_state_display(), "verb": verb})
            self.state = target
            yield said

    @contextmanager
    def hold_still(self) -> Iterator[None]:
        """Lock the row and see it as it is now. Rows that point at it may still be written."""
        with transaction.atomic():
            rows = type(self).objects.select_for_update(of=("self",), no_key=True)
            self.refresh_from_db(from_queryset=rows)
            yield

    def put(self, name: str, value: Any) -> bool:
        """Did that change anything?"""
        if name in MANY:
            before = set(getattr(self, name).values_list("pk", flat=True))
            getattr(self, name).set(value)
            return before != {getattr(one, "pk", one) for one in value}
        before = getattr(self, name)
        setattr(self, name, value)
        return bool(before != value)

    def refuse_holes(self) -> None:
        """What may not be left out: a way round once it is published, and somebody who reads it."""
        holes: dict[str, str] = {}
        if self.state == self.State.PUBLISHED and not self.workaround.strip():
            holes["workaround"] = _("Write down the way round: colleagues find nothing else here.")
        nobody = not (self.roles or self.sites.exists() or self.teams.exists())
        if self.audience == Audience.LIMITED and nobody:
            holes["audience"] = _("Choose who may read it: sites, teams or roles.")
        if holes:
            raise ValidationError(holes)
