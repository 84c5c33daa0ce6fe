"""The words for one audience while they are written: each slot with the advice beside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from comms.notices import clarity
from comms.notices.forms import TextForm

BELONGS = {
    "subject": _("The one thing that matters, short enough for a phone."),
    "what": _("What people notice, in their words."),
    "who": _("Who it hits, so that the others can go on."),
    "do": _("What they can do now, even if it is nothing."),
    "we": _("What you do about it, not how."),
    "next": _("Left empty, the time you promise is put here."),
}


@dataclass
class Sheet:
    form: TextForm
    hear_next: str = ""  # what will stand in an empty last slot

    @property
    def audience(self) -> str:
        return self.form.audience

    @property
    def label(self) -> str:
        return self.form.label

    @cached_property
    def words(self) -> dict[str, str]:
        return self.form.words()

    @cached_property
    def advice(self) -> list[clarity.Advice]:
        said = {**self.words, "next": self.words["next"] or self.hear_next}
        return clarity.look_at(said, audience=self.audience)

    @property
    def rows(self) -> list[tuple[Any, list[clarity.Advice], str]]:
        """Each field with what plain language says about it, or what belongs there while there is nothing to say."""
        beside: dict[str, list[clarity.Advice]] = {}
        for one in self.advice:
            beside.setdefault(one.slot, []).append(one)
        return [(field, beside.get(field.name, []), str(BELONGS[field.name])) for field in self.form]

    @property
    def score(self) -> int:
        return clarity.score(self.advice)

    @property
    def is_clear(self) -> bool:
        return self.score >= clarity.CLEAR

    @cached_property
    def grade(self) -> float | None:
        return clarity.grade(self.words)
