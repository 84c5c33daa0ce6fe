"""The file between the two steps: kept for its uploader alone, so that what was shown is what is applied."""

import secrets
from dataclasses import dataclass

from django.core.cache import cache

from itsm.people.importing.plan import Options
from itsm.people.importing.sheet import Sheet, read
from itsm.people.models import Person

KEPT_FOR = 3600  # seconds


@dataclass(frozen=True)
class Kept:
    key: str
    sheet: Sheet
    options: Options


def keep(data: bytes, *, by: Person, create_places: bool, deactivate_missing: bool) -> str:
    key = secrets.token_urlsafe(16)
    options = {"create_places": create_places, "deactivate_missing": deactivate_missing}
    cache.set(_name(key, by), {"data": data, "options": options}, KEPT_FOR)
    return key


def find(key: str, *, by: Person) -> Kept | None:
    kept = cache.get(_name(key, by))
    return Kept(key, read(kept["data"]), Options(**kept["options"])) if kept else None


def forget(key: str, *, by: Person) -> None:
    cache.delete(_name(key, by))


def _name(key: str, by: Person) -> str:
    return f"people-import:{by.pk}:{key}"
