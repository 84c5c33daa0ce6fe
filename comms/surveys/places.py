"""Where surveys meet the rest of the house: the practice, the news of tickets they follow, who may do what, and where they stand."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comms.models import Answer, Invitation
from comms.models.answer import LOW
from comms.surveys import asking, letters, links, measures, tasks
from comms.surveys.practice import SURVEYS
from comms.surveys.questions import question_of, reason_of
from itsm.frame import menu, practices, setup
from itsm.frame.http import HttpRequest
from itsm.insights.dashboards.unhappy import Sign, register_sign
from itsm.people import roles
from itsm.tickets.cards import Card, register_card
from itsm.tickets.models import Ticket
from itsm.tickets.outbox import subscribe
from itsm.tickets.panels import ANY, Panel, register_panel

SHOWN = 3


def add_to_house() -> None:
    practices.register(SURVEYS)
    subscribe(tasks.CONSUMER, tasks.follow, *sorted(asking.FOLLOWED), when=tasks.is_on)
    roles.grant(roles.ADMINISTRATOR, "comms.ask_survey", "comms.change_surveyrules")
    roles.grant(roles.MANAGER, "comms.ask_survey")
    measures.add_to_overview()
    register_card(Card(name="surveys", template="comms/surveys/card.html", context=home_card, order=40))
    register_panel(ANY, Panel("comms/surveys/panel.html", of_ticket))
    register_sign(Sign(key="low_rating", name=_("was rated low by the colleague"), shows=was_rated_low))
    entry = menu.Entry(
        label=_("Surveys"),
        url_name="surveys:list",
        icon="face-smile",
        roles=roles.DESK,
        order=75,
        under="comms:notices",
        rather="insights:overview",
    )
    menu.add(entry)
    setup.add(
        setup.Line(
            label=_("Rules of surveys"), url_name="surveys:rules", icon="face-smile", group=setup.Group.WORDS,
            permission="comms.change_surveyrules", says=_("Who is asked how it was, how often, and how many it takes to stay unknown."),
        )
    )  # fmt: skip


def home_card(request: HttpRequest) -> dict[str, Any] | None:
    """What they are asked at the moment: the same question as in the mail, for who does not read mail."""
    rows = Invitation.objects.waiting_for(request.user, now=timezone.now()).order_by("-asked_at")
    waiting = [one for one in rows[:SHOWN] if not links.is_over(one, now=timezone.now())]
    asked = [(question_of(one.survey, letters.title_of(one)), links.address(one)) for one in waiting]
    return {"asked": asked} if asked else None


def was_rated_low() -> Q:
    """Of a ticket: its colleague is dissatisfied, whatever the clocks say."""
    return Q(Exists(Answer.objects.filter(ticket=OuterRef("pk"), rating__lte=LOW)))


def of_ticket(ticket: Ticket, request: HttpRequest) -> dict[str, Any] | None:
    """How its colleague rated it, once it was solved: for the desk, which reads it by name."""
    if ticket.resolved_at is None or not request.user.works_the_desk:
        return None
    rows = Answer.objects.filter(ticket=ticket.pk).select_related("survey", "feedback").order_by("-at")
    answers = [(answer, reason_of(answer, answer.survey.kind)) for answer in rows[:SHOWN]]
    return {"answers": answers} if answers else None
