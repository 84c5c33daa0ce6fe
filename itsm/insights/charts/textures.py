"""Textures, so that parts of a bar differ without colour, too. What is ours is solid."""

from collections.abc import Mapping

# kind → (size of the tile, what is drawn in it); `c` is the colour of the kind.
TILES: Mapping[str, tuple[int, str]] = {
    "theirs": (6, '<path class="{kind}-thread" d="M0 6L6 0M-1 1L1 -1M5 7L7 5"/>'),
    "others": (5, '<path class="{kind}-thread" d="M1.5 0V5"/>'),
    "info": (6, '<circle class="{kind}-dot" cx="3" cy="3" r="1.7"/>'),
    "scheduled": (6, '<path class="{kind}-thread" d="M0 0L6 6M-1 5L1 7M5 -1L7 1"/>'),
    "nobody": (6, '<path class="{kind}-thread" d="M0 6L6 0M0 0L6 6"/>'),
}


def textures(prefix: str) -> str:
    tiles = "".join(
        f'<pattern id="{prefix}-{kind}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<rect class="{kind}-ground" width="{size}" height="{size}"/>{drawn.format(kind=kind)}</pattern>'
        for kind, (size, drawn) in TILES.items()
    )
    return f"<defs>{tiles}</defs>"


def fill(kind: str, prefix: str) -> str:
    """The attribute that fills a part."""
    return f' fill="url(#{prefix}-{kind})"' if kind in TILES else ""
