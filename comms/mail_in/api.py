"""Mail that waits for somebody to decide, and mailboxes, by API."""

from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from comms.mail_in import imap, quarantine
from comms.mail_in.reading import read
from comms.models import Incoming, Mailbox
from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.people.models import Person
from itsm.tickets.api.shapes import Ref

ID = "[0-9]{1,18}"


class IncomingRow(serializers.ModelSerializer):
    ticket = serializers.CharField(
        source="ticket.number", default=None, help_text="Where it is, or whose address it was sent to."
    )

    class Meta:
        model = Incoming
        fields: ClassVar[list[str]] = [
            "id", "state", "reason", "entrance", "received_at", "sender", "subject", "person", "ticket", "handled_by",
            "handled_at",
        ]  # fmt: skip
        read_only_fields = fields


class FileShape(serializers.Serializer):
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")


class IncomingShape(IncomingRow):
    to, cc = (serializers.ListField(child=serializers.CharField(), read_only=True) for _n in range(2))
    files = FileShape(many=True, read_only=True)
    meant = Ref(allow_null=True, read_only=True, help_text="For whom the address it was sent to was made.")

    class Meta(IncomingRow.Meta):
        fields: ClassVar[list[str]] = [
            *IncomingRow.Meta.fields, "message_id", "to", "cc", "text", "html", "files", "meant",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, mail: Any) -> Any:
        """The heads and files are read from the mail itself."""
        letter = read(bytes(mail.raw))
        mail.to, mail.cc = letter.to, letter.cc
        mail.files = [
            {"name": file.name, "size": len(file.content)} for file in (*letter.inline, *letter.files)
        ]
        mail.meant = mail.person or quarantine.meant(letter, mail)
        return super().to_representation(mail)


class SenderBody(serializers.Serializer):
    sender = serializers.PrimaryKeyRelatedField(queryset=Person.objects.active())


class AsideBody(serializers.Serializer):
    reason = serializers.CharField(max_length=280)


class IncomingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=Incoming.State.choices, label=_("What became of it"))

    class Meta:
        model = Incoming
        fields: ClassVar[list[str]] = ["state"]


class IncomingViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """Mail that is on no ticket: in quarantine, automatic, set aside, or still to be read. Newest first."""

    queryset = Incoming.objects.none()
    serializer_class = IncomingShape
    filterset_class = IncomingFilter
    lookup_value_regex = ID
    order = ("-received_at", "-pk")
    needs = (only("comms.change_incoming"),)

    def get_queryset(self) -> Any:
        """After a decision the same mail may be on a ticket, and is still told of."""
        rows = Incoming.objects.visible_to(self.request.user).undecided().select_related("ticket")
        return rows.light() if self.action == "list" else rows.select_related("person", "ticket")

    def get_serializer_class(self) -> Any:
        return IncomingRow if self.action == "list" else IncomingShape

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "The mail.")}
    )
    @action(detail=True)
    def raw(self, request: Request, pk: str) -> HttpResponse:
        """The mail as it came, byte by byte."""
        return quarantine.as_it_came(self.get_object())

    @extend_schema(request=None, responses=IncomingShape)
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: str) -> Response:
        """Read it again, at once, however automatic it looked."""
        return self.told(quarantine.replay(self.get_object(), by=self.request.user, now=timezone.now()))

    @extend_schema(request=SenderBody, responses=IncomingShape)
    @action(detail=True, methods=["post"], url_path="from")
    def is_from(self, request: Request, pk: str) -> Response:
        """Say which colleague wrote it, and go on with it."""
        sender = self.checked(SenderBody)["sender"]
        now, by = timezone.now(), self.request.user
        return self.told(quarantine.replay(self.get_object(), by=by, now=now, sender=sender))

    @extend_schema(request=AsideBody, responses=IncomingShape)
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        """It needs nothing from the desk. It is kept."""
        mail = self.get_object()
        quarantine.set_aside(mail, by=self.request.user, now=timezone.now(), **self.checked(AsideBody))
        return self.told(mail)

    def told(self, mail: Incoming) -> Response:
        return Response(IncomingShape(mail, context=self.get_serializer_context()).data)


class KeysShape(serializers.Serializer):
    """What opens a mailbox: a password, or the three of OAuth2."""

    password = serializers.CharField(required=False, allow_blank=True)
    client_id = serializers.CharField(required=False, allow_blank=True)
    client_secret = serializers.CharField(required=False, allow_blank=True)
    refresh_token = serializers.CharField(required=False, allow_blank=True)


class MailboxShape(serializers.ModelSerializer):
    login = serializers.CharField(source="user", max_length=200)
    keys = KeysShape(write_only=True, required=False, help_text="Never told again.")

    class Meta:
        model = Mailbox
        fields: ClassVar[list[str]] = [
            "id", "address", "host", "port", "security", "folder", "login", "keys", "oauth_token_url", "reads_from",
            "is_active", "looked_at", "failing_since", "error",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = ["looked_at", "failing_since", "error"]

    def create(self, given: dict[str, Any]) -> Mailbox:
        return self.update(Mailbox(), given)

    def update(self, mailbox: Mailbox, given: dict[str, Any]) -> Mailbox:
        keys = {name: value for name, value in given.pop("keys", {}).items() if value}
        if keys:
            mailbox.keep_keys(keys)
        for name, value in given.items():
            setattr(mailbox, name, value)
        mailbox.save()
        return mailbox

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        known = {name: getattr(self.instance, name, "") for name in ("security", "host")} | given
        if problem := Mailbox.in_the_clear(known["security"], known["host"]):
            raise serializers.ValidationError({"security": problem})
        return given


class TriedShape(serializers.Serializer):
    new = serializers.IntegerField(help_text="Mails that the next look takes in.", allow_null=True)
    error = serializers.CharField(help_text="Why it cannot be read; empty if it can.")


class MailboxViewSet(Api, ModelViewSet):
    """The IMAP folders that are read, for administrators."""

    queryset = Mailbox.objects.all()
    serializer_class = MailboxShape
    lookup_value_regex = ID
    http_method_names = ["get", "head", "options", "post", "patch"]
    order = ("address", "pk")
    needs = (only("comms.change_mailbox"),)

    @extend_schema(request=None, responses=TriedShape)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Sign in and count what is new; nothing is taken in."""
        try:
            return Response({"new": imap.count_new(self.get_object()), "error": ""})
        except imap.Unreachable as error:
            return Response({"new": None, "error": str(error)})
