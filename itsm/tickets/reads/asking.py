"""Which readings somebody asks for: of one ticket, by one person, in a span of days. The same for page and API."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters

from itsm.people.models import Person
from itsm.tickets.models import Read


class ReadFilter(filters.FilterSet):
    ticket = filters.CharFilter(method="of_ticket", label=gettext_lazy("Ticket"))
    person = filters.ModelChoiceFilter(queryset=Person.objects.all(), widget=forms.HiddenInput)
    since = filters.DateFilter(field_name="at", lookup_expr="date__gte", label=gettext_lazy("From day"))
    until = filters.DateFilter(field_name="at", lookup_expr="date__lte", label=gettext_lazy("To day"))

    class Meta:
        model = Read
        fields: ClassVar = ["ticket", "person", "since", "until"]

    def of_ticket(self, rows: QuerySet[Read], name: str, number: str) -> Any:
        return rows.filter(ticket__number=number.strip().upper())
