"""One stylesheet and one script for the browser, many small files for us. No build step: a staticfiles finder joins them.

`css/baton.css` is every file under `static/css` with `layers.css` first (the cascade layers make the rest order-free).
`js/baton.js` is every file under `static/js`, each in its own block scope.
"""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.templatetags.static import static

FINDER = "itsm.frame.bundle.Finder"
BUNDLES = {"css": "css/baton.css", "js": "js/baton.js"}
ROOT = Path(__file__).resolve().parent.parent.parent / "static"


def sources(kind: str) -> list[Path]:
    found = sorted((ROOT / kind).rglob(f"*.{kind}"))
    return sorted(found, key=lambda path: path.name != "layers.css")


def join(kind: str) -> str:
    return "".join(_slim(kind, path.read_text(encoding="utf-8")) for path in sources(kind))


def _slim(kind: str, text: str) -> str:
    """Comments and indentation stay at home; nothing is renamed, so what the browser shows can be read."""
    if kind == "css":
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    else:
        text = re.sub(r"^\s*(//|/\*\*).*$", "", text, flags=re.MULTILINE)
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return f"{lines}\n" if kind == "css" else f"{{\n{lines}\n}}\n"


@cache
def urls(kind: str) -> list[str]:
    """Addresses to link: the joined file, or its sources while the finder is not installed."""
    if FINDER in settings.STATICFILES_FINDERS:
        return [static(BUNDLES[kind])]
    return [static(path.relative_to(ROOT).as_posix()) for path in sources(kind)]


class Finder(BaseFinder):
    """Finds the joined files, written afresh into a temporary folder whenever a source is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="baton-static-"))
        # Not sooner: of two threads that ask first each makes a finder, and one of them is forgotten with its answer in use.
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.storage = FileSystemStorage(location=self.folder)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  # Django's shape
        kind = next((kind for kind, name in BUNDLES.items() if name == path), None)
        if kind is None:
            return []
        found = self._fresh(kind)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for kind, name in BUNDLES.items():
            self._fresh(kind)
            yield name, self.storage

    def _fresh(self, kind: str) -> str:
        target = self.folder / BUNDLES[kind]
        newest = max(path.stat().st_mtime for path in sources(kind))
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(exist_ok=True)
            target.write_text(join(kind), encoding="utf-8")
        return str(target)
