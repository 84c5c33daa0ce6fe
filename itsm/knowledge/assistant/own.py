"""A colleague's own tickets and what is broken for everybody, as the assistant tells of them."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.knowledge.closest import closest
from itsm.knowledge.question import Question
from itsm.knowledge.sources import Hit, Source, Whole
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket
from itsm.tickets.whereabouts import Whereabouts, whereabouts

STANDING = 3
SAID = 400  # characters of the last word on it


def read(numbers: Sequence[str], reader: Person) -> dict[str, Whole]:
    """Theirs only, also for those who work the desk: what others wrote to us is nobody's answer."""
    rows = Ticket.objects.visible_to(reader).filter(
        Q(requester=reader) | Q(opened_by=reader), number__in=numbers
    )
    theirs = whereabouts(rows.with_people(), reader)
    said = last_words([here.ticket for here in theirs])
    return {
        here.ticket.number: Whole(text=told(here, said.get(here.ticket.pk, "")), about=here.ticket.title)
        for here in theirs
    }


def standing(reader: Person) -> list[Hit]:
    """What they wait for, newest first: “where is my ticket?” names none."""
    theirs = Ticket.objects.open().filter(requester=reader).order_by("-opened_at", "-pk")[:STANDING]
    return [
        Hit(
            kind="ticket", key=row.number, title=row.title, url=reverse("portal:ticket", args=[row.number]),
            excerpt=SafeString(""), score=1.0, at=row.opened_at,
        )
        for row in theirs
    ]  # fmt: skip


def last_words(tickets: Sequence[Ticket]) -> dict[int, str]:
    spoken = Event.objects.filter(ticket__in=[ticket.pk for ticket in tickets]).public().exclude(comment="")
    latest = spoken.order_by("ticket", "-pk").distinct("ticket")
    return dict(latest.values_list("ticket", "comment"))


def told(here: Whereabouts, said: str) -> str:
    """Where it is, who has it, what comes next, and the last word."""
    state = " ".join(filter(None, [f"{here.step}.", here.holder and f"{here.holder}.", here.next]))
    last = _("Last word: “%(words)s”") % {"words": shortened(said)} if said else ""
    return f"{state}\n{last}".strip()


def shortened(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= SAID else f"{words[:SAID].rstrip()} …"


def running(words: str, reader: Person, limit: int) -> list[Hit]:
    """Major trouble that every colleague may know of."""
    question = Question.of(words)
    found = closest(Ticket.objects.announced().defer("description"), question, limit=limit)
    return [
        Hit(
            kind="major", key=row.number, title=row.title, url=reverse("portal:home"), excerpt=SafeString(""),
            score=row.score, at=row.opened_at,
        )
        for row in found
    ]  # fmt: skip


def read_running(numbers: Sequence[str], reader: Person) -> dict[str, Whole]:
    """Its title and how many have it; the rest of a ticket is not for everybody."""
    rows = Ticket.objects.announced().filter(number__in=numbers)
    return {
        row.number: Whole(
            text=_("%(title)s. We know of it and work on it. Say “me too” to hear what we find.")
            % {"title": row.title},
            about=row.title,
        )
        for row in rows
    }


MAJORS = Source(
    kind="major", label=gettext_lazy("Broken for many"), find=running, order=5, icon="exclamation-triangle",
    read=read_running,
)  # fmt: skip
