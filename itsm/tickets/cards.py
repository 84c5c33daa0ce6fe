"""What a practice adds on top of the portal's home: what is broken, what is coming, in a small template of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Card:
    """`context` may answer None: then nothing is shown. Its "covers" are ids of tickets that the card speaks of."""

    name: str
    template: str
    context: "Callable[[HttpRequest], dict[str, Any] | None]"
    order: int = 50


_cards: dict[str, Card] = {}


def register_card(card: Card) -> None:
    _cards[card.name] = card


def cards_for(request: "HttpRequest") -> list[dict[str, Any]]:
    inside = [(card, card.context(request)) for card in sorted(_cards.values(), key=attrgetter("order"))]
    return [{"template": card.template, **context} for card, context in inside if context is not None]
