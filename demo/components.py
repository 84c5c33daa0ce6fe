"""What Halden's services are made of: two rooms in Porto, a switch at every site, and a supplier whose line all of it needs."""

from itsm.services.components import carry
from itsm.services.components.plan import Options
from itsm.services.components.sheet import Line, Sheet

# key, name, kind, where, what it stands on, the services it carries
PARTS = (
    ("isp", "Nordlink", "supplier", "", "", ""),
    ("line.porto", "Line to the internet, Porto", "circuit", "Porto", "isp", ""),
    ("power.room-a", "Power, room A", "power", "Porto", "", ""),
    ("power.room-b", "Power, room B", "power", "Porto", "", ""),
    (
        "core1.porto",
        "Core switch 1",
        "network",
        "Porto",
        "line.porto power.room-a",
        "Office network and Wi-Fi",
    ),
    (
        "core2.porto",
        "Core switch 2",
        "network",
        "Porto",
        "line.porto power.room-b",
        "Office network and Wi-Fi",
    ),
    ("vpn.porto", "Remote access gateway", "network", "Porto", "line.porto power.room-a", "Remote access"),
    ("san.porto", "Storage", "storage", "Porto", "power.room-a power.room-b", ""),
    ("esx1.porto", "Host 1", "server", "Porto", "core1.porto san.porto power.room-a", ""),
    ("esx2.porto", "Host 2", "server", "Porto", "core2.porto san.porto power.room-b", ""),
    ("virtual.porto", "Virtual machines", "cluster", "Porto", "esx1.porto esx2.porto", ""),
    ("idp.porto", "Sign-in server", "virtual_machine", "Porto", "virtual.porto", "Sign-in and accounts"),
    ("mail.porto", "Mail server", "virtual_machine", "Porto", "virtual.porto", "Mail and calendar"),
    ("meet.porto", "Meeting server", "virtual_machine", "Porto", "virtual.porto", "Video meetings"),
    ("files.porto", "File server", "virtual_machine", "Porto", "virtual.porto", "Shared files"),
    ("web.porto", "Intranet server", "virtual_machine", "Porto", "virtual.porto", "Intranet"),
    ("print.porto", "Print server", "virtual_machine", "Porto", "virtual.porto", "Printing"),
    ("db1.porto", "Database 1", "database", "Porto", "virtual.porto", ""),
    ("erp.porto", "Order system", "application", "Porto", "db1.porto", "Order desk|Expenses and travel"),
    ("pay.porto", "Payroll system", "application", "Porto", "db1.porto", "Payroll and time"),
    ("vault.porto", "Drawing vault", "application", "Porto", "db1.porto files.porto", "Drawing vault"),
    (
        "switch.leeds",
        "Switch, Leeds",
        "network",
        "Leeds",
        "core1.porto core2.porto",
        "Office network and Wi-Fi",
    ),
    (
        "switch.boston",
        "Switch, Boston",
        "network",
        "Boston",
        "core1.porto core2.porto",
        "Office network and Wi-Fi",
    ),
    (
        "switch.singapore",
        "Switch, Singapore",
        "network",
        "Singapore",
        "core1.porto core2.porto",
        "Office network and Wi-Fi",
    ),
    ("bench.leeds", "Bench controller, Leeds", "server", "Leeds", "switch.leeds", "Test benches"),
    (
        "bench.singapore",
        "Bench controller, Singapore",
        "server",
        "Singapore",
        "switch.singapore",
        "Test benches",
    ),
    ("mdm.porto", "Device management", "application", "Porto", "virtual.porto", "Laptops and phones"),
)


def build_components() -> None:
    """Through the import that everybody has."""
    sheet = Sheet([line(n, *part) for n, part in enumerate(PARTS, start=1)])
    carry.carry_out(sheet, Options(), shown=carry.plan(sheet, Options()).digest)


def line(number: int, key: str, name: str, kind: str, site: str, stands_on: str, carries: str) -> Line:
    lists = {"depends_on": stands_on.split(), "services": carries.split("|") if carries else []}
    return Line(number, {"key": key, "name": name, "kind": kind, "site": site, **lists})
