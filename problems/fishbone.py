"""Cause and effect as a picture (Ishikawa, 1968): the effect is the head, each kind of cause a bone, each cause a line on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from problems.models import Cause

HEAD, BONE, SLANT, LINE, EDGE = 170, 230, 60, 24, 34  # pixels
GAP, MOST, LONGEST = 12, 5, 30  # pixels beside a bone, causes on it, characters of one


@dataclass(frozen=True)
class Twig:
    words: str
    x: int
    y: int
    is_root: bool


@dataclass(frozen=True)
class Bone:
    label: str
    x: int  # where it meets the spine
    top_x: int
    top_y: int
    label_y: int
    twigs: Sequence[Twig]
    more: int
    more_y: int


@dataclass(frozen=True)
class Fishbone:
    effect: Sequence[str]
    bones: Sequence[Bone]
    width: int
    height: int
    spine: int
    head: int  # where it begins


def draw(effect: str, causes: Sequence[Cause]) -> Fishbone | None:
    """Only the bones that have causes, two to a column: one above the spine, one below."""
    branches = [branch for branch in Cause.Branch if any(cause.branch == branch for cause in causes)]
    if not branches:
        return None
    by_branch = [[cause for cause in causes if cause.branch == branch] for branch in branches]
    tallest = max(min(len(each), MOST + 1) for each in by_branch)
    half = EDGE + LINE * (tallest + 1)
    columns = (len(branches) + 1) // 2
    head = SLANT + BONE * columns
    bones = [
        bone(branch, its, place, spine=half, tall=half - EDGE)
        for place, (branch, its) in enumerate(zip(branches, by_branch, strict=True))
    ]
    return Fishbone(wrapped(effect), bones, head + HEAD, 2 * half, half, head)


def bone(branch: Cause.Branch, causes: Sequence[Cause], place: int, *, spine: int, tall: int) -> Bone:
    column, up = place // 2, place % 2 == 0
    x, way = SLANT + BONE * (column + 1) - 30, -1 if up else 1
    twigs = [
        Twig(
            shorten(cause.what, LONGEST, placeholder=" …"),
            x - SLANT * (n + 1) * LINE // tall - GAP,
            spine + way * (n + 1) * LINE,
            cause.is_root,
        )
        for n, cause in enumerate(causes[:MOST])
    ]
    top_y = spine + way * tall
    return Bone(
        str(branch.label), x, x - SLANT, top_y, top_y + (-10 if up else 20), twigs, max(0, len(causes) - MOST),
        spine + way * (MOST + 1) * LINE,
    )  # fmt: skip


def wrapped(effect: str) -> list[str]:
    """At most four lines beside the spine."""
    lines: list[str] = [""]
    for word in shorten(effect, 80, placeholder=" …").split():
        if lines[-1] and len(lines[-1]) + len(word) > 20:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:4]
