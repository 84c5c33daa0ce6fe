"""People, teams, sites, oneself and one's tokens, by API."""

from datetime import timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import (
    CreateModelMixin,
    DestroyModelMixin,
    ListModelMixin,
    RetrieveModelMixin,
    UpdateModelMixin,
)
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.permissions import may
from itsm.frame.api.problems import Problem, describes
from itsm.frame.api.views import Api
from itsm.people import roles
from itsm.people.filters import PersonFilter
from itsm.people.models import LastAdministrator, Person, Site, Team, Token

NO_PUT: list[str] = ["get", "head", "options", "post", "patch", "delete"]
ID = "[0-9]{1,18}"
ASSIGNED_ROLES = [(name, name) for name in roles.GROUPS]
ROLES = [*ASSIGNED_ROLES, (roles.COLLEAGUE, roles.COLLEAGUE)]


@describes(LastAdministrator)
def last_administrator(error: LastAdministrator) -> Problem:
    return Problem(
        409, _("Nobody would be left to look after people. Make somebody else an administrator first.")
    )


class SiteShape(serializers.ModelSerializer):
    class Meta:
        model = Site
        fields: ClassVar = ["id", "name", "time_zone", "country", "desk_place", "desk_hours", "desk_team"]


class PersonShape(serializers.ModelSerializer):
    roles = serializers.SerializerMethodField()
    teams: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Person
        fields: ClassVar = [
            "id", "email", "name", "preferred_name", "job_title", "phone", "site", "unit", "manager", "time_zone", "language",
            "is_active", "roles", "teams",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["is_active"]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(ROLES)))
    def get_roles(self, person: Person) -> list[str]:
        return sorted(person.roles)

    def validate_email(self, email: str) -> str:
        others = Person.objects.exclude(pk=self.instance.pk if isinstance(self.instance, Person) else None)
        if others.with_email(email).exists():
            raise serializers.ValidationError(_("This address belongs to somebody else."))
        return email.lower()

    def validate_manager(self, manager: Person | None) -> Person | None:
        if manager and isinstance(self.instance, Person) and self.instance.pk in manager.chain_of_managers():
            raise serializers.ValidationError(_("They report to this person already."))
        return manager


class RolesBody(serializers.Serializer):
    roles = serializers.ListField(child=serializers.ChoiceField(ASSIGNED_ROLES), max_length=len(roles.GROUPS))


class PersonViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """The people: the desk looks, administrators change."""

    queryset = Person.objects.none()
    serializer_class = PersonShape
    filterset_class = PersonFilter
    lookup_value_regex = ID
    http_method_names = NO_PUT
    order = ("name", "pk")
    needs = (may("people.change_person"),)

    def get_queryset(self) -> Any:
        """Who is erased is read as they are now called, and nothing of them is changed."""
        reads = self.request.method in SAFE_METHODS
        return Person.objects.with_place() if reads else Person.objects.here().with_place()

    def filter_queryset(self, queryset: Any) -> Any:
        """A person who left is still found by their id."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def perform_create(self, serializer: Any) -> None:
        person = Person(**serializer.validated_data)
        person.set_unusable_password()
        person.save()
        serializer.instance = person

    @extend_schema(request=RolesBody, responses=PersonShape)
    @action(detail=True, methods=["post"])
    def roles(self, request: Request, pk: str) -> Response:
        """These roles and no others; everyone stays a colleague."""
        person = self.get_object()
        person.take_roles(self.checked(RolesBody)["roles"])
        return self.as_they_are(person)

    @extend_schema(request=None, responses=PersonShape)
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str) -> Response:
        """They can no longer sign in; what they did and hold stays theirs."""
        person = self.get_object()
        person.deactivate()
        return self.as_they_are(person)

    @extend_schema(request=None, responses=PersonShape)
    @action(detail=True, methods=["post"])
    def reactivate(self, request: Request, pk: str) -> Response:
        person = self.get_object()
        person.reactivate()
        return self.as_they_are(person)

    def as_they_are(self, person: Person) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=person.pk)).data)


class TeamShape(serializers.ModelSerializer):
    members: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    handover_minutes = serializers.IntegerField(min_value=1, max_value=7 * 24 * 60, required=False)

    class Meta:
        model = Team
        fields: ClassVar = [
            "id", "name", "purpose", "lead", "mailbox", "handover_minutes", "first_line", "is_active", "members",
        ]  # fmt: skip
        read_only_fields: ClassVar = ["first_line"]


class MemberBody(serializers.Serializer):
    person = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())


class TeamViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, UpdateModelMixin):
    """Who can hold the baton together."""

    queryset = Team.objects.prefetch_related("members")
    serializer_class = TeamShape
    lookup_value_regex = ID
    http_method_names = NO_PUT
    order = ("name", "pk")
    needs = (may("people.change_team"),)

    def perform_create(self, serializer: Any) -> None:
        self.perform_update(serializer)

    def perform_update(self, serializer: Any) -> None:
        minutes = serializer.validated_data.pop("handover_minutes", None)
        target = {} if minutes is None else {"handover_target": timedelta(minutes=minutes)}
        serializer.save(**target)

    @extend_schema(request=MemberBody, responses=TeamShape)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, pk: str) -> Response:
        team = self.get_object()
        team.members.add(self.checked(MemberBody)["person"])
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=MemberBody, responses=TeamShape)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        team = self.get_object()
        team.members.remove(self.checked(MemberBody)["person"])
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=TeamShape)
    @action(detail=True, methods=["post"], url_path="become-first-line")
    def become_first_line(self, request: Request, pk: str) -> Response:
        """Take over what no service's own team takes."""
        self.get_object().become_first_line()
        return Response(self.get_serializer(self.get_object()).data)


class SiteViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Where colleagues work."""

    queryset = Site.objects.all()
    serializer_class = SiteShape
    lookup_value_regex = ID
    order = ("name", "pk")
    needs = (may("people.change_site"),)


class MeShape(PersonShape):
    class Meta(PersonShape.Meta):
        fields: ClassVar = [*PersonShape.Meta.fields, "takes_thanks"]
        read_only_fields: ClassVar = [
            name
            for name in PersonShape.Meta.fields
            if name not in {"preferred_name", "time_zone", "language"}
        ]


class MeViewSet(Api):
    """Yourself, as you look after yourself."""

    queryset = Person.objects.none()
    serializer_class = MeShape
    pagination_class = None

    @extend_schema(responses=MeShape)
    def retrieve(self, request: Request) -> Response:
        return Response(self.get_serializer(Person.objects.with_place().get(pk=self.request.user.pk)).data)

    @extend_schema(request=MeShape, responses=MeShape)
    def partial_update(self, request: Request) -> Response:
        me = Person.objects.with_place().get(pk=self.request.user.pk)
        given = self.get_serializer(me, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        given.save()
        return Response(given.data)


class TokenShape(serializers.ModelSerializer):
    class Meta:
        model = Token
        fields: ClassVar = [
            "id",
            "name",
            "scopes",
            "prefix",
            "created_at",
            "last_used_at",
            "expires_at",
            "revoked_at",
        ]
        read_only_fields = fields


class TokenViewSet(Api, ListModelMixin, RetrieveModelMixin, DestroyModelMixin):
    """Your tokens. They are made on your own page, where the secret is shown once; here they are looked at and revoked."""

    queryset = Token.objects.none()
    serializer_class = TokenShape
    lookup_value_regex = ID
    order = ("-created_at", "-pk")

    def get_queryset(self) -> Any:
        return self.request.user.tokens.all()

    def perform_destroy(self, token: Token) -> None:
        """It opens nothing any more; the row stays."""
        token.revoke(now=timezone.now())
