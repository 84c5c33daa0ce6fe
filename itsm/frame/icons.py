"""Heroicons as inline SVG, drawn once per process: a page has dozens and parsing each again would be felt."""

from functools import cache

import heroicons
from django.utils.safestring import SafeString, mark_safe


@cache
def icon(name: str, size: int = 20) -> SafeString:
    attrs: dict[str, object] = {"class": "icon", "stroke-width": "1.6", "aria-hidden": "true"}
    return mark_safe(heroicons._render_icon("outline", name, size, attrs))  # noqa: S308
