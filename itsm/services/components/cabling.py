"""NetBox's cables: from port to port, and through patch panels and lines to where they lead."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Rows = Mapping[str, Mapping[int, Mapping[str, Any]]]
Ident = tuple[str, int]
Port = tuple[str, int]  # the kind of port, and its row's id
GIVES, TAKES = frozenset({"poweroutlet", "powerfeed"}), "powerport"
ENDS = frozenset({"interface"})
LONGEST = 64  # pieces of one way: a ring of panels has no end


class Cabling:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.far = self._far_ends()
        self.fronts = self._fronts()

    def power(self) -> Iterator[tuple[Ident, Ident]]:
        """(who takes power, who gives it)"""
        for near, others in self.far.items():
            for other in others:
                if near[0] == TAKES and other[0] in GIVES:
                    yield self.owner(near), self.owner(other)

    def ways(self) -> Iterator[list[Ident]]:
        """From each interface to the other end, with all that lies between. A way with two ends is found from both."""
        for port in self.far:
            if port[0] in ENDS:
                for other in self.far[port]:
                    yield [self.owner(port), *self._onwards(other)]

    def owner(self, port: Port) -> Ident:
        kind, pk = port
        if kind == "circuittermination":
            return "circuits.circuit", self.rows["circuits.circuittermination"][pk]["circuit"]
        if kind == "powerfeed":
            return "dcim.powerfeed", pk
        return "dcim.device", self.rows[f"dcim.{kind}"][pk]["device"]

    def _onwards(self, port: Port | None) -> Iterator[Ident]:
        """A rear port gathers several front ports: which one the way came in by is where it goes out again."""
        positions: list[int] = []
        for _n in range(LONGEST):
            if port is None:
                return
            yield self.owner(port)
            if port[0] in ENDS:
                return
            out = self._through(port, positions)
            port = next(iter(self.far.get(out, ())), None) if out else None

    def _through(self, port: Port, positions: list[int]) -> Port | None:
        kind, pk = port
        if kind == "frontport":
            row = self.rows["dcim.frontport"][pk]
            positions.append(row["rear_port_position"])
            return "rearport", row["rear_port"]
        if kind == "rearport":
            position = positions.pop() if positions else 1
            return self.fronts.get((pk, position))
        if kind == "circuittermination":
            return self._other_side(pk)
        return None

    def _other_side(self, pk: int) -> Port | None:
        terminations = self.rows["circuits.circuittermination"]
        circuit = terminations[pk]["circuit"]
        others = (other for other, row in terminations.items() if row["circuit"] == circuit and other != pk)
        return next((("circuittermination", other) for other in others), None)

    def _fronts(self) -> dict[tuple[int, int], Port]:
        found = self.rows.get("dcim.frontport", {}).items()
        return {(row["rear_port"], row["rear_port_position"]): ("frontport", pk) for pk, row in found}

    def _far_ends(self) -> dict[Port, list[Port]]:
        sides: dict[tuple[int, str], list[Port]] = defaultdict(list)
        for row in self.rows.get("dcim.cabletermination", {}).values():
            kind = row["termination_type"][1]
            if self._is_known(kind, row["termination_id"]):
                sides[row["cable"], row["cable_end"]].append((kind, row["termination_id"]))
        far: dict[Port, list[Port]] = defaultdict(list)
        for (cable, end), ports in sides.items():
            for port in ports:
                far[port] += sides.get((cable, "B" if end == "A" else "A"), [])
        return dict(far)

    def _is_known(self, kind: str, pk: int) -> bool:
        table = "circuits.circuittermination" if kind == "circuittermination" else f"dcim.{kind}"
        return pk in self.rows.get(table, {})
