"""What an import did or would do, for people: figures, and every failure with its file and its reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from itsm.frame.cells import safe
from itsm.knowledge.importing.plan import Failure, Plan

EXAMPLES = 3


@dataclass(frozen=True)
class Alike:
    """Remarks with one reason, and the files."""

    reason: str
    paths: list[str]

    @property
    def count(self) -> int:
        return len(self.paths)

    @property
    def examples(self) -> list[str]:
        return self.paths[:EXAMPLES]


def alike(failures: list[Failure]) -> list[Alike]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for failure in failures:
        by_reason[failure.reason].append(failure.path)
    found = [Alike(reason, paths) for reason, paths in by_reason.items()]
    return sorted(found, key=lambda one: (-one.count, one.reason))


def counts(plan: Plan) -> dict[str, int]:
    parts = ("new", "changed", "unchanged", "left_out", "remarks")
    return {part: len(getattr(plan, part)) for part in parts}


def rows(plan: Plan) -> Iterator[list[str]]:
    """For a spreadsheet: every file and what became of it."""
    yield [_("file"), _("what"), _("article"), _("why")]
    for entry in plan.new:
        yield [safe(entry.path), _("new"), entry.article.number if entry.article else "", ""]
    for entry in plan.changed:
        yield [safe(entry.path), _("changed"), entry.article.number if entry.article else "", ""]
    for path, number in plan.unchanged:
        yield [safe(path), _("unchanged"), number, ""]
    for failure in plan.failures:
        yield [safe(failure.path), _("left out") if failure.left_out else _("remark"), "", failure.reason]


def lines(plan: Plan, *, most: int = 20) -> Iterator[str]:
    """For a terminal: all that is left out by name; remarks by reason, the commonest first."""
    figures = counts(plan)
    yield (
        f"{figures['new']} new, {figures['changed']} changed, {figures['unchanged']} unchanged, "
        f"{figures['left_out']} left out."
    )
    for failure in plan.left_out:
        yield f"  left out: {failure.path}: {failure.reason}"
    found = alike(plan.remarks)
    for one in found[:most]:
        yield f"  remark: {one.reason} ({one.count}: {', '.join(one.examples)}{', …' if one.count > EXAMPLES else ''})"
    if len(found) > most:
        yield f"  and {len(found) - most} more kinds of remarks; --report has every one."
