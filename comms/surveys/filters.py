"""What a list of surveys can be narrowed to."""

from typing import ClassVar

from django_filters import rest_framework as filters

from comms.models import Survey


class SurveyFilter(filters.FilterSet):
    class Meta:
        model = Survey
        fields: ClassVar = ["kind"]
