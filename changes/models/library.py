"""The library of pre-authorised change models: who may do what, how, within which limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require


class ChangeModel(models.Model):
    """draft → authorised → in review → authorised …; retired. A run that fails takes it back to review."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        AUTHORISED = "authorised", gettext_lazy("authorised")
        REVIEW = "review", gettext_lazy("in review")
        RETIRED = "retired", gettext_lazy("retired")

    FLOW: ClassVar = {
        "authorise": (frozenset({State.DRAFT, State.REVIEW}), State.AUTHORISED),
        "review": (frozenset({State.AUTHORISED}), State.REVIEW),
        "retire": (frozenset({State.DRAFT, State.AUTHORISED, State.REVIEW}), State.RETIRED),
    }

    key = models.SlugField(
        gettext_lazy("short name"), max_length=60, unique=True
    )  # by which a pipeline calls it
    name = models.CharField(gettext_lazy("name"), max_length=120)
    says = models.TextField(gettext_lazy("what is done, and why it is safe"))
    services = models.ManyToManyField(
        Service, related_name="change_models", blank=True, verbose_name=gettext_lazy("services")
    )
    teams = models.ManyToManyField(
        Team, related_name="change_models", blank=True, verbose_name=gettext_lazy("who may do it")
    )
    steps = models.JSONField(default=list)  # [{"what": …, "minutes": …, "no_return": bool}], in order
    checks = models.JSONField(default=list)  # texts: each is confirmed before it starts
    back_out = models.TextField(gettext_lazy("how we get back"), blank=True)
    most_minutes = models.PositiveSmallIntegerField(gettext_lazy("longest duration in minutes"), default=60)
    outside_hours = models.BooleanField(gettext_lazy("only outside the services' hours"), default=False)
    most_a_day = models.PositiveSmallIntegerField(
        gettext_lazy("at most so many a day"), null=True, blank=True
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="change_models", verbose_name=gettext_lazy("owner")
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    edition = models.PositiveIntegerField(
        default=1, editable=False
    )  # grows with each change of what was authorised
    authorised_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    authorised_at = models.DateTimeField(null=True, editable=False)
    review_reason = models.TextField(blank=True, editable=False)
    history = models.JSONField(default=list, editable=False)  # who did what when and why, oldest first

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/changes/models/{self.key}/"

    # Verbs ------------------------------------------------------------------------------------------------------------

    def write(self, *, by: Person, now: datetime, **fields: Any) -> None:
        """Say it anew. What was authorised and is now another thing is a new edition, and a draft again."""
        services, teams = fields.pop("services", None), fields.pop("teams", None)
        with self._locked() as mine:
            before = mine.content() if mine.pk else None
            for name, value in fields.items():
                setattr(mine, name, value)
            mine.save()
            for relation, given in ((mine.services, services), (mine.teams, teams)):
                if given is not None:
                    relation.set(given)
            if mine.content() != before:
                mine.be_another(is_new=before is None)
                mine.remember("write", by=by, now=now)
            mine.save()

    def authorise(self, *, by: Person, now: datetime) -> None:
        """From now on whoever may do it does it without asking. Nobody authorises their own."""
        with self.moving("authorise", by=by, now=now) as mine:
            if by.pk == mine.owner_id:
                raise Refused(_("Nobody authorises a change model of their own."))
            if not mine.steps or not mine.back_out.strip():
                raise Refused(_("It needs its steps and a way back before anybody can authorise it."))
            mine.authorised_by, mine.authorised_at, mine.review_reason = by, now, ""

    def review(self, *, reason: str, by: Person, now: datetime) -> None:
        """Nobody starts another change under it until it has been looked at."""
        require(reason=reason)
        with self.moving("review", by=by, now=now, reason=reason) as mine:
            mine.review_reason = reason

    def retire(self, *, reason: str, by: Person, now: datetime) -> None:
        require(reason=reason)
        with self.moving("retire", by=by, now=now, reason=reason):
            pass

    @contextmanager
    def moving(self, verb: str, *, by: Person, now: datetime, reason: str = "") -> "Iterator[ChangeModel]":
        with self._locked() as mine:
            sources, target = self.FLOW[verb]
            if mine.state not in sources:
                about = {"model": mine.name, "state": mine.get_state_display()}
                raise Refused(_("“%(model)s” is %(state)s, so this cannot be done now.") % about)
            mine.state = target
            yield mine
            mine.remember(verb, by=by, now=now, reason=reason)
            mine.save()

    @contextmanager
    def _locked(self) -> "Iterator[ChangeModel]":
        """This row as it is now, and nobody else at it."""
        with transaction.atomic():
            if self.pk:
                self.refresh_from_db(from_queryset=ChangeModel.objects.select_for_update())
            yield self

    def content(self) -> list[Any]:
        """What is authorised."""
        relations = (self.services, self.teams)
        own = [
            self.says,
            self.steps,
            self.checks,
            self.back_out,
            self.most_minutes,
            self.outside_hours,
            self.most_a_day,
        ]
        return [*own, *(sorted(relation.values_list("pk", flat=True)) for relation in relations)]

    def be_another(self, *, is_new: bool) -> None:
        if not is_new:
            self.edition += 1
        if self.state == self.State.AUTHORISED:
            self.state, self.authorised_by, self.authorised_at = self.State.DRAFT, None, None

    def take_back(self, number: str, *, reason: str, by: Person | None, now: datetime) -> None:
        """A change under it went wrong: nobody starts another until it has been looked at."""
        with self._locked() as mine:
            if mine.state == self.State.AUTHORISED:
                mine.state, mine.review_reason = self.State.REVIEW, f"{number}: {reason}"
                mine.remember("review", by=by, now=now, reason=mine.review_reason)
                mine.save()

    def remember(self, verb: str, *, by: Person | None, now: datetime, reason: str = "") -> None:
        who = str(by) if by else "Baton"
        self.history = [*self.history, {"verb": verb, "by": who, "at": now.isoformat(), "reason": reason}]
