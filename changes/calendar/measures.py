"""How many collisions were seen and dealt with before they could do harm."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.models import Collision
from itsm.insights import placing
from itsm.insights.measures import Better, Measure, Source, Unit, register


def collisions() -> QuerySet[Any]:
    """What is to come may still be caught."""
    return Collision.objects.filter(meets_from__lte=Now())


FOUND = Source(key="collisions", rows=collisions, moment="meets_from", path="change__")
IN_TIME = Q(gone_at__lt=F("meets_from")) | Q(accepted_at__lt=F("meets_from"))

caught = Measure(
    key="collisions_caught",
    name=_("Collisions caught"),
    sentence=_("One of the two was moved, or somebody with authority let both stand, before they could meet."),
    formula="collisions gone or accepted before the time in question ÷ collisions whose time in question began × 100",
    population=_("Every collision that was found and whose time in question began in the period, also if it did not come to it; without cancelled tickets and duplicates."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=FOUND,
    n=Count("pk"),
    value=Count("pk", filter=IN_TIME),
    over=Count("pk"),
    rolls=False,  # the look ahead finds and forgets collisions without an Event
)  # fmt: skip
register(caught)


def add_to_overview() -> None:
    placing.place("cause", caught.key)
