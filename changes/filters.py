"""What a list of changes can be asked besides what every list of tickets can."""

from django.utils.translation import gettext_lazy

from changes.models import Change, Level, Outcome, Type
from itsm.tickets.filters import ColleagueTicketFilter, Ids, Moment, TicketFilter, Words


class ColleagueChangeFilter(ColleagueTicketFilter):
    status = Words(Change.Status.choices, label=gettext_lazy("Status"))
    type = Words(Type.choices, label=gettext_lazy("Type"))

    class Meta(ColleagueTicketFilter.Meta):
        model = Change


class ChangeFilter(TicketFilter):
    status = Words(Change.Status.choices, label=gettext_lazy("Status"))
    type = Words(Type.choices, label=gettext_lazy("Type"))
    model = Ids(words=["none"], label=gettext_lazy("Change model"))
    risk_level = Words(Level.choices, label=gettext_lazy("Risk"))
    outcome = Words(Outcome.choices, label=gettext_lazy("Outcome"))
    starts_after = Moment(field_name="starts_at", lookup_expr="gte", label=gettext_lazy("Starts after"))
    starts_before = Moment(field_name="starts_at", lookup_expr="lt", label=gettext_lazy("Starts before"))

    class Meta(TicketFilter.Meta):
        model = Change
