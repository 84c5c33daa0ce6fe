"""What Halden's IT looks after: fourteen services, when they are supported, what stands on what."""

from dataclasses import dataclass
from datetime import time, timedelta

from demo.people import Organisation
from incidents.models import Category
from itsm.services.defaults import TARGETS
from itsm.services.models import Agreement, EscalationStep, OpeningHours, Service, SupportCalendar, Target
from itsm.services.models.amendment import amendment


@dataclass(frozen=True)
class Offer:
    name: str
    team: str
    purpose: str
    criticality: int
    agreement: str
    share: int  # of all tickets, in percent
    category: str
    needs: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    owner: str = "lead"


STANDARD, CRITICAL, SINGAPORE = "Standard", "Around the clock", "Singapore hours"
NETWORK, SIGN_IN, MAIL, FILES = (
    "Office network and Wi-Fi",
    "Sign-in and accounts",
    "Mail and calendar",
    "Shared files",
)
MEETINGS, REMOTE, LAPTOPS, PRINTING, INTRANET = (
    "Video meetings",
    "Remote access",
    "Laptops and phones",
    "Printing",
    "Intranet",
)
ORDERS, EXPENSES, DRAWINGS, BENCHES, PAYROLL = (
    "Order desk",
    "Expenses and travel",
    "Drawing vault",
    "Test benches",
    "Payroll and time",
)

OFFERS = (
    Offer(NETWORK, "Networks", "Be online at any Halden site, by cable or by air.", 1, CRITICAL, 8, "Network and Wi-Fi"),
    Offer(SIGN_IN, "Identity", "Get in with one account, and only where you should.", 1, CRITICAL, 14, "Signing in", (NETWORK,)),
    Offer(MAIL, "Collaboration", "Write mails, keep calendars, book rooms.", 1, CRITICAL, 11, "Mail and calendar", (SIGN_IN, NETWORK)),
    Offer(MEETINGS, "Collaboration", "Meet by video, from a desk or a meeting room.", 2, STANDARD, 9, "Meetings and calls", (SIGN_IN, NETWORK)),
    Offer(FILES, "Collaboration", "Keep files where your group finds them.", 2, STANDARD, 7, "Files and folders", (SIGN_IN, NETWORK)),
    Offer(INTRANET, "Collaboration", "Read news, forms and policies.", 4, STANDARD, 2, "Something else", (SIGN_IN,)),
    Offer(REMOTE, "Networks", "Work as if you were in the office.", 2, CRITICAL, 9, "Network and Wi-Fi", (SIGN_IN, NETWORK)),
    Offer(LAPTOPS, "Workplace", "A laptop and a phone that do their job.", 2, STANDARD, 15, "Laptop or phone", (SIGN_IN,)),
    Offer(PRINTING, "Workplace", "Print and scan near your desk.", 3, STANDARD, 6, "Printing", (NETWORK,)),
    Offer(ORDERS, "Business applications", "Quote, order, ship, invoice.", 1, CRITICAL, 7, "Business application", (SIGN_IN, NETWORK)),
    Offer(EXPENSES, "Business applications", "Book trips and get money back.", 3, STANDARD, 4, "Business application", (ORDERS,)),
    Offer(DRAWINGS, "Engineering systems", "Find, check out and release drawings.", 2, STANDARD, 4, "Engineering application", (FILES, SIGN_IN)),
    Offer(BENCHES, "Engineering systems", "Calibrate and test instruments.", 2, SINGAPORE, 2, "Engineering application", (DRAWINGS, NETWORK), ("Singapore", "Leeds")),
    Offer(PAYROLL, "People systems", "Be paid right, take holidays, keep time.", 2, STANDARD, 2, "Pay and time", (SIGN_IN,)),
)  # fmt: skip
UNDER = {
    "Signing in": ("Password", "Second factor", "Access rights"),
    "Laptop or phone": ("Laptop", "Phone", "Docking station and screens"),
    "Network and Wi-Fi": ("Wi-Fi", "Working from elsewhere"),
    "Business application": ("Orders", "Expenses"),
}
MORE_CATEGORIES = ("Security",)
CALENDARS = {
    CRITICAL: ("UTC", "", range(7), time(0), time(0)),
    SINGAPORE: ("Asia/Singapore", "SG", range(5), time(8), time(18)),
}


def offer_services(made: Organisation) -> tuple[dict[str, Service], dict[str, Category]]:
    keep_london_time()
    with amendment():  # one edit of the policy, however many rows
        agreements = agree()
        services = {}
        for offer in OFFERS:
            services[offer.name] = service = Service.objects.create(
                name=offer.name, purpose=offer.purpose, criticality=offer.criticality, team=made.teams[offer.team],
                owner=made.lead(offer.team), agreement=agreements.get(offer.agreement),
            )  # fmt: skip
            service.depends_on.set([services[name] for name in offer.needs])
            service.sites.set([made.sites[name] for name in offer.sites])
    return services, sort_troubles()


def keep_london_time() -> None:
    """So it was from the first day on: told as an edit of today, it would draw a line under every clock that runs."""
    standard = Agreement.objects.get(is_default=True)
    SupportCalendar._base_manager.filter(pk=standard.calendar_id).update(time_zone="Europe/London")


def agree() -> dict[str, Agreement]:
    """The default agreement stays as every installation has it; two more show what else there can be."""
    standard = Agreement.objects.get(is_default=True)
    made = {}
    for name, (zone, country, days, opens, closes) in CALENDARS.items():
        calendar = SupportCalendar.objects.create(name=f"{name} support", time_zone=zone, country=country)
        OpeningHours.objects.bulk_create(
            [OpeningHours(calendar=calendar, weekday=day, opens=opens, closes=closes) for day in days]
        )
        made[name] = agreement = Agreement.objects.create(
            name=name, calendar=calendar, pauses=standard.pauses
        )
        copy_targets(standard, agreement)
    return made


def copy_targets(standard: Agreement, agreement: Agreement) -> None:
    """The same figures; around the clock, what is not urgent still gets three times as long."""
    clocks = ("first_response", "next_update", "resolution", "handover")
    factor = {True: (1, 1, 3, 3), False: (1, 1, 1, 1)}[agreement.name == CRITICAL]
    rows = [
        Target(
            agreement=agreement,
            kind=kind,
            priority=priority,
            **_times(dict(zip(clocks, budgets, strict=True)), factor[priority - 1]),
        )
        for kind, table in TARGETS.items()
        for priority, budgets in enumerate(table, start=1)
    ]
    Target.objects.bulk_create(rows)
    steps = EscalationStep.objects.filter(agreement=standard).values("clock", "percent", "tells")
    EscalationStep.objects.bulk_create([EscalationStep(agreement=agreement, **step) for step in steps])


def _times(budgets: dict[str, timedelta | None], factor: int) -> dict[str, timedelta | None]:
    return {name: budget and budget * factor for name, budget in budgets.items()}


def sort_troubles() -> dict[str, Category]:
    tops = list(dict.fromkeys([*(offer.category for offer in OFFERS), *MORE_CATEGORIES]))
    made = {name: Category.objects.create(name=name) for name in tops}
    for top, names in UNDER.items():
        made |= {name: Category.objects.create(name=name, parent=made[top]) for name in names}
    return made
