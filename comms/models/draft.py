"""What somebody is writing to many: kept on the server, so that no crash, sign-out or bad input loses it."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from itsm.people.models import Person


class NoticeDraft(models.Model):
    """One per writer and thing written: "new:outage:INC-1042", "NTC-7:update". Gone once it is told."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    about = models.CharField(max_length=60)
    fields = models.JSONField()  # as they were typed: name → list of values
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "about"], name="one_draft_per_writer_and_thing")
        ]

    def __str__(self) -> str:
        return self.about

    @classmethod
    def keep(cls, *, person: Person, about: str, fields: dict[str, Any], now: datetime) -> None:
        cls.objects.update_or_create(person=person, about=about, defaults={"fields": fields, "kept_at": now})
