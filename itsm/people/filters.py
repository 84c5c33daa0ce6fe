"""Finding people, on the page and by the API."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.people import roles
from itsm.people.models import BusinessUnit, Person, PersonQuerySet, Site, Team

STATES = [("active", _("Active")), ("inactive", _("Inactive")), ("all", _("Everyone"))]


class PersonFilter(django_filters.FilterSet):
    """Without a choice of state only those who can sign in are found."""

    q = django_filters.CharFilter(method="find", label=_("Name, e-mail or phone"))
    role = django_filters.ChoiceFilter(
        field_name="groups__name",
        choices=[(name, roles.LABELS[name]) for name in roles.GROUPS],
        label=_("Role"),
        empty_label=_("Any role"),
    )
    team = django_filters.ModelChoiceFilter(
        field_name="teams", queryset=Team.objects.all(), label=_("Team"), empty_label=_("Any team")
    )
    site = django_filters.ModelChoiceFilter(
        queryset=Site.objects.all(), label=_("Site"), empty_label=_("Any site")
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=BusinessUnit.objects.all(), label=_("Business unit"), empty_label=_("Any unit")
    )
    state = django_filters.ChoiceFilter(
        method="in_state", choices=STATES, label=_("State"), empty_label=None, widget=forms.Select
    )

    class Meta:
        model = Person
        fields: ClassVar = ["q", "role", "team", "site", "unit", "state"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("state", "active")
        super().__init__(data, *args, **kwargs)
        if not BusinessUnit.objects.exists():
            del self.filters["unit"]

    def find(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return people.matching(value)

    def in_state(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return people if value == "all" else people.filter(is_active=value == "active")
