"""What a list of problems can be asked besides what every list of tickets can."""

from django.utils.translation import gettext_lazy

from itsm.tickets.filters import ColleagueTicketFilter, Ids, TicketFilter, Words
from problems.models import Problem


class ColleagueProblemFilter(ColleagueTicketFilter):
    status = Words(Problem.Status.choices, label=gettext_lazy("Status"))

    class Meta(ColleagueTicketFilter.Meta):
        model = Problem


class ProblemFilter(TicketFilter):
    status = Words(Problem.Status.choices, label=gettext_lazy("Status"))
    goal = Ids(words=["none"], label=gettext_lazy("Goal"))

    class Meta(TicketFilter.Meta):
        model = Problem
