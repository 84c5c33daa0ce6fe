"""A file of components, whatever its form, as rows: CSV, JSON, or a NetBox export; each of them may be gzipped."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

LARGEST = 64 * 1024 * 1024  # bytes, unpacked: a small file may unpack to anything
GZIP = b"\x1f\x8b"


class Unreadable(Exception):
    """The file as a whole makes no sense; `str(error)` says why."""


@dataclass(frozen=True)
class Bad:
    """A line that is left out, and why."""

    line: int
    key: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One component of the file. `cells` holds only what the file says something about: texts and lists of texts."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """`notices` say what was assumed about the file as a whole."""

    lines: Sequence[Line]
    bad: Sequence[Bad] = ()
    notices: Sequence[str] = ()


def unpacked(data: bytes) -> bytes:
    if not data.startswith(GZIP):
        return data
    try:
        with gzip.open(BytesIO(data)) as packed:
            found = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(_("The file is gzipped, but cannot be unpacked.")) from None
    if len(found) > LARGEST:
        raise Unreadable(_("Unpacked, the file is larger than 64 MB."))
    return found


def json_lines(text: str) -> list[tuple[int, Any]]:
    """The elements of the list, or of the list called “components”, each with the line it begins on."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        said = {"line": error.lineno, "why": error.msg}
        raise Unreadable(_("From line %(line)d on it is no JSON: %(why)s.") % said) from None
    except RecursionError:
        raise Unreadable(_("It is nested too deep to be a list of components.")) from None
    if isinstance(whole, dict) and isinstance(whole.get("components"), list):
        return list(_numbered(text, _beginning(text, "components")))
    if isinstance(whole, list):
        return list(_numbered(text, text.index("[")))
    raise Unreadable(_("It must be a list of components, or an object whose “components” is one."))


def _beginning(text: str, name: str) -> int:
    """Where the value of that name begins in an object known to be sound."""
    decoder, at = json.JSONDecoder(), _past(text, text.index("{") + 1, "")
    while True:
        key, at = decoder.raw_decode(text, at)
        at = _past(text, at, ":")
        if key == name:
            return at
        _value, at = decoder.raw_decode(text, at)
        at = _past(text, at, ",")


def _numbered(text: str, at: int) -> Iterator[tuple[int, Any]]:
    decoder, line, counted = json.JSONDecoder(), 1, 0
    at = _past(text, at + 1, "")
    while text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        element, at = decoder.raw_decode(text, at)
        yield line, element
        at = _past(text, at, ",")


def _past(text: str, at: int, mark: str) -> int:
    """After white space, the mark if it stands there, and white space again."""
    while text[at].isspace() or (mark and text[at] == mark):
        at += 1
    return at
