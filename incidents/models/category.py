"""What kind of trouble it is."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Category(models.Model):
    """What kind of trouble it is. Small at the top on purpose: a long list is guessed at, not chosen from."""

    MOST_AT_THE_TOP: ClassVar = 12

    name = models.CharField(gettext_lazy("name"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "categories"
        ordering: ClassVar = ["parent__name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Two levels are enough. Choose a category from the top.")})
        top = Category.objects.filter(parent=None, is_active=True).exclude(pk=self.pk)
        if not self.parent and self.is_active and top.count() >= self.MOST_AT_THE_TOP:
            raise ValidationError(
                {"parent": _("There are 12 categories at the top already. Put this one below one of them.")}
            )
