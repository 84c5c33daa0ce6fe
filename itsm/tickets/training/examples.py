"""What there is to practise on. Each practice brings its own, in the states worth practising."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from itsm.frame.practices import is_here
from itsm.people.models import Person, Team
from itsm.people.roles import AGENT, COLLEAGUE
from itsm.tickets.models import Event, Ticket

ADDRESS = "{}@training.invalid"  # no mail ever arrives there
# They cannot sign in: nobody is them, and nobody finds them where people are chosen.
MADE_UP = {
    "robin": gettext_lazy("Robin Example"),
    "kim": gettext_lazy("Kim Example"),
    "sascha": gettext_lazy("Sascha Example"),
    "trainer": gettext_lazy("Toni Trainer"),
}


@dataclass(frozen=True)
class Cast:
    """Who plays in the examples, and when: `now` is the present, and what went before lies before it."""

    team: Team
    first_line: Team
    people: dict[str, Person]
    now: datetime

    @property
    def trainer(self) -> Person:
        """Speaks for the desk here, as nobody does outside."""
        found = self.people["trainer"]
        found.roles = frozenset({COLLEAGUE, AGENT})
        return found

    def ago(self, **length: float) -> datetime:
        return self.now - timedelta(**length)

    def soon(self, **length: float) -> datetime:
        return self.now + timedelta(**length)

    def explain(self, ticket: Ticket, words: str) -> None:
        """What to practise on it: stands on the ticket, and in the list of the room."""
        ticket.note(words, by=self.trainer, now=self.now)


Maker = Callable[[Cast], None]
_makers: list[Maker] = []


def register(maker: Maker) -> None:
    _makers.append(maker)


def make_all(cast: Cast) -> None:
    for maker in _makers:
        if is_here(maker):
            maker(cast)


def made_up() -> dict[str, Person]:
    """The same ones each time, however often the examples begin anew."""
    return {
        key: Person.objects.get_or_create(
            email=ADDRESS.format(key), defaults={"name": str(name), "is_active": False, "password": "!"}
        )[0]
        for key, name in MADE_UP.items()
    }


def made_up_people() -> QuerySet[Person]:
    return Person.objects.filter(email__in=[ADDRESS.format(key) for key in MADE_UP])


@dataclass(frozen=True)
class Example:
    """A ticket of the room, and what it is there for."""

    ticket: Ticket
    says: str


def listed() -> list[Example]:
    """Asked inside the room. What somebody opened there themselves is listed, too."""
    trainer = ADDRESS.format("trainer")
    notes = Event.objects.filter(actor__email=trainer, verb="ticket.note").order_by("-pk")
    says = dict(notes.values_list("ticket", "comment"))
    return [Example(one, says.get(one.pk, "")) for one in Ticket.objects.with_people().order_by("pk")]
