"""One at a time: a ticket is locked and reloaded before it changes, and only what changed is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import Field, Q

from itsm.frame.prepared import Prepared
from itsm.people.models import Person
from itsm.tickets.errors import StaleTicket, TransitionNotAllowed
from itsm.tickets.models.event import Event


@cache
def locked(model: "type[Lockable]") -> "Prepared[Any]":
    """The row as it is now, and nobody else's until the transaction ends: the parent row is the one lock."""
    parent = "ticket_ptr" if model._meta.get_parent_list() else "self"
    return Prepared(lambda pk: model.objects.select_for_update(of=(parent,)).order_by().filter(pk=pk), int)


class Lockable(models.Model):
    """What a ticket does about two people at once."""

    class Meta:
        abstract = True

    def lock(self) -> None:
        """Reload the ticket and keep everyone else out until the transaction ends."""
        locked(type(self)).reload(self)
        self._as_locked = {field.attname: getattr(self, field.attname) for field in self.stored_fields()}

    @classmethod
    def stored_fields(cls) -> "list[Field[Any, Any]]":
        return [field for field in cls._meta.concrete_fields if not field.generated]

    def write_changes(self) -> None:
        """Write the columns that changed since the lock, and no other: one statement per table that has any."""
        for model in (*self._meta.get_parent_list(), type(self)):
            mine = [field for field in self.stored_fields() if field.model is model]
            new = {field.attname: getattr(self, field.attname) for field in mine}
            changed = {name: value for name, value in new.items() if value != self._as_locked[name]}
            if changed:
                model._base_manager.filter(pk=self.pk).update(**changed)

    @contextmanager
    def hold_still(self) -> Iterator[None]:
        """Keep the ticket as it is while a verb looks at more than one."""
        with transaction.atomic():
            self.lock()
            yield

    def refuse_if_over(self, verb: str) -> None:
        """Somebody ended it a moment ago: nobody holds it any more, and nothing is promised on it."""
        if not self.open:
            raise TransitionNotAllowed(self, verb)  # type: ignore[arg-type]  # it is one

    def refuse_if_stale(self, seen: int | None, by: Person | None) -> None:
        if seen is None or self.last_event <= seen:
            return
        matters = (
            ~Q(comment="") | Q(verb__in=["ticket.edit", "ticket.plan"]) | Q(verb__startswith=f"{self.kind}.")
        )
        others = (
            Event.objects.filter(matters, ticket=self.pk, pk__gt=seen).exclude(actor=None).exclude(actor=by)
        )
        news = list(others.select_related("actor").in_order())
        if news:
            raise StaleTicket(self, news)  # type: ignore[arg-type]  # it is one

    if TYPE_CHECKING:
        objects: ClassVar[Any]
        _base_manager: ClassVar[Any]
        _as_locked: dict[str, Any]
        open: bool
        last_event: int
        kind: str
