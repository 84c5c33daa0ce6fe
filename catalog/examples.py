"""A request to practise on. What it asks for stands on a shelf that only the training room has."""

from django.utils.translation import gettext as _

from catalog.models import Category, Offering, OfferingEdition, ServiceRequest
from itsm.tickets.training import room
from itsm.tickets.training.examples import Cast, register

KEY = "training-second-screen"


def make(cast: Cast) -> None:
    edition = offered(cast)
    waiting = ServiceRequest.ask(edition, {}, by=cast.people["kim"], now=cast.ago(minutes=50))
    cast.explain(
        waiting, _("Asked for, and nobody has begun. Take it, say what happens next, and fulfil it.")
    )
    begun = ServiceRequest.ask(edition, {}, by=cast.people["sascha"], now=cast.ago(hours=5))
    begun.take(by=cast.trainer, now=cast.ago(hours=4))
    said = _("It is ordered. I write as soon as I know the day.")
    begun.reply(said, by=cast.trainer, until=cast.soon(minutes=40), now=cast.ago(hours=4))
    cast.explain(begun, _("Begun by somebody who is away now. Take it over before the promise falls due."))


def offered(cast: Cast) -> OfferingEdition:
    shelf = Category.objects.create(name=_("Training"), order=99)
    offering = Offering.draft(
        by=cast.trainer, key=KEY, title=_("A second screen (example)"), category=shelf, team=cast.team,
        what=_("Stands in the training room only."),
    )  # fmt: skip
    edition = offering.take_up(by=cast.trainer)
    edition.take_effect()
    return edition


def add_to_room() -> None:
    """Asking counts how often something was asked for, so the room has shelves of its own."""
    room.take_along(Category, Offering, copied=True)
    register(make)
