"""What the register is asked: by page and by API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comms.models import Improvement
from itsm.people.models import Team
from itsm.services.models import Service

OPEN, DUE, ALL = "open", "due", "all"
STATES = [(OPEN, _("Open")), (DUE, _("Review is due")), *Improvement.State.choices, (ALL, _("All"))]


class ImprovementFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=_("State"), empty_label=None, null_label=None
    )
    source = django_filters.ChoiceFilter(
        choices=Improvement.Source.choices, label=_("From"), empty_label=_("From anywhere")
    )
    service = django_filters.ModelChoiceFilter(
        queryset=Service.objects.active(), label=_("Service"), empty_label=_("Every service")
    )
    team = django_filters.ModelChoiceFilter(
        queryset=Team.objects.filter(is_active=True), label=_("Team"), empty_label=_("Every team")
    )
    mine = django_filters.BooleanFilter(method="owned", label=_("Yours"))

    class Meta:
        model = Improvement
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        match value:
            case "open":
                return rows.filter(state__in=Improvement.OPEN)
            case "due":
                due = rows.filter(state=Improvement.State.STARTED)
                return due.filter(review_on__lte=timezone.localdate())
            case "all":
                return rows
        return rows.filter(state=value)

    def owned(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001
        return rows.filter(owner=self.request.user) if value else rows
