"""What is wrong in a blueprint: where, and in plain words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Hole:
    """`section` and `key` say where: ("form", "model"). An empty key means the section as a whole."""

    section: str
    key: str
    words: str

    def __str__(self) -> str:
        return f"{self.key}: {self.words}" if self.key else self.words


def twice(section: str, keys: Iterable[str]) -> Iterator[Hole]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Hole(section, key, _("This name stands here more than once. Give each its own."))
