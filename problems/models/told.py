"""Telling colleagues of a way round: one of them, or in one act everyone who waits on an incident of its problem."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from itsm.frame.markdown import words_of
from itsm.people.models import Audience, Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel, Link, Participant, Ticket
from problems.models.trial import Trial


class Told(models.Model):
    """What a known error does to be known."""

    class Meta:
        abstract = True

    def communicate(self, *, by: Person, words: str = "", now: datetime | None = None) -> int:
        """Say it to everyone who waits and was not asked before. Says on how many tickets; a worker writes on each.

        `words` stand above the way round instead of ours.
        """
        with self.act("communicate", by=by, now=now) as said:
            self.refuse_to_tell()
            many = self.tickets_to_tell(by).count()
            if not many:
                raise Refused(_("Nobody waits who was not asked before."))
            said |= {"tickets": many, "words": words, "edition": self.edition}
        return many

    def refuse_to_tell(self) -> None:
        if self.state != self.State.PUBLISHED:
            raise Refused(_("%(number)s is not published: publish it first.") % {"number": self.number})
        if self.problem_id is None:
            raise Refused(_("No problem has it, so nobody is known to wait for it."))
        if self.audience == Audience.DESK:
            raise Refused(_("It is written only for the desk. Say for whom it is first."))

    def tickets_to_tell(self, by: Person) -> Any:
        """One open ticket of each colleague who was not asked: the problem's incidents and their children."""
        caused = (
            Link.objects.filter(target=self.problem_id, kind=Link.Kind.CAUSED_BY).order_by().values("source")
        )
        below = Link.objects.filter(target__in=caused, kind=Link.Kind.CHILD_OF).order_by().values("source")
        settled = Q(edition=self.edition) | Q(answer__in=(Trial.Answer.WORKS, Trial.Answer.NOT_NEEDED))
        waiting = Ticket.objects.visible_to(by).open().filter(Q(pk__in=caused) | Q(pk__in=below))
        waiting = waiting.exclude(requester__in=self.trials.filter(settled).values("person"))
        return (
            waiting.filter(requester__is_active=True).order_by("requester_id", "pk").distinct("requester_id")
        )

    def offer_on(self, ticket: Ticket, *, by: Person, words: str = "", now: datetime | None = None) -> None:
        """An agent found that this is it: the ticket belongs to its problem, and its colleague is told, or it is said
        why not."""
        if self.state != self.State.PUBLISHED:
            raise Refused(_("%(number)s is not published: publish it first.") % {"number": self.number})
        if not self.is_meant_for(ticket.requester):
            raise Refused(_("It is not written for %(name)s.") % {"name": ticket.requester})
        with transaction.atomic():
            if self.problem is not None and ticket.kind == Ticket.Kind.INCIDENT:
                self.problem.add_incidents([ticket], by=by, now=now)
            if not self.offer(ticket, by=by, words=words, now=now):
                raise Refused(
                    _("%(name)s knows it already, or waits no longer.") % {"name": ticket.requester}
                )

    def offer(self, ticket: Ticket, *, by: Person, words: str = "", now: datetime | None = None) -> bool:
        """Say it on one ticket to whoever waits there, and ask whether it works. False: its colleague knows it, may not
        know it, or waits no longer. Locked in this order: the ticket, then (by the database, to be there) the known error.
        """
        now = now or timezone.now()
        with ticket.hold_still():
            if not ticket.open or not self.begin_asking(ticket, now=now):
                return False
            said = self.words_for(ticket.requester, words)
            about = {
                "known_error": self.number,
                "known_error_id": self.pk,
                "edition": self.edition,
                "to_each": True,
            }
            with ticket.act(
                "reply", by=by, now=now, public=True, comment=said, channel=Channel.DESK, **about
            ) as act:
                ticket.hear_from_us(act, said)
        return True

    def begin_asking(self, ticket: Ticket, *, now: datetime) -> bool:
        """A row for the colleague and for everyone who said “me too”: whoever writes it first, asks. Did we?"""
        mine = [person for person in who_waits(ticket) if self.is_meant_for(person)]
        if ticket.requester not in mine:
            return False
        where = ticket.site.name if ticket.site else ""
        about: dict[str, Any] = {"known_error_id": self.pk, "edition": self.edition, "ticket": ticket}
        rows = [Trial(person=person, environment=where, asked_at=now, **about) for person in mine]
        Trial.objects.bulk_create(rows, ignore_conflicts=True)
        return bool(
            self.trials.filter(
                person=ticket.requester_id, edition=self.edition, ticket=ticket, asked_at=now
            ).exists()
        )

    def is_meant_for(self, person: Person) -> bool:
        if self.audience == Audience.EVERYONE:
            return True
        return bool(type(self).objects.filter(pk=self.pk).meant_for(person).exists())

    def words_for(self, person: Person, words: str = "") -> str:
        """The reply, in the colleague's language but for the way round itself."""
        with translation.override(person.language):
            ours = _("We know what this is: %(title)s. Until it is repaired, there is a way round it:")
            asked = _("Does it work for you? Say so on the page of your ticket, or by one press in the mail.")
            return "\n\n".join(
                [words.strip() or ours % {"title": self.title}, as_plain(self.workaround), asked]
            )

    if TYPE_CHECKING:
        pk: Any
        State: ClassVar[Any]
        objects: ClassVar[Any]
        state: str
        number: str
        title: str
        workaround: str
        audience: str
        edition: int
        problem: Any
        problem_id: int | None
        trials: Any
        act: Any


LINK = re.compile(r"\[([^\]]+)\]\((\S+?)\)")
LIST = re.compile(r"\s*(?:\d+[.)]|[-*+])\s+")


def as_plain(text: str) -> str:
    """Markdown as a mail says it: lists stay lists, an address stands behind its words, other signs go."""
    return "\n".join(plain_line(line) for line in text.strip().splitlines())


def plain_line(line: str) -> str:
    marker = LIST.match(line)
    begins = marker.end() if marker else 0
    return line[:begins] + words_of(LINK.sub(r"\1 (\2)", line[begins:]))


def who_waits(ticket: Ticket) -> Iterator[Person]:
    """The colleague, and whoever is affected too."""
    yield ticket.requester
    affected: Iterable[Participant] = ticket.participants.filter(
        part=Participant.Part.AFFECTED, person__is_active=True
    ).exclude(person=ticket.requester_id)
    yield from (row.person for row in affected.select_related("person"))  # type: ignore[attr-defined]
