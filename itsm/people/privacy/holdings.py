"""What is held of a person. Each app says in its `ready` where it keeps something of people, and what becomes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person

Rows = QuerySet[Any]
ERASED = "Erased."  # in the place of words; figures tell a message from a line by its having some


class Way(models.TextChoices):
    """What erasing does to a row."""

    DELETED = "deleted", _("gone")
    BLANKED = "blanked", _("without their words")
    DETACHED = "detached", _("without them")
    KEPT = "kept", _("without their name")


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The rows of one model that point to a person.

    `field` is the path to the person. `words` go when it is blanked, `files` whenever the row does; `only` leaves out what is not
    theirs although it points to them. `tells` is what a copy of their data says of each row, `packed` the column
    under whose name the first of the files goes into it.
    """

    kind: str
    model: str
    field: str
    way: Way
    words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    packed: str = ""
    only: Callable[[Person], Q] | None = None

    def rows(self, person: Person) -> Rows:
        found = apps.get_model(self.model)._base_manager.filter(**{self.field: person.pk})
        return found.filter(self.only(person)) if self.only else found

    def erase(self, person: Person) -> int:
        """How many rows that were."""
        rows = self.rows(person)
        match self.way:
            case Way.DELETED:
                count = self._forget_files(rows)
                rows.delete()
            case Way.BLANKED:
                count = self._forget_files(rows)
                if names := (*self.words, *self.files):
                    rows.update(**{name: blank_of(rows.model, name) for name in names})
            case Way.DETACHED:
                count = rows.update(**{self.field: None})
            case Way.KEPT:
                count = rows.count()
        return count

    def _forget_files(self, rows: Rows) -> int:
        """The bytes go once it is certain that the rows have changed."""
        if not self.files:
            return rows.count()
        kept = list(rows.values_list(*self.files))
        for name in filter(None, (name for row in kept for name in row)):
            transaction.on_commit(partial(default_storage.delete, name))
        return len(kept)


def blank_of(model: type[models.Model], name: str) -> Any:
    """What stands where words were: nothing where there had been none."""
    field: Any = model._meta.get_field(name)
    match field:
        case models.FileField():
            return ""
        case models.CharField() | models.TextField():
            return models.Case(models.When(**{name: ""}, then=models.Value("")), default=models.Value(ERASED))
        case models.BinaryField():
            return b""
        case _:
            return field.get_default()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Holdings that are counted and told together. `says` is the sentence for whoever is about to erase somebody."""

    key: str
    label: str | Promise
    says: str | Promise
    order: int


_kinds: dict[str, Kind] = {}
_holdings: list[Holding] = []
_after: list[Callable[[Person, str], None]] = []


def register_kind(*kinds: Kind) -> None:
    _kinds.update({kind.key: kind for kind in kinds})


def register(kind: str, way: Way, places: Iterable[str], **how: Any) -> None:
    """`places` are "app.Model.field"; a path to the person may go on: "knowledge.Turn.talk__person"."""
    for place in places:
        app, model, field = place.split(".")
        one = Holding(kind=kind, model=f"{app}.{model}", field=field, way=way, **how)
        if one not in _holdings:
            _holdings.append(one)


def also(erase: Callable[[Person, str], None]) -> None:
    """What a row's columns cannot say: called before the person's own row changes, with the name that stands in for them."""
    if erase not in _after:
        _after.append(erase)


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=attrgetter("order"))


def holdings(kind: str = "") -> list[Holding]:
    return [one for one in _holdings if not kind or one.kind == kind]


def more_to_erase() -> list[Callable[[Person, str], None]]:
    return list(_after)
