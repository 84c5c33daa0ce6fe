"""The colleague's view of a ticket's flow: a short row of steps in plain words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    from itsm.tickets.models.ticket import Ticket


class Stepped(models.Model):
    """Each state's place in the row, and the words for each place."""

    STEPS: ClassVar[Mapping[str, int]] = {}
    STEP_WORDS: ClassVar[Mapping[int, Any]] = {}

    class Meta:
        abstract = True

    @classmethod
    def steps_of(cls, ticket: "Ticket") -> Mapping[int, Any]:
        """The steps of one ticket of this kind; a practice leaves out what this one never takes."""
        return cls.STEP_WORDS
