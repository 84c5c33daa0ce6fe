"""Where each box stands: what needs others above what is needed, few arrows crossing, and no line of boxes too long to read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itsm.services.components.picture.graph import Graph, Ident

SWEEPS = 6  # down and up again: more change nothing that one would see


@dataclass(frozen=True)
class Layout:
    """`rows` from the top; a layer that is too wide takes several of them. `layer_of` says which belong together.
    `alone` are boxes without any arrow: they stand below all others."""

    rows: Sequence[Sequence[Ident]]
    layer_of: Sequence[int]
    alone: Sequence[Ident]


def lay_out(graph: Graph, *, widest: int) -> Layout:
    joined = {ident for arrow in graph.arrows for ident in arrow}
    alone = sorted(set(graph.boxes) - joined, key=lambda ident: graph.boxes[ident].label.lower())
    layers = _ordered(graph, _layers(graph, joined))
    rows: list[Sequence[Ident]] = []
    layer_of: list[int] = []
    for number, layer in enumerate(layers):
        for row in _cut(layer, widest):
            rows.append(row)
            layer_of.append(number)
    return Layout(rows, layer_of, alone)


def _cut(layer: Sequence[Ident], widest: int) -> list[Sequence[Ident]]:
    """Rows of nearly the same length."""
    count = -(-len(layer) // widest) or 1
    length = -(-len(layer) // count)
    return [layer[at : at + length] for at in range(0, len(layer), length)]


def _layers(graph: Graph, joined: set[Ident]) -> list[list[Ident]]:
    """Each one layer below the lowest of those that stand on it; an arrow that closes a circle is not counted."""
    lowers = _without_circles(graph)
    depth: dict[Ident, int] = dict.fromkeys(joined, 0)
    for ident in _topmost_first(lowers, joined):
        for lower in lowers[ident]:
            depth[lower] = max(depth[lower], depth[ident] + 1)
    found: dict[int, list[Ident]] = defaultdict(list)
    for ident in sorted(joined, key=lambda ident: (graph.boxes[ident].label.lower(), ident)):
        found[depth[ident]].append(ident)
    return [found[number] for number in sorted(found)]


def _without_circles(graph: Graph) -> dict[Ident, list[Ident]]:
    """Depth first, by a list of our own: a long line of components is deeper than Python likes."""
    lowers = graph.lowers()
    kept: dict[Ident, list[Ident]] = {ident: [] for ident in lowers}
    state: dict[Ident, int] = {}  # 1: on the way, 2: done
    for start in sorted(lowers, key=lambda ident: graph.boxes[ident].label.lower()):
        way = [(start, iter(lowers[start]))] if start not in state else []
        state.setdefault(start, 1)
        while way:
            here, left = way[-1]
            there = next(left, None)
            if there is None:
                state[here] = 2
                way.pop()
            elif state.get(there) != 1:
                kept[here].append(there)
                if there not in state:
                    state[there] = 1
                    way.append((there, iter(lowers[there])))
    return kept


def _topmost_first(lowers: Mapping[Ident, Sequence[Ident]], joined: set[Ident]) -> list[Ident]:
    waiting_for: dict[Ident, int] = dict.fromkeys(joined, 0)
    for ident in joined:
        for lower in lowers[ident]:
            waiting_for[lower] += 1
    found = sorted(ident for ident in joined if not waiting_for[ident])
    for ident in found:  # it grows while we walk it
        for lower in lowers[ident]:
            waiting_for[lower] -= 1
            if not waiting_for[lower]:
                found.append(lower)
    return found


def _ordered(graph: Graph, layers: list[list[Ident]]) -> list[list[Ident]]:
    """Each box towards the middle of those it is joined with, some times up and down: the barycentre rule."""
    near: dict[Ident, list[Ident]] = defaultdict(list)
    for upper, lower in sorted(graph.arrows):
        near[upper].append(lower)
        near[lower].append(upper)
    place: dict[Ident, float] = {}
    for layer in layers:
        _note(layer, place)
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda ident: sum(place[other] for other in near[ident]) / len(near[ident]))
            _note(layer, place)
    return layers


def _note(layer: Sequence[Ident], place: dict[Ident, float]) -> None:
    """Places as shares of the layer's width, so that a short layer is compared with a long one."""
    for number, ident in enumerate(layer):
        place[ident] = (number + 0.5) / len(layer)
