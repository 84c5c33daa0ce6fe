"""How long each kind of record is kept, as an administrator decided it, and what went."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

CHANGE = "frame.change_retention"


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def newest(self) -> dict[str, "RetentionRule"]:
        """By kind. Few rows: a rule changes a handful of times in years."""
        return {row.kind: row for row in self.select_related("by").order_by("pk")}


class RetentionRule(models.Model):
    """So many days from now on; without a number for ever. Rows are only ever added: the newest counts, all tell who decided what."""

    kind = models.SlugField(db_index=False)
    days = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects: ClassVar = RetentionRuleQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("change_retention", "Can say how long records are kept")]

    def __str__(self) -> str:
        return f"{self.kind}: {'for ever' if self.days is None else self.days}"


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def newest(self) -> dict[str, "RetentionRun"]:
        return {row.kind: row for row in self.order_by("kind", "-pk").distinct("kind")}

    def of(self, kind: str) -> Self:
        return self.filter(kind=kind).select_related("by").order_by("-pk")


class RetentionRun(models.Model):
    """Records of one kind went. A night in which none did leaves no row."""

    kind = models.SlugField(db_index=False)
    before = models.DateTimeField()  # what was older than this
    gone = models.PositiveIntegerField()
    by = models.ForeignKey(  # None: the nightly task
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects: ClassVar = RetentionRunQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["kind", "-id"], name="retention_run_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.gone}"
