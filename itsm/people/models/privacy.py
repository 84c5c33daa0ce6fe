"""Who was erased, and copies of what is held of somebody."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from itsm.people.models.person import Person

ERASE = "people.erase_person"
COPY = "people.copy_person"
COPY_KEPT = timedelta(days=7)


class Erasure(models.Model):
    """A person was erased: the line of the audit that stays, without the name. While `done_at` is empty it is under way."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # by kind, as it was done

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("erase_person", "Can erase a person")]

    def __str__(self) -> str:
        return self.stand_in

    @property
    def stand_in(self) -> str:
        """The name that everybody reads from now on. In English wherever it is kept: no language of one reader fits all."""
        return f"Erased colleague {self.pk}"

    @property
    def address(self) -> str:
        return f"erased-{self.pk}@erased.invalid"


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and for who may make them for others those of all."""
        return self if person.has_perm(COPY) else self.filter(person=person)

    def of(self, person: Person) -> Self:
        return self.filter(person=person).order_by("-asked_at")

    def good(self, *, now: datetime) -> Self:
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now))


class DataCopy(models.Model):
    """All that is held of one person, packed up in the background; it goes after a few days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="data_copies")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    file = models.FileField(max_length=120, blank=True)
    size = models.BigIntegerField(default=0)

    objects: ClassVar[DataCopyQuerySet] = DataCopyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("copy_person", "Can make a copy of what is held of a person")]
        indexes: ClassVar = [models.Index(fields=["person", "-asked_at"], name="copies_of_person")]

    def __str__(self) -> str:
        return _("Copy of %(day)s") % {"day": self.asked_at.date()}
