"""The timeline, which is the audit, which is where every notification begins."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import Group
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.models.columns import Computed

# A pasted log file may be longer than a search column may hold (1 MB); the beginning finds it.
SEARCHED_CHARACTERS = 100_000

# The verbs by which a person says something to people outside the desk. Only these keep a promise,
# answer for the first time, or end a silence: automatic mails and internal notes never do.
HUMAN_WORDS = frozenset({"ticket.reply", "ticket.log", "ticket.ask", "ticket.announce"})

# What a line of the timeline shows: all but the search column, which is only ever searched.
SHOWN = ("ticket", "verb", "actor", "at", "audience", "channel", "comment", "details")


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> Self:
        return self.filter(audience=Event.Audience.PUBLIC)

    def visible_to(self, person: Person) -> Self:
        """What of a ticket's timeline this person may read; the ticket itself is checked before."""
        return self if person.works_the_desk else self.public()

    def in_order(self) -> Self:
        return self.order_by("at", "pk")

    def with_people(self) -> Self:
        """As `with_names`, and the files that came with it."""
        return self.with_names().prefetch_related("attachments")

    def with_names(self) -> Self:
        """Who did it by name, and whether they work the desk."""
        roles_of_actor = Group.objects.filter(user=OuterRef("actor"), name__in=DESK)
        named = self.select_related("actor").only(*SHOWN, "actor__name", "actor__preferred_name")
        return named.annotate(by_desk=Exists(roles_of_actor))


class EventManager(models.Manager.from_queryset(EventQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> EventQuerySet:
        """Nobody reads the search column; it is only ever searched."""
        return super().get_queryset().defer("search")


class Event(models.Model):
    """One thing that happened to a ticket. Written once by `Ticket.record`, never changed (a trigger sees to it)."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("public")
        INTERNAL = "internal", _("internal")

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="events", db_index=False)
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )  # null is Baton itself
    at = models.DateTimeField()
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.INTERNAL)
    channel = models.CharField(max_length=12, blank=True)  # how the words came: portal, mail, phone, …
    comment = models.TextField(blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    search = Computed(
        expression=SearchVector(Left("comment", SEARCHED_CHARACTERS), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar = EventManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ticket", "at", "id"], name="event_timeline"),
            GinIndex(fields=["search"], name="event_words", condition=~models.Q(comment="")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} on {self.ticket_id}"

    @property
    def is_public(self) -> bool:
        return self.audience == self.Audience.PUBLIC

    @property
    def is_message(self) -> bool:
        """Somebody's words, as against a line that says what happened."""
        return bool(self.comment)

    @property
    def is_plain_message(self) -> bool:
        """Words and nothing else; other words came with an act, which the page names beside them."""
        return self.verb in {"ticket.reply", "ticket.note", "ticket.log"}

    @property
    def templates(self) -> list[str]:
        """The wording lives in templates/events/<verb>.html; a verb without its own shows its name."""
        return [f"events/{self.verb}.html", "events/default.html"]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Events are never deleted: they are the audit.")


def plain(value: Any) -> Any:
    """A field's value as the audit keeps it: readable in twenty years, whatever becomes of the row it pointed at."""
    if isinstance(value, models.Model):
        return str(value)
    return value
