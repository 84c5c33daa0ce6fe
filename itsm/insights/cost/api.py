"""What the desk costs, by API."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin, RetrieveModelMixin

from itsm.frame.api.views import Api
from itsm.insights.api import Readers
from itsm.insights.cost.models import DeskCost


class CostShape(serializers.ModelSerializer):
    """`since` is the first of a month; any other day of it means the same."""

    since = serializers.DateField(help_text="From this month on.")

    class Meta:
        model = DeskCost
        fields: ClassVar = ["id", "since", "amount", "entered_by", "entered_at"]
        read_only_fields: ClassVar = ["entered_by", "entered_at"]


class CostViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, DestroyModelMixin):
    """A month that was entered before is replaced; removing one lets the cost before it hold again."""

    queryset = DeskCost.objects.all()
    serializer_class = CostShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-since",)
    needs = (Readers,)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = DeskCost.enter(by=self.request.user, **serializer.validated_data)
