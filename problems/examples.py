"""A problem to practise on: two incidents that may have one cause."""

from django.utils.translation import gettext as _

from itsm.tickets.models import Ticket
from itsm.tickets.training.examples import Cast, register
from problems.models import Problem


def make(cast: Cast) -> None:
    alike = list(
        Ticket.objects.filter(kind=Ticket.Kind.INCIDENT, requester=cast.people["kim"]).order_by("pk")[:2]
    )
    problem = Problem.raise_(
        by=cast.trainer, title=_("Something slows everything down each morning"), team=cast.team, incidents=alike,
        now=cast.ago(minutes=30),
    )  # fmt: skip
    cast.explain(
        problem,
        _(
            "A cause is suspected behind several incidents. Assess it, investigate, and write down what you find."
        ),
    )


def add_to_room() -> None:
    register(make)
