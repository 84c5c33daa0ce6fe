"""Which components: the API's list and the page's share these."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Component, Service


class ComponentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="with_words", label=_("Name or key"))
    kind = django_filters.ChoiceFilter(choices=Component.Kind.choices, label=_("Kind"))
    service = django_filters.ModelChoiceFilter(
        queryset=Service.objects.all(), field_name="services", label=_("Service it carries")
    )
    on = django_filters.ModelChoiceFilter(
        queryset=Component.objects.all(), field_name="depends_on", label=_("Component it stands on")
    )
    key = django_filters.CharFilter(method="with_key", label=_("Key"))

    class Meta:
        model = Component
        fields: ClassVar[list[str]] = ["q", "kind", "service", "on", "key"]

    def with_words(self, found: Any, name: str, words: str) -> Any:
        return found.matching(words)

    def with_key(self, found: Any, name: str, key: str) -> Any:
        return found.with_keys([key])
