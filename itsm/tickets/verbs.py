"""What people can do to a ticket on its page: each verb with its form, its permission and when it is offered.

The ground floor brings the verbs every ticket has; a practice registers its own. The page, the bulk bar and the
plain page for browsers without JavaScript all come from here, so a verb exists everywhere or nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from itsm.frame.practices import is_here

if TYPE_CHECKING:
    from django.utils.functional import Promise as Lazy

    from itsm.people.models import Person
    from itsm.tickets.models import Ticket


class VerbForm(forms.Form):
    """Input for one verb. `act` calls it; what the verb finds wrong lands at the right field."""

    wide: ClassVar[bool] = False

    def __init__(self, *args: Any, ticket: "Ticket", person: "Person", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticket, self.person = ticket, person
        self.prepare()

    @classmethod
    def asks_nothing(cls, ticket: "Ticket") -> bool:
        """Nothing to fill in: one press does it."""
        return not cls.base_fields

    def prepare(self) -> None:
        """Narrow choices to this ticket and person."""

    def act(self) -> "Ticket | None":
        """Do it. A ticket that comes back is the page to show next."""
        raise TypeError(f"{type(self).__name__} does nothing")

    def try_to_act(self) -> "Ticket | None":
        try:
            return self.act()
        except ValidationError as error:
            known = error if not hasattr(error, "error_dict") else self._at_known_fields(error)
            self.add_error(None, known)
            return None

    def _at_known_fields(self, error: ValidationError) -> ValidationError:
        return ValidationError(
            {
                name if name in self.fields else NON_FIELD_ERRORS: found
                for name, found in error.message_dict.items()
            }
        )


Offered = Callable[["Ticket", "Person"], bool]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """`name` is the method, the permission's word, the event and (with hyphens) the address."""

    name: str
    label: "str | Lazy"
    form: type[VerbForm]
    permission: str = "tickets.work_ticket"
    offered: Offered = lambda _ticket, _person: True
    involved: bool = False  # open to the colleague whose ticket it is, without the permission
    icon: str = ""
    key: str = ""
    tone: str = ""  # primary, danger
    bulk: bool = False
    asks: bool = False  # once more, before it is done at one press
    order: int = 50
    own_label: "str | Lazy" = ""  # what it is called for the colleague whose ticket it is, where that differs
    kinds: frozenset[str] = field(default_factory=frozenset)  # empty: every kind

    @property
    def slug(self) -> str:
        return self.name.replace("_", "-").strip("-")

    def said_to(self, person: "Person") -> "Verb":
        """In the words of the desk or of a colleague."""
        return self if person.works_the_desk or not self.own_label else replace(self, label=self.own_label)

    def is_allowed(self, ticket: "Ticket", person: "Person") -> bool:
        """May this person use the verb at all here? Whether the ticket's state allows it is the flow's to say."""
        if self.kinds and ticket.kind not in self.kinds:
            return False
        return person.has_perm(self.permission) or (self.involved and ticket.concerns(person))

    def is_offered(self, ticket: "Ticket", person: "Person") -> bool:
        in_flow = self.name not in ticket.FLOW or self.name in ticket.allowed_verbs
        return in_flow and self.is_allowed(ticket, person) and self.offered(ticket, person)


_verbs: dict[tuple[str, str], Verb] = {}


def register(*verbs: Verb) -> None:
    for verb in verbs:
        for kind in verb.kinds or {""}:
            _verbs[kind, verb.slug] = verb


def find(ticket: "Ticket", slug: str) -> Verb | None:
    found = _verbs.get((ticket.kind, slug)) or _verbs.get(("", slug))
    return found if found and is_here(found.form) else None


def offered(ticket: "Ticket", person: "Person") -> list[Verb]:
    found = [
        verb for (kind, _slug), verb in _verbs.items() if kind in {"", ticket.kind} and is_here(verb.form)
    ]
    return sorted((verb for verb in found if verb.is_offered(ticket, person)), key=lambda verb: verb.order)


def in_bulk(person: "Person") -> list[Verb]:
    return sorted(
        (
            verb
            for verb in _verbs.values()
            if verb.bulk and is_here(verb.form) and person.has_perm(verb.permission)
        ),
        key=lambda verb: verb.order,
    )
