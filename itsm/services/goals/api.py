"""Goals, the teams' words to them, and who needs a service, by API."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Wrong
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import (
    CreateModelMixin,
    DestroyModelMixin,
    ListModelMixin,
    RetrieveModelMixin,
    UpdateModelMixin,
)
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.people.models import Person, Team
from itsm.services.goals import figures
from itsm.services.goals.knowing import knows_its_people
from itsm.services.models import Goal, Service, SignOff, Stakeholder

ID = "[0-9]{1,18}"


class SignOffShape(serializers.ModelSerializer):
    """`stands`: the goal is still the one it was said to."""

    stands = serializers.BooleanField(read_only=True)

    class Meta:
        model = SignOff
        fields: ClassVar = ["team", "agrees", "words", "by", "at", "target", "reached_by", "stands"]
        read_only_fields: ClassVar = ["by", "at", "target", "reached_by"]
        validators: ClassVar[list[Any]] = []  # a team's newer word takes the place of its older one


class GoalShape(serializers.ModelSerializer):
    owner = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())
    sign_offs = SignOffShape(many=True, read_only=True)

    class Meta:
        model = Goal
        fields: ClassVar = [
            "id", "name", "says", "owner", "units", "services", "measure", "measured_service", "direction", "baseline",
            "target", "started_on", "reached_by", "is_active", "sign_offs",
        ]  # fmt: skip

    def validate_measure(self, measure: str) -> str:
        if measure and measure not in dict(figures.choices()):
            raise serializers.ValidationError("There is no such figure, or neither way is better.")
        return measure

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As the page does: a goal with a figure says from where, to where and until when."""
        known = Goal() if self.instance is None else Goal(**_plain(self.instance))
        for name, value in given.items():
            if name not in {"units", "services"}:
                setattr(known, name, value)
        try:
            known.clean()
        except Wrong as wrong:
            raise serializers.ValidationError(wrong.message_dict) from None
        return given


def _plain(goal: Any) -> dict[str, Any]:
    return {field.attname: getattr(goal, field.attname) for field in Goal._meta.concrete_fields}


class ClashShape(serializers.Serializer):
    other, because = serializers.CharField(), serializers.CharField()
    sharp = serializers.BooleanField(help_text="Both cannot be had.")
    url = serializers.CharField(source="href", help_text="Below the address of this desk.")


class StandShape(serializers.Serializer):
    """The figure of the last four weeks. `due`: where the straight line to the target is today."""

    figure, said = serializers.CharField(), serializers.CharField()
    baseline, target, now, due = (serializers.CharField() for _n in range(4))
    state = serializers.ChoiceField(
        [(state, state) for state in ("reached", "on_course", "behind", "few", "none")]
    )
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    share = serializers.IntegerField(help_text="Of the way, in percent.")
    clashes = ClashShape(many=True)


class GoalViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """What the organisation wants to reach: work that serves it goes before work that does not."""

    queryset = Goal.objects.prefetch_related("services", "units", "sign_offs__goal")
    serializer_class = GoalShape
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch"]
    filter_backends = ()
    needs = (may("services.change_goal"),)

    def get_permissions(self) -> list[Any]:
        """A team's word needs no permission to write goals."""
        if self.action == "sign_off":
            return [
                permission for permission in super().get_permissions() if type(permission) not in self.needs
            ] + [TheDesk()]
        return super().get_permissions()

    @extend_schema(responses=StandShape)
    @action(detail=True, pagination_class=None)
    def stand(self, request: Request, pk: str) -> Response:
        """Where it stands, and what pulls against it. Nothing for a goal without a figure."""
        found = figures.stands([self.get_object()], now=timezone.now())
        return Response(StandShape(next(iter(found.values()))).data if found else {})

    @extend_schema(request=SignOffShape, responses=GoalShape)
    @action(detail=True, methods=["post"], url_path="sign-off")
    def sign_off(self, request: Request, pk: str) -> Response:
        """A team says yes or no, by whoever leads it."""
        goal, said = self.get_object(), self.checked(SignOffShape)
        team: Team = said.pop("team")
        if not goal.awaits(self.request.user, [team]):
            raise PermissionDenied
        try:
            goal.sign_off(team, by=self.request.user, **said)
        except Wrong as wrong:
            found = wrong.message_dict if hasattr(wrong, "error_dict") else {"team": wrong.messages}
            raise serializers.ValidationError(found) from None
        return Response(self.get_serializer(self.get_object()).data)


class StakeholderShape(serializers.ModelSerializer):
    service = serializers.PrimaryKeyRelatedField(queryset=Service.objects.all())
    person = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())

    class Meta:
        model = Stakeholder
        fields: ClassVar = ["id", "service", "person", "needs"]


class StakeholderViewSet(Api, ListModelMixin, CreateModelMixin, DestroyModelMixin):
    """Who would lose if a service went wrong, and what they need of it; written by the service's owner and by managers."""

    queryset = Stakeholder.objects.all()
    serializer_class = StakeholderShape
    lookup_value_regex = ID
    order = ("service", "pk")
    filter_backends = ()
    needs = (TheDesk,)

    def perform_create(self, serializer: Any) -> None:
        self.refuse_strangers(serializer.validated_data["service"])
        serializer.save()

    def perform_destroy(self, instance: Stakeholder) -> None:
        self.refuse_strangers(instance.service)
        instance.delete()

    def refuse_strangers(self, service: Service) -> None:
        if not knows_its_people(self.request.user, service):
            raise PermissionDenied
