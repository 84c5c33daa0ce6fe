"""A copy of all that is held of a person: one zip with JSON by kind, and their files. Made by a worker, gone after a few days."""

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from itsm.people.models import DataCopy, Person
from itsm.people.models.privacy import COPY_KEPT
from itsm.people.privacy.holdings import Holding, holdings, kinds

SOME = 1000  # rows at once
IN_MEMORY = 8 * 1024 * 1024
ABOUT = "about.json"


class AlreadyUnderWay(Exception):
    """One is being made for them at this moment."""


def ask(person: Person, *, by: Person, now: datetime) -> DataCopy:
    """The row; a worker packs it up."""
    from itsm.people.tasks import copy_data

    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if DataCopy.objects.filter(person=person, made_at=None).exists():
            raise AlreadyUnderWay
        copy: DataCopy = DataCopy.objects.create(person=person, by=by, asked_at=now)
        transaction.on_commit(partial(copy_data.delay, str(copy.pk)))
    return copy


def make(copy_id: str, *, now: datetime) -> None:
    copy = DataCopy.objects.select_related("person").filter(pk=copy_id, made_at=None).first()
    if copy is None:  # made by another worker, or the person is erased
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as packed:
        pack(copy.person, packed, now=now)
        copy.size = packed.tell()
        packed.seek(0)
        name = default_storage.save(f"copies/{copy.pk}.zip", File(packed))
    made = DataCopy.objects.filter(pk=copy.pk, made_at=None)
    if not made.update(file=name, size=copy.size, made_at=now, ends_at=now + COPY_KEPT):
        default_storage.delete(name)


def pack(person: Person, into: IO[bytes], *, now: datetime) -> None:
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        counts = {}
        for kind in kinds():
            told = [one for one in holdings(kind.key) if one.tells]
            if not told:
                continue
            with archive.open(f"{kind.key}.json", "w", force_zip64=True) as file:
                counts[kind.key] = write_rows(
                    person, told, io.TextIOWrapper(file, "utf-8", write_through=True)
                )
            for one in told:
                pack_files(person, one, archive)
        about = {
            "person": person.name,
            "made_at": now,
            "rows": counts,
            "kinds": {one.key: str(one.label) for one in kinds()},
        }
        archive.writestr(ABOUT, json.dumps(about, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))


def write_rows(person: Person, told: list[Holding], file: Any) -> int:
    """Row after row: somebody may have written a hundred thousand messages."""
    count = 0
    for row in rows_of(person, told):
        file.write("[\n" if not count else ",\n")
        file.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False))
        count += 1
    file.write("\n]\n" if count else "[]\n")
    file.flush()
    file.detach()
    return count


def rows_of(person: Person, told: list[Holding]) -> Iterator[dict[str, Any]]:
    for one in told:
        what = one.model.rpartition(".")[2].lower()
        rows = one.rows(person).order_by("pk").values("pk", *one.tells)
        for row in rows.iterator(chunk_size=SOME):
            yield {"what": what, **row}


def pack_files(person: Person, one: Holding, archive: zipfile.ZipFile) -> None:
    """Under the name that the sender gave, behind a number that keeps two of one name apart."""
    if not one.packed:
        return
    for pk, name, given in one.rows(person).values_list("pk", one.files[0], one.packed):
        if name and default_storage.exists(name):
            with (
                default_storage.open(name) as source,
                archive.open(f"files/{pk}-{PurePath(given).name}", "w") as target,
            ):
                shutil.copyfileobj(source, target)


def forget_old(*, now: datetime) -> int:
    """Rows and bytes of copies whose time is over."""
    old = list(DataCopy.objects.filter(ends_at__lte=now))
    for copy in old:
        copy.delete()
        if copy.file.name:
            default_storage.delete(copy.file.name)
    return len(old)
