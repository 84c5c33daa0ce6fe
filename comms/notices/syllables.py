"""How many syllables a word has: where it may be divided, by the dictionaries of pyphen, which load when they are first asked."""

from functools import lru_cache
from typing import Any

DICTIONARIES = {"en": "en_US", "de": "de_DE"}


@lru_cache(maxsize=4)
def dictionary(language: str) -> Any:
    import pyphen  # four megabytes that a page without words does not need

    return pyphen.Pyphen(lang=DICTIONARIES.get(language[:2], "en_US"), left=1, right=1)


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    return len(dictionary(language).positions(word.lower())) + 1
