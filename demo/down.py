"""When services were down: as the notices of the last months tell it, with one corrected by hand, targets, and what an hour is worth."""

from datetime import timedelta
from decimal import Decimal

from comms.models import Notice
from comms.notices import downtime
from demo.catalogue import MAIL, MEETINGS, ORDERS, SIGN_IN
from demo.history import DAYS, World
from itsm.insights.availability.measure import availability
from itsm.insights.goals.models import FigureTarget
from itsm.services.models import Outage, ServiceWorth

USUAL = 99.5
TARGETS = {ORDERS: 99.9, SIGN_IN: 99.9, MAIL: 99.8}
# People held up, and what an hour is worth to one of them: at least, at most.
WORTH = {ORDERS: (25, 60, 35, 80), MAIL: (150, 400, 8, 20)}


def keep_outages(world: World) -> None:
    downtime.write_up(Notice.objects.all())
    by, first = world.made.demo["manager"], (world.now - timedelta(days=DAYS)).date()
    services = {name: world.services[name] for name in (*TARGETS, *WORTH)}
    wanted = [(None, USUAL), *((services[name], value) for name, value in TARGETS.items())]
    FigureTarget.objects.bulk_create(
        FigureTarget(measure=availability.key, service=service, value=value, since=first, set_by=by)
        for service, value in wanted
    )
    ServiceWorth.objects.bulk_create(
        ServiceWorth(
            service=services[name], people_low=low, people_high=high, hour_low=Decimal(least), hour_high=Decimal(most),
            said_by=by, said_at=world.now,
        )
        for name, (low, high, least, most) in WORTH.items()
    )  # fmt: skip
    correct_one(world)


def correct_one(world: World) -> None:
    """Calls worked again half an hour before anybody said so."""
    over = Outage.objects.filter(service=world.services[MEETINGS], planned=False, ended_at__isnull=False)
    found = over.order_by("-began_at").first()
    if found and found.ended_at and found.ended_at - found.began_at > timedelta(hours=1):
        found.correct(
            reason="The log of the gateway shows calls from half an hour earlier.", by=world.made.demo["agent"],
            now=world.now, ended_at=found.ended_at - timedelta(minutes=30),
        )  # fmt: skip
