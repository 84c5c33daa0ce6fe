"""Where each box stands: what needs others above what is needed, few arrows crossing, and no line of boxes too long to read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itsm.services.components.picture.graph import Graph, Ident

Lowers = Mapping[Ident, Sequence[Ident]]
SWEEPS = 6  # down and up again: more change nothing that one would see


@dataclass(frozen=True)
class Layout:
    """Of one island. `rows` from the top; a layer that is too wide takes several of them, and `layer_of` says which belong
    together. `arrows` are those to draw: one that others imply, because a way over more boxes leads there too, would only
    hide them."""

    rows: Sequence[Sequence[Ident]]
    layer_of: Sequence[int]
    arrows: Sequence[tuple[Ident, Ident]]

    @property
    def longest(self) -> int:
        return max(map(len, self.rows))


def lay_out(graph: Graph, *, widest: int) -> tuple[list[Layout], list[Ident]]:
    """What is joined, island by island; and the boxes without any arrow."""
    found = islands(graph)
    alone = set(graph.boxes) - set().union(*found)
    lowers = _without_circles(graph)
    layouts = [_lay_out(graph, lowers, island, widest) for island in found]
    return layouts, sorted(alone, key=lambda ident: (graph.boxes[ident].label.lower(), ident))


def islands(graph: Graph) -> list[set[Ident]]:
    """Sets of boxes that arrows join, in whichever direction: those with services first, then the largest."""
    near: dict[Ident, list[Ident]] = defaultdict(list)
    for upper, lower in sorted(graph.arrows):
        near[upper].append(lower)
        near[lower].append(upper)
    found: list[set[Ident]] = []
    seen: set[Ident] = set()
    for start in sorted(near):
        if start not in seen:
            island, waiting = {start}, [start]
            while waiting:
                fresh = set(near[waiting.pop()]) - island
                island |= fresh
                waiting += sorted(fresh)
            seen |= island
            found.append(island)
    plain = {ident for ident, box in graph.boxes.items() if not box.is_service}
    return sorted(found, key=lambda island: (island <= plain, -len(island), min(island)))


def _lay_out(graph: Graph, lowers: Lowers, island: set[Ident], widest: int) -> Layout:
    upwards = _lowest_first(lowers, island)
    arrows = _telling(graph, lowers, upwards)
    rows: list[Sequence[Ident]] = []
    layer_of: list[int] = []
    for number, layer in enumerate(_ordered(arrows, _layers(graph, lowers, upwards))):
        for row in _cut(layer, widest):
            rows.append(row)
            layer_of.append(number)
    return Layout(rows, layer_of, arrows)


def _cut(layer: Sequence[Ident], widest: int) -> list[Sequence[Ident]]:
    """Rows of nearly the same length."""
    count = -(-len(layer) // widest) or 1
    length = -(-len(layer) // count)
    return [layer[at : at + length] for at in range(0, len(layer), length)]


def _layers(graph: Graph, lowers: Lowers, upwards: Sequence[Ident]) -> list[list[Ident]]:
    """The uppermost first. Each is right above the highest that it stands on, so that arrows are short."""
    height: dict[Ident, int] = {}
    for ident in upwards:
        height[ident] = max((height[lower] + 1 for lower in lowers[ident]), default=0)
    found: dict[int, list[Ident]] = defaultdict(list)
    for ident in sorted(upwards, key=lambda ident: (graph.boxes[ident].label.lower(), ident)):
        found[height[ident]].append(ident)
    return [found[number] for number in sorted(found, reverse=True)]


def _telling(graph: Graph, lowers: Lowers, upwards: Sequence[Ident]) -> list[tuple[Ident, Ident]]:
    """Without the arrows that others imply; those that close a circle stay."""
    below: dict[Ident, set[Ident]] = {}
    implied: set[tuple[Ident, Ident]] = set()
    for ident in upwards:
        further = set().union(*(below[lower] for lower in lowers[ident]))
        implied |= {(ident, lower) for lower in lowers[ident] if lower in further}
        below[ident] = further.union(lowers[ident])
    here = set(upwards)
    return sorted(arrow for arrow in graph.arrows - implied if arrow[0] in here)


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


def _lowest_first(lowers: Lowers, joined: set[Ident]) -> list[Ident]:
    """Everything after all that it stands on."""
    uppers: dict[Ident, list[Ident]] = {ident: [] for ident in joined}
    for ident in sorted(joined):
        for lower in lowers[ident]:
            uppers[lower].append(ident)
    waits_for = {ident: len(lowers[ident]) for ident in joined}
    found = sorted(ident for ident in joined if not waits_for[ident])
    for ident in found:  # it grows while we walk it
        for upper in uppers[ident]:
            waits_for[upper] -= 1
            if not waits_for[upper]:
                found.append(upper)
    return found


def _ordered(arrows: Sequence[tuple[Ident, Ident]], layers: list[list[Ident]]) -> list[list[Ident]]:
    """Each box towards the middle of those it is joined with, some times up and down: the barycentre rule."""
    near: dict[Ident, list[Ident]] = defaultdict(list)
    for upper, lower in arrows:
        near[upper].append(lower)
        near[lower].append(upper)
    place: dict[Ident, float] = {}
    for layer in layers:
        _note(layer, place)
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda ident: _middle(near[ident], place, ident))
            _note(layer, place)
    return layers


def _middle(near: Sequence[Ident], place: Mapping[Ident, float], ident: Ident) -> float:
    return sum(place[other] for other in near) / len(near) if near else place[ident]


def _note(layer: Sequence[Ident], place: dict[Ident, float]) -> None:
    """Places as shares of the layer's width, so that a short layer is compared with a long one."""
    for number, ident in enumerate(layer):
        place[ident] = (number + 0.5) / len(layer)
