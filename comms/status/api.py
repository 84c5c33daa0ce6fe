"""The status page, by API: how services are, what you follow, and for administrators what stands on the page."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Notice, Phase, ServiceOnStatus, StatusPage, Subscription
from comms.status import following
from comms.status.gathering import services_on_page
from comms.status.reading import reader_for
from comms.status.sentence import sentence
from comms.status.states import WORDS, worst
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.services.models import Service


class SaidShape(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    phase = serializers.ChoiceField(Phase.choices)
    at = serializers.DateTimeField()
    subject = serializers.CharField()
    what = serializers.CharField(help_text="What happens.")
    who = serializers.CharField(help_text="Who is affected.")
    do = serializers.CharField(help_text="What to do.")
    we = serializers.CharField(help_text="What we do.")
    next = serializers.CharField(help_text="When you hear next.")


class OnStatusShape(serializers.Serializer):
    number = serializers.CharField()
    kind = serializers.ChoiceField(Notice.Kind.choices)
    phase = serializers.ChoiceField(Phase.choices)
    title = serializers.CharField()
    services = serializers.ListField(child=serializers.IntegerField(), help_text="Their ids.")
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    next_update_at = serializers.DateTimeField(allow_null=True)
    messages = SaidShape(many=True, source="newest_first", help_text="Newest first.")


class ServiceStateShape(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    group = serializers.CharField()
    state = serializers.ChoiceField(WORDS)
    since = serializers.DateTimeField(allow_null=True)


class StatusShape(serializers.Serializer):
    at = serializers.DateTimeField(help_text="When it was looked at.")
    sentence = serializers.CharField()
    state = serializers.ChoiceField(WORDS, help_text="The worst of all.")
    services = ServiceStateShape(many=True)
    running = OnStatusShape(many=True)
    coming = OnStatusShape(many=True)


class StatusViewSet(Api):
    """How services are now, with the notices that run or come and are for you."""

    serializer_class = StatusShape
    pagination_class = None

    def retrieve(self, request: Request) -> Response:
        board = reader_for(self.request.user).board
        states = [service.state(board.at) for service in board.services]
        services = [
            {"id": service.pk, "name": service.name, "group": service.group, "state": state.word, "since": service.since(board.at)}
            for service, state in zip(board.services, states, strict=True)
        ]  # fmt: skip
        about = {"at": board.at, "sentence": sentence(states), "state": worst(states).word}
        shown = {**about, "services": services, "running": board.running, "coming": board.coming}
        return Response(self.get_serializer(shown).data)


class StatusPageShape(serializers.ModelSerializer):
    class Meta:
        model = StatusPage
        fields: ClassVar = ["public", "title"]


class StatusPageViewSet(Api):
    """Whether the page is open to everybody."""

    queryset = StatusPage.objects.none()
    serializer_class = StatusPageShape
    pagination_class = None
    needs = (may("comms.change_statuspage"),)

    def retrieve(self, request: Request) -> Response:
        return Response(self.get_serializer(StatusPage.the()).data)

    @extend_schema(request=StatusPageShape(partial=True))
    def partial_update(self, request: Request) -> Response:
        given = self.get_serializer(StatusPage.the(), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        given.save()
        return Response(given.data)


class PlaceShape(serializers.ModelSerializer):
    service: Any = serializers.PrimaryKeyRelatedField(read_only=True)
    name = serializers.CharField(source="service.name", read_only=True)

    class Meta:
        model = ServiceOnStatus
        fields: ClassVar = ["service", "name", "group", "shown", "public"]


class PlaceViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Where a service stands on the page; its id is the service's. One that nobody placed is shown, in no group."""

    queryset = ServiceOnStatus.objects.none()
    serializer_class = PlaceShape
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options", "patch"]
    order = ("name", "pk")
    needs = (may("comms.change_serviceonstatus"),)

    def list(self, request: Request) -> Response:
        rows: Any = self.paginate_queryset(self.services())
        return self.get_paginated_response(self.get_serializer(map(self.place_of, rows), many=True).data)

    def get_object(self) -> ServiceOnStatus:
        service = self.services().filter(pk=self.kwargs["pk"]).first()
        if service is None:
            raise Http404
        return self.place_of(service)

    def services(self) -> Any:
        return Service.objects.active().select_related("on_status")

    def place_of(self, service: Service) -> ServiceOnStatus:
        return getattr(service, "on_status", None) or ServiceOnStatus(service=service)

    def partial_update(self, request: Request, pk: str) -> Response:
        given = self.get_serializer(self.get_object(), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        given.save()
        return Response(given.data)


class SubscriptionShape(serializers.ModelSerializer):
    service: Any = serializers.PrimaryKeyRelatedField(queryset=services_on_page())

    class Meta:
        model = Subscription
        fields: ClassVar = ["id", "service", "since"]
        read_only_fields: ClassVar = ["since"]


class SubscriptionViewSet(Api, ListModelMixin, RetrieveModelMixin, CreateModelMixin, DestroyModelMixin):
    """The services you follow. Following one twice is following it."""

    queryset = Subscription.objects.none()
    serializer_class = SubscriptionShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-since", "-pk")

    def get_queryset(self) -> Any:
        return Subscription.objects.filter(person=self.request.user)

    def perform_create(self, serializer: Any) -> None:
        service = serializer.validated_data["service"]
        serializer.instance = following.follow(service, person=self.request.user, now=timezone.now())
