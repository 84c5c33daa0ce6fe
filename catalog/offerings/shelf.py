"""How the catalogue is laid out for a colleague: shelf by shelf, what they asked for lately, what many ask for."""

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from catalog.models import Category, Offering, ServiceRequest
from itsm.people.models import Person

if TYPE_CHECKING:
    from catalog.models.offering import OfferingQuerySet

FEW = 4


def shelved(offerings: "OfferingQuerySet") -> list[tuple[Category, list[Offering]]]:
    """In one statement; a shelf with nothing on it for this person is not shown."""
    heavy = [f"edition__{name}" for name in ("form", "approvals", "plan")]
    rows = offerings.select_related("category", "edition").defer(*heavy)
    rows = rows.order_by("category__order", "category__name", "title", "pk")
    return [(category, list(found)) for category, found in groupby(rows, key=attrgetter("category"))]


def recent_and_popular(person: Person) -> dict[str, Any]:
    asked = ServiceRequest.objects.filter(requester=person).order_by("-opened_at").values_list("offering")
    lately = list(dict.fromkeys(pk for (pk,) in asked[:20]))[:FEW]
    open_to_them = Offering.objects.for_asking(person)
    known = open_to_them.in_bulk(lately)
    return {
        "recent": [known[pk] for pk in lately if pk in known],
        "popular": list(open_to_them.filter(asked__gt=0).order_by("-asked", "title")[:FEW]),
    }
