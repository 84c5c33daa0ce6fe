"""Heroicons as inline SVG, drawn once per process: a page has dozens and parsing each again would be felt."""

import re
from functools import cache

import heroicons
from django.utils.safestring import SafeString, mark_safe

FINER = re.compile(r"(\d*)(\.\d{3,})")


@cache
def icon(name: str, size: int = 20) -> SafeString:
    attrs: dict[str, object] = {"class": "icon", "stroke-width": "1.6", "aria-hidden": "true"}
    drawn = heroicons._render_icon("outline", name, size, attrs)
    return mark_safe(FINER.sub(_nearest, drawn))  # noqa: S308


def _nearest(number: re.Match[str]) -> str:
    """Two decimals are finer than a screen. What stands before the point stays: in a path one number may end where the next
    begins."""
    return number[1] + f"{min(round(float(number[2]), 2), 0.99):.2f}"[1:]
