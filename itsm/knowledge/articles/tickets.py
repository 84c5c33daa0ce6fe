"""Between articles and tickets: written from one, used on one, told in a reply."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from itsm.frame.http import HttpRequest
from itsm.knowledge.models import Article, Use
from itsm.people.models import Person
from itsm.tickets.models import Event, Outbox, Ticket
from itsm.tickets.panels import ANY, Panel, register_panel

WORK = "tickets.work_ticket"
NUMBERS = re.compile(r"\bKB-[1-9]\d{0,17}\b")
CONSUMER = "articles told"
SAYING = ("ticket.reply", "incident.resolve", "incident.hold", "request.fulfil", "request.hold")
SOLVED = ("incident.resolve", "request.fulfil")
SHOWN = 20


def ticket_of(request: HttpRequest) -> Ticket | None:
    """Named in the address; one that the reader may not see is not there."""
    number = request.GET.get("ticket", "").upper()
    return ticket_or_404(request.user, number) if number else None


def ticket_or_404(person: Person, number: str) -> Ticket:
    found: Ticket | None = Ticket.objects.visible_to(person).filter(number=number.upper()).first()
    if found is None:
        raise Http404
    found.has_reader(person)
    return found


def worked_by(person: Person, number: str) -> Ticket:
    """404 where it does not exist for them, before 403 where they only look on."""
    found = ticket_or_404(person, number)
    if not person.has_perm(WORK):
        raise PermissionDenied
    return found


def first_words(ticket: Ticket, reader: Person) -> dict[str, str]:
    """What the ticket knows already: the trouble, and what ended it."""
    parts = [("## " + _("What happens"), ticket.description.strip() or ticket.title)]
    parts.append(("## " + _("What helps"), what_solved(ticket, reader)))
    body = "\n\n".join(f"{heading}\n\n{words}".rstrip() for heading, words in parts)
    return {
        "title": ticket.title,
        "body": body + "\n",
        "changes": _("From %(number)s") % {"number": ticket.number},
    }


def what_solved(ticket: Ticket, reader: Person) -> str:
    """The words with which it was ended, or the desk's last ones to the colleague."""
    said = Event.objects.filter(ticket=ticket.pk).visible_to(reader).public().exclude(comment="")
    ours = said.exclude(actor=ticket.requester_id).exclude(actor=None).order_by("-pk")
    last = ours.filter(verb__in=SOLVED).first() or ours.first()
    return last.comment.strip() if last else ""


def slot(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """Costs the page nothing: the region is asked for when the page is there."""
    return {} if request.user.works_the_desk else None


def beside(ticket: Ticket, reader: Person) -> dict[str, Any]:
    """The articles that were of use, a field for one more, and the way to write one."""
    uses = list(Use.objects.filter(ticket=ticket.pk).select_related("article").defer("article__body")[:SHOWN])
    may_work = reader.has_perm(WORK)
    readable = readable_for(ticket, uses) if may_work else set()
    return {
        "ticket": ticket,
        "uses": [(use, reply_words(use.article) if use.article_id in readable else "") for use in uses],
        "may_work": may_work,
        "may_write": reader.has_perm("knowledge.write_article"),
    }


def readable_for(ticket: Ticket, uses: list[Use]) -> set[int]:
    """What the colleague could open: nobody is sent to a page that is not there for them."""
    if not uses:
        return set()
    theirs = Article.objects.visible_to(ticket.requester).published()
    return set(theirs.filter(pk__in=[use.article_id for use in uses]).values_list("pk", flat=True))


def reply_words(article: Article) -> str:
    return f"{article.title}\n{settings.BASE_URL}{article.get_absolute_url()}\n"


def names_an_article(event: Event) -> bool:
    return bool(event.is_public and NUMBERS.search(event.comment))


def note_told(event_pk: int) -> None:
    """An agent sent the colleague to an article: it was used here."""
    with Outbox.dealing_with(event_pk, CONSUMER) as event:
        if event is None or event.actor is None or not event.actor.works_the_desk:
            return
        numbers = set(NUMBERS.findall(event.comment))
        for article in Article.objects.published().filter(number__in=numbers):
            use, new = article.used.get_or_create(
                ticket_id=event.ticket_id, defaults={"how": Use.How.TOLD, "by": event.actor}
            )
            if not new and use.how == Use.How.LINKED:
                use.how = Use.How.TOLD
                use.save(update_fields=["how"])


def add_to_registry() -> None:
    register_panel(ANY, Panel("knowledge/articles/slot.html", slot))
