"""Finding tasks, on the page and by the API."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from catalog.models import Hook, Task
from itsm.people.models import Person, Team


class TaskFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="find", label=_("Words or number"))
    team = django_filters.ModelChoiceFilter(
        queryset=Team.objects.filter(is_active=True), label=_("Team"), empty_label=_("Any team")
    )
    state = django_filters.MultipleChoiceFilter(choices=Task.State.choices, label=_("State"))
    hook = django_filters.ModelChoiceFilter(
        queryset=Hook.objects.all(), label=_("Other system"), empty_label=_("Any")
    )

    class Meta:
        model = Task
        fields: ClassVar = ["q", "team", "state", "hook"]

    def find(self, tasks: Any, name: str, value: str) -> Any:
        words = value.strip()
        if "-" in words and words.replace("-", "").isalnum():
            return tasks.filter(ticket__number=words.upper())
        return tasks.filter(title__icontains=words)


class ApiTaskFilter(TaskFilter):
    ticket = django_filters.CharFilter(
        field_name="ticket__number", lookup_expr="iexact", label=_("Number of the request")
    )
    assignee = django_filters.ModelChoiceFilter(queryset=Person.objects.all(), label=_("Who does it"))

    class Meta(TaskFilter.Meta):
        fields: ClassVar = [*TaskFilter.Meta.fields, "ticket", "assignee"]
