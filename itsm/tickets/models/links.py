"""Tickets beside tickets: links, merging two into one, splitting one into two."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.clock import Clock

if TYPE_CHECKING:
    from itsm.tickets.models.act import Act
    from itsm.tickets.models.event import Event
    from itsm.tickets.models.queries import TicketQuerySet
    from itsm.tickets.models.ticket import Ticket


class Link(models.Model):
    """Source stands in this relation to target: source *is a child of* target."""

    class Kind(models.TextChoices):
        CHILD_OF = "child_of", gettext_lazy("is a child of")
        DUPLICATES = "duplicates", gettext_lazy("duplicates")
        CAUSED_BY = "caused_by", gettext_lazy("is caused by")
        RELATES = "relates", gettext_lazy("relates to")
        FOLLOWS = "follows", gettext_lazy("follows up")

    # How the same link reads from the other side.
    REVERSE: ClassVar = {
        Kind.CHILD_OF: gettext_lazy("is the parent of"),
        Kind.DUPLICATES: gettext_lazy("is duplicated by"),
        Kind.CAUSED_BY: gettext_lazy("causes"),
        Kind.RELATES: gettext_lazy("relates to"),
        Kind.FOLLOWS: gettext_lazy("is followed up by"),
    }

    source = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="links")
    target = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="backlinks")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="linked_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="no_link_to_itself"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(kind="child_of"), name="one_parent"
            ),
        ]


class Linked(models.Model):
    """What a ticket knows and does about other tickets."""

    child_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def link(self, target: "Ticket", kind: str, *, by: Person | None, now: datetime | None = None) -> bool:
        """Tie two tickets together. The same tie twice changes nothing."""
        if target.pk == self.pk:
            raise Refused(_("A ticket cannot be linked to itself."))
        if self.links.filter(target_id=target.pk, kind=kind).exists():
            return False
        if kind == Link.Kind.CHILD_OF:
            self._refuse_second_floor(target)
        with self.act("link", by=by, now=now, kind=kind, target=target.number) as act:
            Link.objects.create(source_id=self.pk, target_id=target.pk, kind=kind, by=by, at=act.now)
            if kind == Link.Kind.CHILD_OF:
                type(self)._base_manager.filter(pk=target.pk).update(child_count=models.F("child_count") + 1)
        return True

    def unlink(self, target: "Ticket", kind: str, *, by: Person, now: datetime | None = None) -> bool:
        with self.act("unlink", by=by, now=now, kind=kind, target=target.number):
            removed, _rows = self.links.filter(target_id=target.pk, kind=kind).delete()
            if removed and kind == Link.Kind.CHILD_OF:
                type(self)._base_manager.filter(pk=target.pk).update(child_count=models.F("child_count") - 1)
        return bool(removed)

    def _refuse_second_floor(self, parent: "Ticket") -> None:
        """One level of children is enough to tell everyone; a tree only hides who is told."""
        if self.backlinks.filter(kind=Link.Kind.CHILD_OF).exists():
            raise Refused(
                _("%(number)s has children of its own, so it cannot become one.") % {"number": self.number}
            )
        if parent.links.filter(kind=Link.Kind.CHILD_OF).exists():
            raise Refused(
                _("%(number)s is a child itself. Link to its parent instead.") % {"number": parent.number}
            )
        if self.links.filter(kind=Link.Kind.CHILD_OF).exists():
            raise Refused(_("%(number)s has a parent already.") % {"number": self.number})

    def children(self) -> "TicketQuerySet":
        from itsm.tickets.models.ticket import Ticket

        return Ticket.objects.filter(links__target_id=self.pk, links__kind=Link.Kind.CHILD_OF)

    def merge_into(self, target: "Ticket", *, by: Person, now: datetime | None = None) -> None:
        """Two tickets about one thing become one. Nothing moves and nothing is lost: the target's page shows both
        timelines, everyone here becomes a participant there, and this ticket ends."""
        from itsm.tickets.models.people import Participant

        # Both rows are locked in the order of their ids, so two merges at once cannot wait for each other.
        first, second = sorted([self, target], key=lambda ticket: ticket.pk)
        with first.hold_still(), second.hold_still():
            if target.pk == self.pk or target.merged_into_id:
                raise Refused(_("%(number)s cannot be merged there.") % {"number": self.number})
            if self.merged_into_id or not self.open:
                raise Refused(_("%(number)s is finished or merged already.") % {"number": self.number})
            with target.act("merge_in", by=by, now=now, source=self.number) as there:
                for row in self.participants.all():
                    target.join(row.person, row.part, by=by, now=there.now)
                if self.requester_id != target.requester_id:
                    target.join(self.requester, Participant.Part.AFFECTED, by=by, now=there.now)
            with self.act("merge", by=by, now=now, public=True, target=target.number) as here:
                self.merged_into_id = target.pk
                self.end(here, status=self.MERGED)

    def split(self, event: "Event", *, title: str, by: Person, now: datetime | None = None) -> "Ticket":
        """A second matter in one ticket gets a ticket of its own, begun with the message that raised it: an incident,
        whatever this one is, as a request or a change needs more than a message."""
        from itsm.tickets.models.ending import open_beside

        if event.ticket_id != self.pk or not event.is_message:
            raise Refused(_("Choose a message of this ticket."))
        requester = event.actor if event.actor and not event.actor.works_the_desk else self.requester
        with transaction.atomic():
            second = open_beside(
                self, event.comment, by=by, requester=requester, title=title, channel=event.channel or self.channel,
                now=now,
            )  # fmt: skip
            with self.act("split", by=by, now=now, message=event.pk, target=second.number):
                pass
            second.link(self, Link.Kind.RELATES, by=by, now=now)  # type: ignore[arg-type]  # it is one
        return second

    def end(self, act: "Act", *, status: str) -> None:
        """The ticket is over without a resolution: clocks stop without a verdict, the baton is laid down."""
        act.details.setdefault("status", [self.status, status])  # a move has said it already
        self.status, self.open, self.closed_at = status, False, act.now
        for kind in list(act.clocks.live):
            act.clocks.stop(kind, outcome=Clock.Outcome.VOID)
        self.promised_at = None
        self.lay_down(act)

    if TYPE_CHECKING:
        MERGED: ClassVar[str]
        hold_still: Any
        participants: Any
        requester_id: int
        merged_into_id: int | None
        promised_at: datetime | None
        closed_at: datetime | None
        pk: int
        number: str
        act: Any
        links: Any
        backlinks: Any
        open: bool
        status: str
        lay_down: Any
        requester: Person
        service: Any
        team: Any
        site: Any
        channel: str
        restricted: bool
