"""What is left lying when a person goes. The floors above know what a person holds; each says here how to count it."""

from collections.abc import Callable

from itsm.people.models import Person

Count = Callable[[Person], int]

_tickets: list[Count] = []


def count_tickets_with(count: Count) -> None:
    """Called in an app's `ready` by whoever has tickets."""
    if count not in _tickets:
        _tickets.append(count)


def tickets_held(person: Person) -> int:
    return sum(count(person) for count in _tickets)
