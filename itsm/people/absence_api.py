"""One's own absences by API, and for the desk everybody's."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import (
    CreateModelMixin,
    DestroyModelMixin,
    ListModelMixin,
    RetrieveModelMixin,
    UpdateModelMixin,
)

from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.people.api import ID, NO_PUT
from itsm.people.models import Absence, Person


class AbsenceShape(serializers.ModelSerializer):
    person: Any = serializers.PrimaryKeyRelatedField(read_only=True)
    delegate: Any = serializers.PrimaryKeyRelatedField(
        queryset=Person.objects.active(), allow_null=True, required=False, help_text="Who acts for them."
    )

    class Meta:
        model = Absence
        fields: ClassVar = ["id", "person", "since", "until", "delegate"]


class AbsenceViewSet(
    Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin, DestroyModelMixin
):
    """When you are away, now or later, and who acts for you. What is over is not told."""

    queryset = Absence.objects.none()
    serializer_class = AbsenceShape
    lookup_value_regex = ID
    http_method_names = NO_PUT
    order = ("since", "pk")

    def get_queryset(self) -> Any:
        return Absence.objects.not_over(timezone.now()).filter(person=self.request.user.pk)

    def perform_create(self, serializer: Any) -> None:
        self.keep(Absence(person_id=self.request.user.pk), serializer)

    def perform_update(self, serializer: Any) -> None:
        self.keep(serializer.instance, serializer)

    def keep(self, absence: Absence, serializer: Any) -> None:
        """By the page's own rules."""
        for name, value in serializer.validated_data.items():
            setattr(absence, name, value)
        absence.clean()
        absence.save()
        serializer.instance = absence

    @extend_schema(description="End it: from now on you are asked yourself. What has not begun is removed.")
    def destroy(self, *args: Any, **kwargs: Any) -> Any:
        return super().destroy(*args, **kwargs)

    def perform_destroy(self, absence: Absence) -> None:
        absence.end(now=timezone.now())


class AwayViewSet(Api, ListModelMixin):
    """Who is away now or soon, and who acts for them: for the desk."""

    queryset = Absence.objects.none()
    serializer_class = AbsenceShape
    order = ("since", "pk")
    needs = (may("people.view_person"),)

    def get_queryset(self) -> Any:
        return Absence.objects.not_over(timezone.now())
