"""What is done with an article: written on, read again, retired; voted on, talked about, used on tickets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.knowledge.models.edition import StaleEdition
from itsm.knowledge.signals import not_helped
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require

if TYPE_CHECKING:
    from itsm.knowledge.models.around import Comment, Vote
    from itsm.knowledge.models.article import ArticleEdition
    from itsm.tickets.models import Ticket

WORDS = ("title", "summary", "body", "keywords")


class Written(models.Model):
    """How its words come about: one edition at a time is in the making."""

    class Meta:
        abstract = True

    @classmethod
    def begin(cls, *, by: Person, words: dict[str, Any], changes: str = "", **about: Any) -> Self:
        """A draft that only the desk sees."""
        with transaction.atomic():
            article = cls(owner=about.pop("owner", by), **about, **words)
            article.save()
            article.editions.create(number=1, stamp=1, by=by, changes=changes, **words)
        return article

    @property
    def making(self) -> "ArticleEdition | None":
        found: ArticleEdition | None = (
            self.editions.in_the_making().select_related("by", "decided_by").first()
        )
        return found

    @property
    def next_edition(self) -> tuple[int, int]:
        """Whoever begins to write says this when they save: which edition, and how often it had been saved."""
        if (making := self.making) is not None:
            return making.number, making.stamp
        return self.last_number() + 1, 0

    def last_number(self) -> int:
        return int(self.editions.aggregate(last=models.Max("number"))["last"] or 0)

    def write(self, *, by: Person, edition: int, seen: int, **words: Any) -> "ArticleEdition":
        """Save the next edition; readers keep the published one. Somebody who was faster is not written over."""
        with self.hold_still():
            if self.state == self.State.RETIRED:
                raise Refused(_("It is retired: restore it first."))
            making = self.making or self.open_edition(edition, by=by)
            if making.number != edition:
                raise StaleEdition(making)
            making.write(by=by, seen=seen, **words)
            if self.state == self.State.DRAFT:
                self.take_words(making)
        return making

    def open_edition(self, number: int, *, by: Person) -> "ArticleEdition":
        last = self.editions.select_related("by").first()
        if last is not None and number != last.number + 1:
            raise StaleEdition(last)
        made: ArticleEdition = self.editions.create(
            number=number, by=by, **{name: getattr(self, name) for name in WORDS}
        )
        return made

    def take_words(self, edition: "ArticleEdition") -> None:
        for name in WORDS:
            setattr(self, name, getattr(edition, name))
        self.changed_at = timezone.now()
        named: Any = [*WORDS, "changed_at"]
        self.save(update_fields=named)

    def discard(self) -> bool:
        """Drop what is in the making. A draft of which nothing was ever published goes with it; says whether."""
        with self.hold_still():
            if (making := self.making) is None:
                raise Refused(_("Nobody is writing on it."))
            making.discard()
            gone: bool = self.state == self.State.DRAFT
            if gone:
                for image in self.images.all():
                    transaction.on_commit(lambda file=image.file: file.delete(save=False))  # type: ignore[misc]
                self.delete()
        return gone

    @contextmanager
    def hold_still(self) -> Iterator[None]:
        """Lock the row and see it as it is now."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
            yield

    if TYPE_CHECKING:
        pk: Any
        State: Any
        state: str
        editions: Any
        images: Any
        objects: ClassVar[Any]
        changed_at: Any


class LookedAfter(models.Model):
    """How it stays true: read again in time, retired when it is not."""

    class Meta:
        abstract = True

    def still_right(self, *, by: Person) -> None:
        """Read again and found right: the next date."""
        self._only(self.State.PUBLISHED)
        self._save(review_on=self.read_again())

    def retire(self, *, reason: str, by: Person) -> None:
        """Readers no longer have it; the desk still finds it, and why."""
        require(reason=reason)
        self._only(self.State.PUBLISHED)
        self._save(
            state=self.State.RETIRED, retired_by=by, retired_at=timezone.now(), retired_why=reason[:240]
        )

    def restore(self, *, by: Person) -> None:
        self._only(self.State.RETIRED)
        again = {"retired_by": None, "retired_at": None, "retired_why": "", "review_on": self.read_again()}
        self._save(state=self.State.PUBLISHED, **again)

    def _only(self, state: str) -> None:
        if self.state != state:
            raise Refused(
                _("%(number)s is %(state)s.") % {"number": self.number, "state": self.get_state_display()}
            )

    def _save(self, **fields: Any) -> None:
        """On the row as it is now: of two who do the same, the second is told."""
        fields["changed_at"] = timezone.now()
        if not type(self)._default_manager.filter(pk=self.pk, state=self.state).update(**fields):
            raise Refused(_("Somebody was faster. Look at it again."))
        for name, value in fields.items():
            setattr(self, name, value)

    if TYPE_CHECKING:
        pk: Any
        _default_manager: ClassVar[Any]
        State: Any
        state: str
        number: str
        get_state_display: Any
        read_again: Any


class Heard(models.Model):
    """What readers say of it, and where it was used."""

    class Meta:
        abstract = True

    def vote(self, person: Person, *, helped: bool, reason: str = "", words: str = "") -> "Vote":
        """The last word of each reader counts."""
        said = {
            "helped": helped,
            "reason": "" if helped else reason,
            "words": "" if helped else words.strip(),
        }
        with transaction.atomic():
            type(self)._default_manager.select_for_update().only("pk").get(pk=self.pk)
            before = self.votes.filter(person=person).first()
            earlier = before and before.said
            vote: Vote
            vote, _new = self.votes.update_or_create(
                person=person, defaults={**said, "at": timezone.now(), "answered_at": None}
            )
            self._count(helped=helped, by=1)
            if before is not None:
                self._count(helped=before.helped, by=-1)
            if vote.says_why and vote.said != earlier:
                not_helped.send(type(vote), vote=vote)
        return vote

    def _count(self, *, helped: bool, by: int) -> None:
        name = "helped" if helped else "did_not_help"
        type(self)._default_manager.filter(pk=self.pk).update(**{name: F(name) + by})
        setattr(self, name, getattr(self, name) + by)

    def comment(self, words: str, *, by: Person) -> "Comment":
        require(words=words)
        made: Comment = self.comments.create(by=by, words=words.strip())
        return made

    def use_on(self, ticket: "Ticket", how: str, *, by: Person) -> bool:
        """It was of use there. The same article twice on one ticket changes nothing."""
        if self.state == self.State.RETIRED:
            raise Refused(_("%(number)s is retired.") % {"number": self.number})
        with transaction.atomic():
            _use, new = self.used.get_or_create(ticket_id=ticket.pk, defaults={"how": how, "by": by})
            if new:
                with ticket.act("use_article", by=by, article=self.number, title=self.title, how=str(how)):
                    pass
        return bool(new)

    def leave(self, ticket: "Ticket", *, by: Person) -> None:
        """It does not belong to this ticket after all."""
        with transaction.atomic():
            gone, _rows = self.used.filter(ticket_id=ticket.pk).delete()
            if not gone:
                raise Refused(_("%(number)s is not used on it.") % {"number": self.number})
            type(self)._default_manager.filter(pk=self.pk).update(uses=F("uses") - 1)
            with ticket.act("leave_article", by=by, article=self.number, title=self.title):
                pass

    if TYPE_CHECKING:
        pk: Any
        State: Any
        state: str
        number: str
        title: str
        votes: Any
        comments: Any
        used: Any
        _default_manager: ClassVar[Any]
