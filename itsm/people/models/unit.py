"""Business units: the parts of the organisation that IT works for, and who speaks for each."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models.person import Person


class BusinessUnitQuerySet(models.QuerySet["BusinessUnit"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_people(self) -> Self:
        return self.select_related("parent", "contact", "keeper")


class BusinessUnit(models.Model):
    """Sales, a plant, a laboratory. Whose unit it is stands on each person."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    purpose = models.CharField(
        _("what it does"), max_length=200, blank=True, help_text=_("In one line, in its own words.")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("belongs to"),
    )
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
        help_text=_("Who speaks for it."),
    )
    keeper = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="kept_units",
        verbose_name=_("who in IT looks after it"),
        help_text=_("Plans the reviews with it, and is reminded when there was none for long."),
    )
    known_since = models.DateField(default=timezone.localdate, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[BusinessUnitQuerySet] = BusinessUnitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("units:unit", args=[self.pk])

    def clean(self) -> None:
        if self.parent and self.pk in self.parent.chain():
            raise ValidationError({"parent": _("%(name)s is a part of it already.") % {"name": self.parent}})

    def chain(self) -> list[int]:
        """Ids from this unit up to the top; a circle in old data ends the walk."""
        above = dict(BusinessUnit.objects.order_by().values_list("pk", "parent"))
        chain: list[int] = []
        here: int | None = self.pk
        while here is not None and here not in chain:
            chain.append(here)
            here = above.get(here)
        return chain

    def family(self) -> list[int]:
        """Ids of this unit and of all its parts, however deep: what is said of a unit is said of all of it."""
        below: dict[int | None, list[int]] = {}
        for pk, parent in BusinessUnit.objects.order_by().values_list("pk", "parent"):
            below.setdefault(parent, []).append(pk)
        found, waiting = [], [self.pk]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.append(here)
                waiting += below.get(here, [])
        return found
