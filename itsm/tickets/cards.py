"""What a practice adds to the portal's home: what is broken, what waits for me, what is often asked; each a small template."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from itsm.frame.practices import is_here

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Card:
    """`context` may answer None: then nothing is shown. Its "covers" are ids of tickets that the card speaks of."""

    name: str
    template: str
    context: "Callable[[HttpRequest], dict[str, Any] | None]"
    order: int = 50
    place: str = "top"  # above the colleague's own things, or "below" them


_cards: dict[str, Card] = {}


def register_card(card: Card) -> None:
    _cards[card.name] = card


def cards_for(request: "HttpRequest", place: str = "top") -> list[dict[str, Any]]:
    here = sorted(
        (card for card in _cards.values() if card.place == place and is_here(card.context)),
        key=attrgetter("order"),
    )
    inside = [(card, card.context(request)) for card in here]
    return [{"template": card.template, **context} for card, context in inside if context is not None]
