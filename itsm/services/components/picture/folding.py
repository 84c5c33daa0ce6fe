"""On a large map, components that are alike become one box: same kind, standing on the same, needed by the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from itsm.services.components.picture.graph import Box, Graph, Ident

FEW = 60  # boxes that one can take in
ALIKE = 4  # fewer stay as they are
Likeness = tuple[str, frozenset[Ident], frozenset[Ident]]


def folded(graph: Graph) -> Graph:
    """Each group by its first; services and what the map is about are never folded."""
    if len(graph.boxes) <= FEW:
        return graph
    first: dict[Ident, Ident] = {}
    boxes = dict(graph.boxes)
    for (_kind, _uppers, lowers), group in _groups(graph):
        boxes[group[0]] = _box(graph, group, lowers)
        first |= dict.fromkeys(group, group[0])
        for ident in group[1:]:
            del boxes[ident]
    arrows = frozenset((first.get(upper, upper), first.get(lower, lower)) for upper, lower in graph.arrows)
    return Graph(boxes, arrows, graph.middle)


def _groups(graph: Graph) -> Iterator[tuple[Likeness, list[Ident]]]:
    lowers: dict[Ident, set[Ident]] = defaultdict(set)
    uppers: dict[Ident, set[Ident]] = defaultdict(set)
    for upper, lower in graph.arrows:
        lowers[upper].add(lower)
        uppers[lower].add(upper)
    alike: dict[Likeness, list[Ident]] = defaultdict(list)
    for ident, box in sorted(graph.boxes.items(), key=lambda item: (item[1].label.lower(), item[0])):
        if not box.is_service and ident != graph.middle:
            alike[box.kind, frozenset(uppers[ident]), frozenset(lowers[ident])].append(ident)
    return ((likeness, group) for likeness, group in alike.items() if len(group) >= ALIKE)


def _box(graph: Graph, group: Sequence[Ident], lowers: frozenset[Ident]) -> Box:
    """It leads to the list of those it stands for."""
    one, last = graph.boxes[group[0]], graph.boxes[group[-1]]
    asked = {"kind": one.kind}
    if below := sorted(pk for kind, pk in lowers if kind == "c"):
        asked["on"] = str(below[0])
    href = f"{reverse('services:components')}?{urlencode(asked)}"
    label = _("%(n)d × %(kind)s") % {"n": len(group), "kind": one.second}
    return Box(label, f"{one.label} … {last.label}", href, is_service=False, kind=one.kind)
