"""What the ledger is asked: by page and by API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comms.models import Feedback, Theme
from itsm.people.models import Team
from itsm.services.models import Service

WAITING, OPEN, LATE, ALL = "waiting", "open", "late", "all"
STATES = [
    (WAITING, _("Waiting for an answer")),
    (LATE, _("Promise broken")),
    (OPEN, _("Open")),
    *Feedback.State.choices,
    (ALL, _("All")),
]


class FeedbackFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=_("State"), empty_label=None, null_label=None
    )
    kind = django_filters.ChoiceFilter(
        choices=Feedback.Kind.choices, label=_("Kind"), empty_label=_("Every kind")
    )
    source = django_filters.ChoiceFilter(
        choices=Feedback.Source.choices, label=_("Said in"), empty_label=_("Said anywhere")
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.all(), label=_("Theme"), empty_label=_("Every theme"), null_label=_("No theme")
    )
    team = django_filters.ModelChoiceFilter(
        queryset=Team.objects.filter(is_active=True), label=_("Team"), empty_label=_("Every team")
    )
    service = django_filters.ModelChoiceFilter(
        queryset=Service.objects.active(), label=_("Service"), empty_label=_("Every service")
    )
    mine = django_filters.BooleanFilter(method="owned", label=_("Yours to answer"))

    class Meta:
        model = Feedback
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        match value:
            case "waiting":
                return rows.filter(waiting_since__isnull=False)
            case "late":
                return rows.filter(waiting_since__isnull=False, due_at__lt=timezone.now())
            case "open":
                return rows.filter(state__in=Feedback.OPEN)
            case "all":
                return rows
        return rows.filter(state=value)

    def owned(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        person: Any = self.request.user
        mine = Q(owner=person) | Q(owner=None, team__in=person.teams.values("pk"))
        return rows.filter(mine) if value else rows
