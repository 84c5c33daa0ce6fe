"""The files of a folder or an archive, by their path. Nothing is unpacked to disk, and no path leads out of it."""

import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from itsm.frame.markdown import LONGEST

MOST_FILES, MOST_BYTES = 20_000, 256 * 1024 * 1024
LARGEST_TEXT = 4 * LONGEST  # bytes: a letter may have four
TEXTS, PICTURES = frozenset({".md", ".markdown"}), frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp"})  # fmt: skip
Files = dict[str, bytes]
ZIP, GZIP = b"PK", b"\x1f\x8b"


class Unreadable(Exception):
    """The whole of it cannot be read; the message says why."""


def of_folder(root: Path) -> Files:
    found = ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")) if path.is_file())
    return gather((name, path.stat().st_size, path.read_bytes) for name, path in found)


def of_archive(data: bytes) -> Files:
    """Zip or tar, packed or not; what its name says does not matter."""
    try:
        if data.startswith(ZIP):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return gather(of_zip(archive))
        with tarfile.open(fileobj=BytesIO(data)) as archive:
            return gather(of_tar(archive))
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unreadable(_("This is no zip file and no tar archive that can be read: %s") % error) from error


def of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, int, object]]:
    for entry in archive.infolist():
        if not entry.is_dir():
            yield entry.filename, entry.file_size, lambda entry=entry: archive.read(entry)


def of_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, int, object]]:
    for entry in archive:
        if entry.isfile() and (file := archive.extractfile(entry)) is not None:
            yield entry.name, entry.size, file.read


def gather(entries: Iterable[tuple[str, int, object]]) -> Files:
    """Texts and pictures; sizes are looked at before anything is read."""
    files: Files = {}
    total = 0
    for name, size, read in entries:
        path = PurePosixPath(name.replace("\\", "/"))
        if not is_wanted(path):
            continue
        total += size
        if len(files) >= MOST_FILES or total > MOST_BYTES:
            raise Unreadable(
                _("There is more in it than is taken at once: %(files)d files or %(size)s. Make two of it.")
                % {"files": MOST_FILES, "size": filesizeformat(MOST_BYTES)}
            )
        files[normal(path)] = read()  # type: ignore[operator]
    return files


def is_wanted(path: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) and part != "." for part in path.parts)
    inside = ".." not in path.parts and not path.is_absolute()
    return inside and not hidden and path.suffix.lower() in TEXTS | PICTURES


def normal(path: PurePosixPath) -> str:
    return "/".join(part for part in path.parts if part != ".")


def is_text(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in TEXTS
