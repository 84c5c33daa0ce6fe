"""Tickets and articles that fit a ticket."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext_lazy, ngettext

from itsm.knowledge.alike import alike
from itsm.knowledge.closest import closest
from itsm.knowledge.learner import words_of
from itsm.knowledge.lifting import lift
from itsm.knowledge.models import Article, Use
from itsm.knowledge.question import Question
from itsm.knowledge.search import Like
from itsm.knowledge.suggesting.kinds import Kind, Proposal
from itsm.people.models import Person
from itsm.tickets.models import Link, Ticket

LOOKED_AT, SHOWN = 60, 3  # tickets that are compared, and told
ALIKE = 0.3  # a ticket that says less of the same is not told
HELPED = 0.15  # what an article gains by each of the alike tickets it was used on
TELLING = 4  # letters of a word that is worth naming
TITLE = 0.5  # of a ticket's title an article must say: people write more than they ask


def tickets_like(ticket: Ticket) -> list[tuple[Ticket, float]]:
    """Nothing restricted: what is proposed is for the whole desk."""
    found = alike(ticket.title, ticket.description, None, limit=LOOKED_AT, enough=ALIKE)
    shares = {each.ticket: each.share for each in found if each.ticket != ticket.pk}
    known = Ticket.objects.for_list().in_bulk(list(shares))
    return [(known[pk], share) for pk, share in shares.items() if pk in known]


def tickets(ticket: Ticket) -> Iterable[Proposal]:
    """Many of one title are told once, with how many there are."""
    shares = {other.pk: (other, share) for other, share in tickets_like(ticket)}
    for like in Like.folded(other for other, _share in shares.values())[:SHOWN]:
        more = ngettext("and %(n)d more of this title", "and %(n)d more of this title", like.more) % {
            "n": like.more
        }
        said = f"{like.ticket.number} {like.ticket.title}" + (f", {more}" if like.more else "")
        because = shared(ticket, like.ticket.title)
        yield Proposal(
            value=like.ticket.number,
            label=said[:240],
            score=min(shares[like.ticket.pk][1], 1.0),
            because=because,
        )


def shared(ticket: Ticket, text: str) -> str:
    """The longest words that both say: short ones say little."""
    both = words_of(f"{ticket.title} {ticket.description}").keys() & words_of(text).keys()
    telling = sorted(word for word in both if len(word) >= TELLING)
    return ", ".join(sorted(telling, key=len, reverse=True)[:3])


def link(ticket: Ticket, number: str, by: Person) -> str:
    other = Ticket.objects.visible_to(by).get(number=number)
    ticket.link(other, Link.Kind.RELATES, by=by)
    return ""


def visible_tickets(numbers: Iterable[str], reader: Person) -> set[str]:
    return set(
        Ticket.objects.visible_to(reader).filter(number__in=list(numbers)).values_list("number", flat=True)
    )


def articles(ticket: Ticket) -> Iterable[Proposal]:
    """What says the same, and before all what was used on tickets like it."""
    question = Question.of(ticket.title)
    near = [other.pk for other, _share in tickets_like(ticket)]
    used = Use.objects.filter(ticket__in=near).order_by().values("article").annotate(times=Count("pk"))
    times = dict(used.values_list("article", "times"))
    taken = Use.objects.filter(ticket=ticket.pk).values("article")
    rows = Article.objects.published().exclude(pk__in=taken).only("number", "title", "summary")
    found = {
        row.pk: row for row in closest(rows, question, limit=SHOWN * 2, lift=lift(question), enough=TITLE)
    }
    for row in rows.filter(pk__in=[pk for pk in times if pk not in found]):
        row.score, found[row.pk] = 0.0, row
    gained = {pk: min(row.score + HELPED * times.get(pk, 0), 1.0) for pk, row in found.items()}
    for pk in sorted(gained, key=gained.__getitem__, reverse=True)[:SHOWN]:
        row, many = found[pk], times.get(pk, 0)
        helped = ngettext("used on a ticket like this", "used on %(n)d tickets like this", many) % {"n": many}
        because = [helped if many else "", shared(ticket, f"{row.title} {row.summary}")]
        yield Proposal(
            value=row.number,
            label=f"{row.number} {row.title}"[:240],
            score=gained[pk],
            because=", ".join(filter(None, because))[:240],
        )


def use(ticket: Ticket, number: str, by: Person) -> str:
    Article.objects.visible_to(by).published().get(number=number).use_on(ticket, Use.How.LINKED, by=by)
    return ""


TICKETS = Kind(
    what="ticket", label=gettext_lazy("Ticket like this"), verb=gettext_lazy("Link"), icon="ticket", find=tickets, take=link,
    address=lambda number: f"/incidents/{number}/" if number.startswith("INC") else f"/search/?q={number}",
    visible=visible_tickets, order=50,
)  # fmt: skip
ARTICLES = Kind(
    what="article", label=gettext_lazy("Article"), verb=gettext_lazy("Use it"), icon="book-open", find=articles, take=use,
    address=lambda number: f"/knowledge/{number}/", order=10,
)  # fmt: skip
