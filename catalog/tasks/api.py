"""Tasks and their verbs, and the other systems that do some of them, by API. For the desk."""

from typing import Any, ClassVar

from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from catalog.models import Call, Hook, Task
from catalog.tasks import calling, hooks, wire
from catalog.tasks.filters import ApiTaskFilter
from itsm.frame.api.permissions import may, only
from itsm.frame.api.views import Api
from itsm.people.models import Team
from itsm.tickets.api.bodies import PersonId, ReasonBody, Words
from itsm.tickets.api.shapes import Ref
from itsm.tickets.errors import Refused

ID = "[0-9]{1,18}"


class PointShape(serializers.Serializer):
    words = serializers.CharField()
    by = serializers.CharField(help_text="Who ticked it; empty while it is open.")
    at = serializers.CharField(help_text="When it was ticked; empty while it is open.")


class CallShape(serializers.ModelSerializer):
    class Meta:
        model = Call
        fields: ClassVar = ["id", "task", "attempt", "at", "next_at", "status", "error"]


class TaskShape(serializers.ModelSerializer):
    ticket: Any = serializers.CharField(source="ticket.number", help_text="As in REQ-1042.")
    team, assignee, hook = Ref(), Ref(allow_null=True), Ref(allow_null=True)
    done_by = Ref(allow_null=True)
    checklist = PointShape(many=True)

    class Meta:
        model = Task
        fields: ClassVar = [
            "id", "ticket", "key", "place", "title", "instructions", "needs", "team", "assignee", "hook", "checklist", "state",
            "within_minutes", "ready_at", "due_at", "breached_at", "started_at", "done_at", "done_by", "words",
        ]  # fmt: skip
        read_only_fields: ClassVar = fields


class DoneBody(serializers.Serializer):
    words = Words(required=False, allow_blank=True, help_text="Needed if points of its checklist are open.")


class TickBody(serializers.Serializer):
    place = serializers.IntegerField(min_value=0, max_value=999, help_text="Of the point, from 0 on.")


class GiveBody(serializers.Serializer):
    to = PersonId()


class HandBody(serializers.Serializer):
    to_team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.filter(is_active=True))
    note = Words(help_text="What they should know.")


class TaskViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Steps of plans, those due first first. Colleagues read how far their request is on the request."""

    queryset = Task.objects.none()
    serializer_class = TaskShape
    filterset_class = ApiTaskFilter
    lookup_value_regex = ID
    order = ("due_at", "pk")
    needs = (may("tickets.work_ticket"),)

    def get_queryset(self) -> Any:
        named = Task.objects.select_related("ticket", "team", "assignee", "hook", "done_by")
        return named.visible_to(self.request.user)

    def do(self, verb: str, **given: Any) -> Response:
        task = self.get_object()
        getattr(task, verb)(by=self.request.user, **given)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:
        """Do it oneself. A step of another system is from then on done by hand."""
        return self.do("take")

    @extend_schema(request=TickBody, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def tick(self, request: Request, pk: str) -> Response:
        """A point of its checklist is done; said again, it is open again."""
        return self.do("tick", **self.checked(TickBody))

    @extend_schema(request=DoneBody, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """It is done, and what waits for it goes on. After the last step the colleague has what they asked for."""
        return self.do("done", **self.checked(DoneBody))

    @extend_schema(request=ReasonBody, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def fail(self, request: Request, pk: str) -> Response:
        """It cannot be done so. The request stands still here until somebody goes on."""
        return self.do("fail", **self.checked(ReasonBody))

    @extend_schema(request=None, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Once more; another system is called with the same key."""
        return self.do("retry")

    @extend_schema(request=ReasonBody, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """Not needed this time; what waits for it goes on."""
        return self.do("skip", **self.checked(ReasonBody))

    @extend_schema(request=GiveBody, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def give(self, request: Request, pk: str) -> Response:
        """To a member of its team."""
        return self.do("give", **self.checked(GiveBody))

    @extend_schema(request=HandBody, responses=TaskShape)
    @action(detail=True, methods=["post"])
    def hand(self, request: Request, pk: str) -> Response:
        """To another team, with a note."""
        return self.do("hand", **self.checked(HandBody))

    @extend_schema(responses=CallShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def calls(self, request: Request, pk: str) -> Response:
        """What another system was asked for it, and what it answered; the newest first."""
        return Response(CallShape(self.get_object().calls.order_by("-pk")[:50], many=True).data)


class SystemShape(serializers.ModelSerializer):
    class Meta:
        model = Hook
        fields: ClassVar = ["id", "name", "url", "is_active"]


class SystemSecretShape(SystemShape):
    secret = serializers.CharField(read_only=True, help_text="Told once.")

    class Meta(SystemShape.Meta):
        fields: ClassVar = [*SystemShape.Meta.fields, "secret"]


class SystemTriedShape(serializers.Serializer):
    answered = serializers.BooleanField()
    words = serializers.CharField(help_text="What became of it.")


class HookViewSet(Api, ModelViewSet):
    """Other systems that do a step by themselves."""

    queryset = Hook.objects.all()
    serializer_class = SystemShape
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    order = ("name", "pk")
    needs = (only("catalog.change_hook"),)

    @extend_schema(request=SystemShape, responses={201: SystemSecretShape})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer has its secret, this once."""
        made = SystemShape(data=request.data)
        made.is_valid(raise_exception=True)
        it = Hook(**made.validated_data)
        return self.with_new_secret(it, status=201)

    @extend_schema(request=None, responses=SystemSecretShape)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: str) -> Response:
        """A new secret, told this once; the old one signs nothing any more."""
        return self.with_new_secret(self.get_object())

    @extend_schema(request=None, responses=SystemTriedShape)
    @action(detail=True, methods=["post"], url_path="try")
    def try_it(self, request: Request, pk: str) -> Response:
        """Call it now, with a body that says it is a test."""
        answered, words = hooks.tried(self.get_object())
        return Response({"answered": answered, "words": words})

    @extend_schema(responses=CallShape(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def calls(self, request: Request, pk: str) -> Response:
        """Its last calls, the newest first."""
        return Response(CallShape(calling.last_calls(self.get_object().pk), many=True).data)

    def perform_destroy(self, hook: Hook) -> None:
        """One that has done steps stays, so that they can be read; it can be switched off."""
        try:
            hook.delete()
        except ProtectedError:
            raise Refused(
                _("“%(name)s” has done steps, which stay to be read. Switch it off.") % {"name": hook}
            ) from None

    def with_new_secret(self, hook: Hook, *, status: int = 200) -> Response:
        secret = wire.new_secret(hook)
        hook.save()
        return Response({**SystemShape(hook).data, "secret": secret}, status=status)
