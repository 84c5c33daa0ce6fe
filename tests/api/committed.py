"""The schema as it stands in the docs; read in C, which is ten times as fast."""

from typing import Any

import yaml
from django.conf import settings

PATH = settings.BASE_DIR / "docs" / "openapi.yaml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str | bytes) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=LOADER)
    return found


def schema() -> dict[str, Any]:
    return read(PATH.read_text())
