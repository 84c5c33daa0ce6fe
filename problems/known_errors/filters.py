"""What a list of known errors can be asked, on the page and by API alike."""

from typing import Any, ClassVar

import django_filters as filters
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Service
from problems.models import KnownError


class KnownErrorFilter(filters.FilterSet):
    q = filters.CharFilter(method="with_words", label=_("Words"))
    state = filters.ChoiceFilter(
        choices=KnownError.State.choices, label=_("State"), empty_label=_("Any state")
    )
    service = filters.ModelChoiceFilter(
        queryset=Service.objects.filter(is_active=True), field_name="services", label=_("Service"),
        empty_label=_("Any service"),
    )  # fmt: skip
    problem = filters.CharFilter(field_name="problem__number", lookup_expr="iexact", label=_("Problem"))
    doubted = filters.BooleanFilter(
        field_name="doubted_at", lookup_expr="isnull", exclude=True, label=_("Works for fewer than before")
    )

    class Meta:
        model = KnownError
        fields: ClassVar[list[str]] = []

    def with_words(self, rows: Any, _name: str, words: str) -> Any:
        asked = words.replace("\x00", " ").strip()
        query = SearchQuery(asked, config="english", search_type="websearch")
        return rows.filter(Q(search=query) | Q(number=asked.upper()) | Q(title__icontains=asked))
