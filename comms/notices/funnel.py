"""How far a notice got: addressed → delivered → seen → acknowledged → understood, per audience, each step counted from its own evidence."""

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, F, Q

from comms.models import Addressee, Audience, Notice


@dataclass(frozen=True)
class Counts:
    addressed: int = 0
    delivered: int = 0
    seen: int = 0
    acknowledged: int = 0
    understood: int = 0
    misread: int = 0  # beside the funnel: they answered, and not rightly
    reminded: int = 0
    moved: int = 0  # they confirmed after they were reminded

    def __add__(self, other: "Counts") -> "Counts":
        names = [field.name for field in fields(Counts)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})


STEPS = ("addressed", "delivered", "seen", "acknowledged", "understood")


def funnel(notice: Notice) -> dict[str, Counts]:
    """By audience, and all of them under "total". One statement."""
    found = (
        Addressee.objects.filter(notice=notice)
        .values("audience")
        .annotate(
            addressed=Count("pk"),
            delivered=Count("pk", filter=Addressee.REACHED),
            seen=Count("seen_at"),
            acknowledged=Count("acknowledged_at"),
            misread=Count("pk", filter=Q(understood=False)),  # first: the next one takes the field's name
            understood=Count("pk", filter=Q(understood=True)),
            reminded=Count("reminded_at"),
            moved=Count("pk", filter=Q(acknowledged_at__gt=F("reminded_at"))),
        )
    )
    rows: Any = found.order_by()
    counts = {row.pop("audience"): Counts(**row) for row in rows}
    by_audience = {audience: counts.get(audience, Counts()) for audience in Audience.values}
    return {**by_audience, "total": sum(by_audience.values(), Counts())}
