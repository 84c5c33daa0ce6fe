"""The organisation's own list of words that colleagues need not know."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person


class Jargon(models.Model):
    """One word and what to say instead. It comes before Baton's own list; an allowed word is jargon no more."""

    word = models.CharField(_("word"), max_length=60)
    plain = models.CharField(_("what to say instead"), max_length=120, blank=True)
    allowed = models.BooleanField(_("everyone here knows it"), default=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name_plural = "jargon"
        ordering: ClassVar = ["word"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("word"), name="jargon_once")]

    def __str__(self) -> str:
        return self.word
