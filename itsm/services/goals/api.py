"""Goals, by API."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin

from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.people.models import Person
from itsm.services.models import Goal


class GoalShape(serializers.ModelSerializer):
    owner = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())

    class Meta:
        model = Goal
        fields: ClassVar = ["id", "name", "says", "owner", "reached_by", "services", "is_active"]


class GoalViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """What the organisation wants to reach: work that serves it goes before work that does not."""

    queryset = Goal.objects.prefetch_related("services")
    serializer_class = GoalShape
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options", "post", "patch"]
    filter_backends = ()
    needs = (may("services.change_goal"),)
