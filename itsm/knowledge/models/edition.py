"""What is written in editions: an article, an offering. Readers have the published one while the next is being written.

draft → proposed → published. A second pair of eyes publishes; who may publish alone is a permission. One edition at a
time is in the making, and two who write it at once are told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require


class StaleEdition(Refused):
    """Somebody saved it since; nothing was written over, nothing that was typed is lost."""

    def __init__(self, edition: "Edition") -> None:
        self.edition = edition
        super().__init__(
            _("%(who)s saved this meanwhile. Compare what is new with what you wrote, then save again.")
            % {"who": edition.by.short_name}
        )


class EditionQuerySet(models.QuerySet[Any]):
    def in_the_making(self) -> Self:
        return self.filter(state__in=[Edition.State.DRAFT, Edition.State.PROPOSED])


class Edition(models.Model):
    """One edition. `SUBJECT` names what it is an edition of, `PUBLISH` and `ALONE` the permissions."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        PROPOSED = "proposed", gettext_lazy("waits for review")
        PUBLISHED = "published", gettext_lazy("published")

    SUBJECT: ClassVar[str]
    PUBLISH: ClassVar[str]  # permission to publish what somebody else wrote
    ALONE: ClassVar[str]  # permission to publish what one wrote oneself

    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)  # who wrote it last
    at = models.DateTimeField(default=timezone.now, editable=False)
    changes = models.CharField(gettext_lazy("what is new in it"), max_length=240, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    sent_back = models.TextField(blank=True, editable=False)  # why the reviewer was not content
    stamp = models.PositiveIntegerField(
        default=0, editable=False
    )  # counts what was saved: who writes says what they saw

    objects: ClassVar[Any] = EditionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{getattr(self, self.SUBJECT)}, {_('edition')} {self.number}"

    def write(self, *, by: Person, seen: int, **words: Any) -> None:
        """Save the next state of a draft; `seen` is the stamp the writer had before them."""
        with self._step({self.State.DRAFT, self.State.PROPOSED}):
            if seen != self.stamp:
                raise StaleEdition(self)
            for name, value in words.items():
                setattr(self, name, value)
            self.state, self.by, self.at = self.State.DRAFT, by, timezone.now()
            self.stamp += 1

    def propose(self, *, by: Person) -> None:
        """Done: somebody else reads it."""
        with self._step({self.State.DRAFT}):
            self.refuse_holes()
            self.state, self.sent_back = self.State.PROPOSED, ""

    def send_back(self, *, reason: str, by: Person) -> None:
        require(reason=reason)
        with self._step({self.State.PROPOSED}):
            self.state, self.sent_back = self.State.DRAFT, reason
            self.decided_by, self.decided_at = by, timezone.now()

    def publish(self, *, by: Person) -> None:
        """From now on this is what readers have."""
        with self._step({self.State.DRAFT, self.State.PROPOSED}):
            if by.pk == self.by_id and not by.has_perm(self.ALONE):
                raise Refused(_("You wrote it: somebody else reads and publishes it."))
            self.refuse_holes()
            self.state, self.sent_back = self.State.PUBLISHED, ""
            self.decided_by, self.decided_at = by, timezone.now()
            self.take_effect()

    def discard(self) -> None:
        """Nobody goes on with it; readers keep what they have."""
        with transaction.atomic():
            if type(self).objects.in_the_making().filter(pk=self.pk).delete()[0] == 0:
                raise Refused(_("It is published already."))

    def holes(self) -> dict[str, str]:
        """What must not be empty and is: field → sentence."""
        return {}

    def take_effect(self) -> None:
        """What it is an edition of becomes so. Runs inside the publishing transaction."""
        raise NotImplementedError

    def refuse_holes(self) -> None:
        if holes := self.holes():
            raise ValidationError({name: [sentence] for name, sentence in holes.items()})

    @contextmanager
    def _step(self, sources: set[str]) -> Iterator[None]:
        with transaction.atomic():
            locked = type(self).objects.select_for_update(of=("self",)).select_related("by").get(pk=self.pk)
            if locked.state not in sources:
                raise Refused(_("This edition is %(state)s.") % {"state": locked.get_state_display()})
            for field in self._meta.concrete_fields:
                setattr(self, field.attname, getattr(locked, field.attname))
            yield
            self.save()

    if TYPE_CHECKING:
        pk: Any
        by_id: int
