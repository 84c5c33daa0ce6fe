"""Which components: the API's list and the page's share these names."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Component


class ComponentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="with_words", label=_("Name or key"))
    kind = django_filters.ChoiceFilter(choices=Component.Kind.choices, label=_("Kind"))
    service = django_filters.NumberFilter(field_name="services", label=_("Service it carries"))
    key = django_filters.CharFilter(method="with_key", label=_("Key"))

    class Meta:
        model = Component
        fields: ClassVar[list[str]] = ["q", "kind", "service", "key"]

    def with_words(self, found: Any, name: str, words: str) -> Any:
        return found.matching(words)

    def with_key(self, found: Any, name: str, key: str) -> Any:
        return found.with_keys([key])
