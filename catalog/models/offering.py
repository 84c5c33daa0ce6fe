"""What colleagues may ask for, and the editions in which it was written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.blueprint import Blueprint
from catalog.blueprint.hole import Hole
from catalog.models.named import gone
from itsm.knowledge.models import Edition
from itsm.people.models import AudienceQuerySet, ForAudience, Person, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models.columns import Computed


class Category(models.Model):
    """A shelf of the catalogue."""

    name = models.CharField(gettext_lazy("name"), max_length=60, unique=True)
    words = models.CharField(gettext_lazy("what is on it, in one sentence"), max_length=160, blank=True)
    icon = models.CharField(gettext_lazy("icon"), max_length=40, default="squares-2x2")
    order = models.PositiveSmallIntegerField(gettext_lazy("place"), default=50)

    class Meta:
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class OfferingQuerySet(AudienceQuerySet):
    def published(self) -> Self:
        return self.filter(state=Offering.State.PUBLISHED)

    def for_asking(self, person: Person) -> Self:
        """What this person may ask for: the portal's catalogue, also for those who work the desk."""
        return self.published().meant_for(person)

    def visible_to(self, person: Person) -> Self:
        return self if person.works_the_desk else self.for_asking(person)


class Offering(ForAudience):
    """One thing to ask for. Its words, form, approvals and plan are those of its published edition."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        PUBLISHED = "published", gettext_lazy("published")
        RETIRED = "retired", gettext_lazy("retired")

    key = models.SlugField(gettext_lazy("address"), max_length=60, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="offerings", verbose_name=gettext_lazy("shelf")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="owned_offerings", verbose_name=gettext_lazy("owner")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="offerings", verbose_name=gettext_lazy("team that gives it")
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offerings",
        verbose_name=gettext_lazy("service"),
    )
    edition = models.ForeignKey(
        "OfferingEdition", models.PROTECT, null=True, related_name="+", editable=False
    )  # the one that is published
    title = models.CharField(gettext_lazy("title"), max_length=120)
    what = models.CharField(gettext_lazy("what it is"), max_length=300, blank=True)
    keywords = models.CharField(gettext_lazy("other words for it"), max_length=400, blank=True)
    asked = models.PositiveIntegerField(default=0, editable=False)  # how often, for "popular"
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    search = Computed(
        expression=SearchVector("title", "keywords", config="english", weight="A")
        + SearchVector("what", config="english", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[Any] = OfferingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="offering_words")]
        permissions: ClassVar = [
            ("write_offering", "Can write and propose offerings"),
            ("publish_offering", "Can publish and retire offerings that others wrote"),
            ("publish_offering_alone", "Can publish offerings without a second reader"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/catalog/{self.key}/"

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def draft(cls, *, by: Person, **about: Any) -> "Offering":
        """Something new to offer. Its first edition is in the making; nobody but the desk sees it yet."""
        with transaction.atomic():
            made = cls.objects.create(**{"owner": by} | about)
            OfferingEdition.objects.create(offering=made, number=1, by=by, title=made.title, what=made.what)
        return made

    def take_up(self, *, by: Person) -> "OfferingEdition":
        """The edition in the making: the one there is, or a new one that begins as the published one ends."""
        with transaction.atomic():
            Offering.objects.select_for_update(of=("self",)).get(pk=self.pk)
            edition = self.in_the_making or self.next_edition(by=by)
            if edition.pk is None:
                edition.save()
        return edition

    def next_edition(self, *, by: Person) -> "OfferingEdition":
        """As it would begin; not kept yet, so looking at it leaves nothing behind."""
        last = self.editions.order_by("-number").first()
        begun = {name: getattr(last, name) for name in OfferingEdition.WRITTEN} if last else {}
        return OfferingEdition(offering=self, number=last.number + 1 if last else 1, by=by, **begun)

    @property
    def in_the_making(self) -> "OfferingEdition | None":
        return self.editions.in_the_making().select_related("by", "decided_by").first()

    def retire(self) -> None:
        """Nobody can ask for it any more; what runs goes on as it was asked."""
        self._step(self.State.PUBLISHED, self.State.RETIRED, retired_at=timezone.now())

    def bring_back(self) -> None:
        """Offered again, as it was last published."""
        self._step(self.State.RETIRED, self.State.PUBLISHED, retired_at=None)

    def _step(self, source: str, target: str, *, retired_at: datetime | None) -> None:
        rows = Offering.objects.filter(pk=self.pk, state=source)
        if not rows.update(state=target, retired_at=retired_at, changed_at=timezone.now()):
            self.refresh_from_db(fields=["state"])
            raise Refused(_("“%(title)s” is %(state)s.") % {"title": self, "state": self.get_state_display()})
        self.state, self.retired_at = target, retired_at

    if TYPE_CHECKING:
        pk: Any
        editions: Any
        edition_id: int | None


class OfferingEdition(Edition):
    """The words, the form, the approvals and the plan, one edition after the other. A request keeps the one it was asked under."""

    SUBJECT: ClassVar = "offering"
    PUBLISH: ClassVar = "catalog.publish_offering"
    ALONE: ClassVar = "catalog.publish_offering_alone"
    COPIED: ClassVar = ("title", "what", "keywords")
    # What a colleague must be able to read before they ask; the cost may be nothing.
    NEEDED: ClassVar = (
        "title", "what", "for_whom", "included", "not_included", "how_to_ask", "usual_time", "hours",
    )  # fmt: skip

    WRITTEN: ClassVar = (*NEEDED, "cost", "keywords", "within_hours", "form", "approvals", "plan")

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="editions")
    title = models.CharField(gettext_lazy("title"), max_length=120)
    what = models.CharField(gettext_lazy("what it is"), max_length=300, blank=True)
    for_whom = models.CharField(gettext_lazy("for whom"), max_length=240, blank=True)
    included = models.TextField(gettext_lazy("included"), blank=True)
    not_included = models.TextField(gettext_lazy("not included"), blank=True)
    how_to_ask = models.TextField(gettext_lazy("how to ask"), blank=True)
    usual_time = models.CharField(gettext_lazy("usual time"), max_length=120, blank=True)
    hours = models.CharField(gettext_lazy("hours"), max_length=120, blank=True)
    cost = models.CharField(gettext_lazy("cost"), max_length=120, blank=True)
    keywords = models.CharField(gettext_lazy("other words for it"), max_length=400, blank=True)
    # Working hours from asking to having it: the target of the request's clock. None: what the agreement says.
    within_hours = models.PositiveSmallIntegerField(
        gettext_lazy("within working hours"), null=True, blank=True
    )
    form = models.JSONField(default=list, blank=True)  # see catalog.blueprint
    approvals = models.JSONField(default=list, blank=True)
    plan = models.JSONField(default=list, blank=True)

    class Meta(Edition.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offering", "number"], name="offering_edition_number"),
            models.UniqueConstraint(
                fields=["offering"],
                condition=Q(state__in=["draft", "proposed"]),
                name="one_offering_edition_in_the_making",
            ),
        ]

    @property
    def blueprint(self) -> Blueprint:
        return Blueprint.from_json(self.form, self.approvals, self.plan)

    def blueprint_holes(self) -> list[Hole]:
        blueprint = self.blueprint
        return [*blueprint.check(), *gone(blueprint)]

    def holes(self) -> dict[str, str]:
        """What readers would miss, and what is wrong in the blueprint or not there any more, by section."""
        found = {
            name: _("Colleagues need to read this.")
            for name in self.NEEDED
            if not getattr(self, name).strip()
        }
        for hole in self.blueprint_holes():
            found[hole.section] = f"{found[hole.section]} {hole}" if hole.section in found else str(hole)
        return found

    def take_effect(self) -> None:
        offering, now = self.offering, timezone.now()
        for name in self.COPIED:
            setattr(offering, name, getattr(self, name))
        offering.edition, offering.state = self, Offering.State.PUBLISHED
        offering.published_at, offering.changed_at = offering.published_at or now, now
        offering.save()
