"""A NetBox export (`manage.py dumpdata` of NetBox 3.3 or newer) as components. The mapping is told with every import.

| in NetBox | here |
|---|---|
| device, its role | component; racks' power distribution is power, roles that name a server are servers, the rest are network devices |
| virtual machine, cluster | component; the machine stands on its cluster and, if one is named, on its device |
| cluster | stands on the devices that are in it |
| virtual chassis | component that stands on its members |
| circuit, provider | line, and the supplier it stands on |
| power feed, power panel | power; the feed stands on its panel |
| device bay | what is in it stands on the device that has it |
| cable between power ports | who takes power stands on who gives it |
| cables between other ports | followed through patch panels and lines to the other end; of the two ends, the one nearer to colleagues' desks (by role) stands on the one nearer to the outside, and on all that lies between. Equals stand only on what lies between. |
| site | site, by its name |

Left aside: addresses, networks, racks, tenants, console ports, single interfaces. An export names no services.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.services.components.cabling import Cabling
from itsm.services.components.sheet import Line, Sheet, Unreadable

Rows = Mapping[str, Mapping[int, Mapping[str, Any]]]
Ident = tuple[str, int]  # NetBox's name of the table, and the row's id
TAKEN = {
    "dcim.device": "", "virtualization.virtualmachine": "virtual_machine", "virtualization.cluster": "cluster",
    "dcim.virtualchassis": "network", "circuits.circuit": "circuit", "circuits.provider": "supplier",
    "dcim.powerfeed": "power", "dcim.powerpanel": "power",
}  # fmt: skip


def is_export(element: Any) -> bool:
    return isinstance(element, dict) and {"model", "fields"} <= element.keys()


def read(objects: Sequence[Any]) -> Sheet:
    rows: dict[str, dict[int, Any]] = defaultdict(dict)
    places: dict[Ident, int] = {}
    for place, element in enumerate(objects, start=1):
        if is_export(element) and isinstance(element.get("pk"), int):
            rows[element["model"]][element["pk"]] = element["fields"]
            places[element["model"], element["pk"]] = place
    try:
        return _Export(rows, places).sheet()
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise Unreadable(
            _(
                "It looks like an export of NetBox, but is not as its dumpdata --natural-foreign writes it (%(what)s)."
            )
            % {"what": error}
        ) from None


class _Export:
    def __init__(self, rows: Rows, places: Mapping[Ident, int]) -> None:
        self.rows, self.places = rows, places
        self.keys = self._keys()
        self.cabling = Cabling(rows)

    def sheet(self) -> Sheet:
        stands_on: dict[Ident, set[Ident]] = defaultdict(set)
        for upper, lower in self._arrows():
            if upper != lower and upper in self.keys and lower in self.keys:
                stands_on[upper].add(lower)
        lines = [
            Line(self.places[ident], self._cells(ident, stands_on[ident]))
            for ident in sorted(self.keys, key=self.places.get)  # type: ignore[arg-type]
        ]
        return Sheet(lines, notices=list(self._told(sum(map(len, stands_on.values())))))

    # Components -------------------------------------------------------------------------------------------------------

    def _keys(self) -> dict[Ident, str]:
        """By name, as monitoring knows it; a name that two have, or that is missing, gets NetBox's own number."""
        names = {(model, pk): self._name(model, pk) for model in TAKEN for pk in self.rows.get(model, {})}
        often = Counter(name.lower() for name in names.values())
        unnamed = {
            ("dcim.device", pk) for pk, row in self.rows.get("dcim.device", {}).items() if not row["name"]
        }
        return {
            ident: f"{name} #{ident[1]}" if often[name.lower()] > 1 or ident in unnamed else name
            for ident, name in names.items()
        }

    def _name(self, model: str, pk: int) -> str:
        row = self.rows[model][pk]
        name = row.get("cid") or row.get("name") or self._role(row)
        return str(name or model)[:100]

    def _role(self, device: Mapping[str, Any]) -> str:
        role = device.get("role", device.get("device_role"))  # called so before 3.6
        return str(self.rows.get("dcim.devicerole", {}).get(role, {}).get("name", ""))

    def _cells(self, ident: Ident, stands_on: set[Ident]) -> dict[str, Any]:
        model, pk = ident
        row = self.rows[model][pk]
        cells: dict[str, Any] = {
            "key": self.keys[ident],
            "name": self.keys[ident],
            "kind": TAKEN[model] or self._kind(row),
        }
        if site := self._site(model, row):
            cells["site"] = site
        cells["depends_on"] = sorted(self.keys[other] for other in stands_on)
        return cells

    def _kind(self, device: Mapping[str, Any]) -> str:
        role = self._role(device).lower()
        if "server" in role:
            return "server"
        return "power" if any(word in role.split() for word in ("pdu", "ups", "power")) else "network"

    def _site(self, model: str, row: Mapping[str, Any]) -> str:
        if model == "dcim.powerfeed":
            row = self.rows["dcim.powerpanel"].get(row["power_panel"], {})
        return str(self.rows.get("dcim.site", {}).get(row.get("site") or 0, {}).get("name", ""))

    # What stands on what ----------------------------------------------------------------------------------------------

    def _arrows(self) -> Iterator[tuple[Ident, Ident]]:
        yield from self._of("virtualization.virtualmachine", "cluster", "virtualization.cluster")
        yield from self._of("virtualization.virtualmachine", "device", "dcim.device")
        yield from self._of("circuits.circuit", "provider", "circuits.provider")
        yield from self._of("dcim.powerfeed", "power_panel", "dcim.powerpanel")
        for upper, lower in self._of("dcim.device", "cluster", "virtualization.cluster"):
            yield lower, upper
        for upper, lower in self._of("dcim.device", "virtual_chassis", "dcim.virtualchassis"):
            yield lower, upper
        for bay in self.rows.get("dcim.devicebay", {}).values():
            if bay["installed_device"]:
                yield ("dcim.device", bay["installed_device"]), ("dcim.device", bay["device"])
        yield from self.cabling.power()
        yield from self._cabled()

    def _of(self, model: str, field: str, other: str) -> Iterator[tuple[Ident, Ident]]:
        for pk, row in self.rows.get(model, {}).items():
            if row.get(field):
                yield (model, pk), (other, row[field])

    def _cabled(self) -> Iterator[tuple[Ident, Ident]]:
        for way in self.cabling.ways():
            first, last, between = way[0], way[-1], way[1:-1]
            for end, other in ((first, last), (last, first)):
                if end[0] != "dcim.device" or self._passive(end):
                    continue
                if self._rank(end) >= self._rank(other):
                    yield from ((end, part) for part in between)
                if self._rank(end) > self._rank(other):
                    yield end, other

    def _rank(self, ident: Ident) -> int:
        """How far from the outside: 0 is the line, 5 what colleagues or programs use."""
        if ident[0] != "dcim.device":
            return 0
        role = self._role(self.rows["dcim.device"].get(ident[1], {})).lower()
        for rank, words in enumerate(
            (("router", "firewall"), ("core",), ("distribution", "spine"), ("switch",)), start=1
        ):
            if any(word in role for word in words):
                return rank
        return 0 if self._passive(ident) else 5

    def _passive(self, ident: Ident) -> bool:
        return "patch" in self._role(self.rows["dcim.device"].get(ident[1], {})).lower()

    # What is said of it -----------------------------------------------------------------------------------------------

    def _told(self, arrows: int) -> Iterator[str]:
        counted = Counter(model for model, _pk in self.keys)
        parts = ", ".join(f"{n} {model.partition('.')[2]}" for model, n in sorted(counted.items()))
        yield _("A NetBox export: %(parts)s became components.") % {"parts": parts}
        yield _(
            "Devices are servers, power or network devices by their role; circuits are lines, providers suppliers, power feeds"
            " and panels power. Sites are found by name. Addresses, networks, racks, tenants and console ports are left aside."
        )
        yield (
            ngettext("%(n)d dependency was found.", "%(n)d dependencies were found.", arrows) % {"n": arrows}
            + " "
            + _(
                "Machines stand on their clusters, lines on their suppliers, chassis on their members, whoever takes power on who"
                " gives it. Cables are followed through patch panels and lines; of the two ends the one nearer to colleagues' desks"
                " stands on the other and on what is between."
            )
        )
        yield _("It names no services; say afterwards, or in a second file, which component carries which.")
