"""The few things the ORM has no word for."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Aggregate, DurationField, Expression, F, FloatField, Func, IntegerField, Value
from django.db.models.functions import Extract

HOUR = 3600.0


class Percentile(Aggregate):
    """Linear interpolation between the closest ranks, as numpy has it by default."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: Any, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, **extra)


def hours_between(start: Any, end: Any) -> Expression:
    """Elapsed time, 24 × 7; each end is a field's name or an expression."""
    ends = [F(each) if isinstance(each, str) else each for each in (end, start)]
    length = Func(*ends, template="(%(expressions)s)", arg_joiner=" - ", output_field=DurationField())
    return Extract(length, "epoch", output_field=FloatField()) / Value(HOUR, output_field=FloatField())


def bucket(moment: str, *, first: datetime, length: timedelta, count: int, zone: tzinfo = UTC) -> Func:
    """1 … count: which of `count` stretches from `first` on the moment falls into, equal by the clock on the wall."""
    low, high = ends_of(first, length, count, zone)
    return Func(
        Extract(moment, "epoch", tzinfo=zone, output_field=FloatField()),
        Value(low, output_field=FloatField()),
        Value(high, output_field=FloatField()),
        Value(count),
        function="width_bucket",
        output_field=IntegerField(),
    )


def ends_of(first: datetime, length: timedelta, count: int, zone: tzinfo) -> tuple[float, float]:
    low = first.astimezone(zone).replace(tzinfo=UTC)
    return low.timestamp(), (low + length * count).timestamp()
