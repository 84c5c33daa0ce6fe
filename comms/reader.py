"""Whoever reads a mail, as far as a mail asks: a `Person`, or the few columns of one that a mail to thousands needs."""

from typing import Protocol


class Reader(Protocol):
    @property
    def pk(self) -> int: ...
    @property
    def greeting_name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
