"""The file between the two steps: kept for its uploader alone, so that what was shown is what is applied."""

import secrets
from dataclasses import dataclass

from django.core.cache import cache

from itsm.people.models import Person
from itsm.services.components.plan import Options
from itsm.services.components.reading import read
from itsm.services.components.sheet import Sheet

KEPT_FOR = 3600  # seconds


@dataclass(frozen=True)
class Kept:
    key: str
    sheet: Sheet
    options: Options


def keep(data: bytes, *, by: Person, create_sites: bool) -> Kept:
    """Refuses at once what cannot be read at all."""
    sheet, key = read(data), secrets.token_urlsafe(16)
    cache.set(_name(key, by), {"data": data, "create_sites": create_sites}, KEPT_FOR)
    return Kept(key, sheet, Options(create_sites=create_sites))


def find(key: str, *, by: Person) -> Kept | None:
    kept = cache.get(_name(key, by))
    return Kept(key, read(kept["data"]), Options(create_sites=kept["create_sites"])) if kept else None


def forget(key: str, *, by: Person) -> None:
    cache.delete(_name(key, by))


def _name(key: str, by: Person) -> str:
    return f"component-import:{by.pk}:{key}"
