"""Requests by API: asking, the flow, bulk."""

import json
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import request_acts as acts
from catalog.models import Offering, OfferingEdition, ServiceRequest
from catalog.requests.answers_api import check_answers
from catalog.requests.behalf import may_ask_for
from catalog.requests.filters import ColleagueRequestFilter, RequestFilter
from catalog.tasks.stage import stage_of
from itsm.frame.api.idempotency import once
from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.tickets.api import TicketViewSet, moves
from itsm.tickets.api.bodies import PersonId
from itsm.tickets.api.bulk import BulkBody, BulkShape, in_bulk
from itsm.tickets.api.shapes import TicketDetail
from itsm.tickets.errors import Refused
from itsm.tickets.models import BY_PEOPLE, Channel, Ticket

OF_REQUESTS = ("answers", "hold_reason", "wakes_at", "closes_at", "closed_how", "may_reopen_until")


class OfferedShape(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    edition = serializers.IntegerField(help_text="The edition it was asked under. It stays so.")


class PlanShape(serializers.Serializer):
    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="Steps that turned out not to be needed are not counted.")


class RequestShape(TicketDetail):
    """A request. What is not required is told to the desk only."""

    offering = OfferedShape()
    answers: Any = serializers.DictField(help_text="What was answered, by the name of the field.")
    steps = PlanShape(help_text="How far its plan is.")
    hold_reason = serializers.ChoiceField([("", "—"), *HoldReason.choices])
    wakes_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True, help_text="It closes by itself then.")
    closed_how = serializers.ChoiceField([("", "—"), *ServiceRequest.ClosedBy.choices])
    may_reopen_until = serializers.DateTimeField(allow_null=True)

    def to_representation(self, ticket: Ticket) -> dict[str, Any]:
        told = super().to_representation(ticket)
        told |= {name: getattr(ticket, name) for name in OF_REQUESTS}
        known: Any = ticket
        far = stage_of(list(known.tasks.all()))
        told["steps"] = {"done": far.over, "total": far.total}
        told["offering"] = {
            "key": known.offering.key,
            "title": known.edition.title,
            "edition": known.edition.number,
        }
        return told


class AskForBody(serializers.Serializer):
    offering = serializers.SlugField(max_length=60, help_text="Its key.")
    answers: Any = serializers.DictField(required=False, help_text="By the name of the field.")
    edition = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="The edition you read: refused with 409 if it is another by now.",
    )
    requester = PersonId(required=False, help_text="Somebody you may ask for; otherwise it is you.")
    channel = serializers.ChoiceField(BY_PEOPLE, default=Channel.API)


class AskForWithFilesBody(AskForBody):
    """As a form with parts. Each file stands under the name of its field, several times if there are several."""

    answers = serializers.CharField(required=False, help_text="The other answers, as JSON.")

    def validate_answers(self, text: str) -> dict[str, Any]:
        try:
            given = json.loads(text)
        except ValueError as error:
            raise serializers.ValidationError(_("This is no JSON.")) from error
        if not isinstance(given, dict):
            raise serializers.ValidationError(_("Give an object: the name of each field and its answer."))
        return given


class RequestViewSet(TicketViewSet):
    """A colleague asked for something that the catalogue offers."""

    queryset = ServiceRequest.objects.none()
    serializer_class = RequestShape
    filterset_class = RequestFilter
    for_colleagues = ColleagueRequestFilter
    NOT_FIELDS: ClassVar = frozenset(AskForWithFilesBody().fields)

    @extend_schema(request=AskForBody, responses={201: RequestShape})
    @once
    def create(self, request: Request) -> Response:
        """Ask for what an offering gives. The same checks as on its page, with the same conditions."""
        return self.ask(self.checked(AskForBody), files={})

    @extend_schema(request={"multipart/form-data": AskForWithFilesBody}, responses={201: RequestShape})
    @action(
        detail=False,
        methods=["post"],
        url_path="with-files",
        parser_classes=[MultiPartParser],
        pagination_class=None,
        filterset_class=None,
    )
    def with_files(self, request: Request) -> Response:
        """The same, with files."""
        given = self.checked(AskForWithFilesBody)
        sent: Any = request.FILES
        files = {name: sent.getlist(name) for name in sent if name not in self.NOT_FIELDS}
        return self.ask(given, files=files)

    def ask(self, given: dict[str, Any], *, files: dict[str, list[Any]]) -> Response:
        by: Person = self.request.user
        requester: Person = given.get("requester") or by
        if not may_ask_for(by, requester):
            raise ValidationError({"requester": [_("You can ask for yourself and for your own people.")]})
        edition = self.edition_of(given, requester)
        answers, uploads = check_answers(edition.blueprint.form, given.get("answers") or {}, files)
        channel = given["channel"] if by.works_the_desk else Channel.API
        made = ServiceRequest.ask(
            edition, answers, by=by, requester=requester, files=uploads, channel=channel
        )
        return Response(self.told_ticket(made), status=201)

    def edition_of(self, given: dict[str, Any], requester: Person) -> OfferingEdition:
        found = Offering.objects.for_asking(requester).filter(key=given["offering"])
        offering = found.select_related("edition", "owner", "team", "service").first()
        if offering is None:
            raise ValidationError({"offering": [_("There is no such offering for them.")]})
        edition: OfferingEdition = offering.edition
        edition.offering = offering
        if given.get("edition") not in {None, edition.number}:
            raise Refused(_("The form was changed meanwhile: this is edition %(n)d.") % {"n": edition.number})
        return edition

    @classmethod
    def whole(cls, tickets: Any) -> Any:
        return super().whole(tickets).select_related("offering", "edition")

    @extend_schema(request=BulkBody, responses=BulkShape(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def bulk(self, request: Request) -> Response:
        """One verb for many requests: each answers for itself, and what one refuses the others still do."""
        return in_bulk(self)

    start, hold, resume = moves.start, moves.hold, moves.resume
    confirm, reopen, close = moves.confirm, moves.reopen, moves.close
    fulfil, withdraw = acts.fulfil, acts.withdraw
