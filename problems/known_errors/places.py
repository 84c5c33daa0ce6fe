"""Where known errors stand in the house, and who may write them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from itsm.frame.http import HttpRequest
from itsm.frame.menu import Entry, add
from itsm.knowledge import sources
from itsm.knowledge.suggesting import kinds
from itsm.people.models import Person
from itsm.people.roles import DESK, grant
from itsm.tickets.cards import Card, register_card
from itsm.tickets.models import Ticket
from itsm.tickets.outbox import subscribe
from itsm.tickets.panels import Panel, register_panel
from problems.known_errors import measures, passing, tasks
from problems.known_errors.access import WRITE, for_colleagues
from problems.known_errors.forms import AnswerForm
from problems.known_errors.source import KNOWN_ERRORS
from problems.known_errors.suggested import KNOWN_ERROR
from problems.models import KnownError, Problem, Trial
from problems.sections import Section, register_section


def add_to_house() -> None:
    subscribe(passing.CONSUMER, tasks.tell_workaround, passing.VERB)
    sources.register(KNOWN_ERRORS)
    kinds.register(KNOWN_ERROR)
    register_panel("portal", Panel("problems/known_errors/asked.html", asked))
    register_section(SECTION)
    add(LIST)
    measures.add_to_overview()
    register_card(CARD)
    # It is knowledge, as articles are; and change managers see through the change that repairs it.
    for role in DESK:
        grant(role, WRITE)


def asked(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """On the colleague's page of their ticket: does the way round work for them? While it is the one that holds."""
    if ticket.kind != Incident.KIND:
        return None
    trials = Trial.objects.filter(ticket=ticket.pk, person=request.user.pk)
    trial = trials.select_related("known_error").order_by("-pk").first()
    if trial is None or not trial.may_answer:
        return None
    solvable = ticket.concerns(request.user) and "resolve" in ticket.allowed_verbs
    return {"known": trial.known_error, "trial": trial, "form": AnswerForm(), "solvable": solvable}


def of_problem(problem: Problem, person: Person) -> dict[str, Any] | None:
    """On a problem's page."""
    rows = KnownError.objects.visible_to(person).filter(problem=problem.pk).for_list()
    return {"known_errors": rows.order_by("-changed_at"), "may_write": person.has_perm(WRITE)}


def newest(request: HttpRequest) -> dict[str, Any] | None:
    """On the portal's home: what is broken and known, so that nobody reports it to hear what helps."""
    rows = for_colleagues(request.user).only("number", "title").order_by("-changed_at", "-pk")
    found = list(rows[: FEW + 1])
    return {"known": found[:FEW], "more": len(found) > FEW} if found else None


FEW = 3
CARD = Card(
    name="known_errors", template="problems/known_errors/card.html", context=newest, place="below", order=30
)
LIST = Entry(
    label=_("Known errors"), url_name="known_errors:list", icon="wrench-screwdriver", roles=DESK, order=31, under="problems:list"
)  # fmt: skip
SECTION = Section(
    slug="known-errors",
    label=_("Known errors"),
    template="problems/known_errors/section.html",
    context=of_problem,
    order=35,
)
