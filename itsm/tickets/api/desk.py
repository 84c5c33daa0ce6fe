"""What agents keep beside the tickets, by API: saved views, macros; and the bytes of a file."""

from typing import Any, ClassVar

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.tickets.api.timeline import AttachmentShape
from itsm.tickets.console import MOST_COUNTED, VIEWS, kept_counts
from itsm.tickets.models import Attachment, Macro, Read, SavedView, Ticket
from itsm.tickets.views.files import SANDBOX

WITHOUT_PUT = ["get", "head", "options", "post", "patch", "delete"]
ENDS = {"resolve": _("resolve"), "hold": _("hold and ask")}


class TabShape(serializers.Serializer):
    view = serializers.CharField(source="slug", help_text="As `?view=` of tickets and incidents.")
    name = serializers.CharField(source="label")
    count = serializers.IntegerField(
        allow_null=True, help_text=f"{MOST_COUNTED} stands for as many or more; null where nobody counts."
    )


class DeskViewSet(Api):
    """The desk's tabs."""

    queryset = Ticket.objects.none()
    serializer_class = TabShape
    pagination_class = None
    needs = (TheDesk,)

    @extend_schema(responses=TabShape(many=True))
    def list(self, request: Request) -> Response:
        """How many stand in each; of silence those who have heard nothing for too long."""
        person = self.request.user
        numbers = kept_counts(Ticket.objects.visible_to(person), person)
        tabs = [{"slug": view.slug, "label": view.label, "count": numbers.get(view.slug)} for view in VIEWS]
        return Response(TabShape(tabs, many=True).data)


class AttachmentViewSet(Api, RetrieveModelMixin):
    """Files of messages you may read."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentShape
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> Any:
        seen = Attachment.objects.visible_to(self.request.user)
        return seen.select_related("uploaded_by", "ticket")

    def get_object(self) -> Attachment:
        found: Attachment = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        found.ticket.has_reader(self.request.user, Read.Way.API)
        return found

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The file.")}
    )
    @action(detail=True)
    def content(self, request: Request, pk: str) -> FileResponse:
        """The file itself: always a download in a sandbox."""
        found = self.get_object()
        answer = FileResponse(
            found.file.open(),
            as_attachment=True,
            filename=found.name,
            content_type="application/octet-stream",
        )
        for name, value in SANDBOX.items():
            answer.headers[name] = value
        return answer


def with_own_team(person: Any, team: Any) -> Any:
    if team is not None and team.pk not in person.team_ids:
        raise serializers.ValidationError(_("Share it with a team of your own."))
    return team


class MacroShape(serializers.ModelSerializer):
    verb = serializers.ChoiceField([("", _("just send it")), *ENDS.items()], required=False)

    class Meta:
        model = Macro
        fields: ClassVar = ["id", "name", "team", "mode", "words", "promise_minutes", "verb"]

    def validate_team(self, team: Any) -> Any:
        return with_own_team(self.context["request"].user, team)


class MacroViewSet(Api, ModelViewSet):
    """Words and acts that agents need often: those of your teams, and those for every team."""

    queryset = Macro.objects.none()
    serializer_class = MacroShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("name", "pk")
    needs = (may("tickets.work_ticket"),)
    http_method_names = WITHOUT_PUT

    def get_queryset(self) -> Any:
        return Macro.objects.visible_to(self.request.user)


class SavedViewShape(serializers.ModelSerializer):
    mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields: ClassVar = ["id", "name", "query", "team", "everyone", "mine"]

    def get_mine(self, row: SavedView) -> bool:
        return row.owner_id == self.context["request"].user.pk

    def validate_team(self, team: Any) -> Any:
        return with_own_team(self.context["request"].user, team)


class SavedViewViewSet(Api, ModelViewSet):
    """Lists somebody comes back to: your own, and those shared with you. Only their owner changes them."""

    queryset = SavedView.objects.none()
    serializer_class = SavedViewShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("name", "pk")
    needs = (TheDesk,)
    http_method_names = WITHOUT_PUT

    def get_queryset(self) -> Any:
        mine = self.request.method not in {"GET", "HEAD"}
        return (
            self.request.user.saved_views.all() if mine else SavedView.objects.visible_to(self.request.user)
        )

    def perform_create(self, serializer: Any) -> None:
        serializer.save(owner=self.request.user)
