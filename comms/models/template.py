"""Words of automatic mails that an administrator has changed; what is not here is said as Baton ships it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from itsm.people.models import Person


class Template(models.Model):
    """One kind of letter in one language. Only the variables of its kind (`comms.mail_words.kinds`) are filled in."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_template_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
