"""Somebody who was erased, and a copy of the colleague's data."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils import timezone

from itsm.people.models import DataCopy, Erasure
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    now, administrator = timezone.now(), world.people["administrator"]
    gone = PersonFactory(name="Erased colleague 1", is_active=False)
    erasure = Erasure.objects.create(person=gone, by=administrator, at=now, done_at=now)
    copy = DataCopy(person=world.people["colleague"], by=administrator, asked_at=now, made_at=now)
    copy.ends_at = now + timedelta(days=1)
    copy.file.save("copies/of-the-table.zip", ContentFile(b"PK"))
    return {"api:erasures": erasure, "people:copy_file": copy, "api:data-copies": copy}
