"""What the desk costs, and since when there are so many colleagues to help."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Mod

from demo.history import DAYS, World
from itsm.insights.models import DeskCost
from itsm.people.models import Person

A_MONTH, WITH_THE_NEW_ONES = (
    Decimal(61_500),
    Decimal(68_200),
)  # two people joined the desk in the second month
OLDEST = 3000  # days; a few joined while the story goes on


def count_the_money(world: World) -> None:
    first = (world.now - timedelta(days=DAYS)).date()
    by = world.made.demo["manager"]
    DeskCost.enter(first, A_MONTH, by=by, now=world.now - timedelta(days=DAYS))
    DeskCost.enter(
        first + timedelta(days=40), WITH_THE_NEW_ONES, by=by, now=world.now - timedelta(days=DAYS - 40)
    )


def join_over_the_years(world: World) -> None:
    """Everybody came one after the other; the number decides, so that it is the same each time."""
    ago = ExpressionWrapper(
        Mod(F("pk") * 37, Value(OLDEST)) * Value(timedelta(days=1)), output_field=DurationField()
    )
    joined = ExpressionWrapper(Value(world.now) - ago, output_field=DateTimeField())
    Person.objects.update(joined_at=joined)
