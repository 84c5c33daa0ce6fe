"""Offerings by API: what can be asked for, and all that the editor does."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import shapes
from catalog.models import Offering, OfferingEdition
from catalog.models.answered import lines
from catalog.offerings.source import find
from catalog.requests.answers import default_of
from catalog.requests.answers_api import check_answers
from itsm.frame.api.views import Api

WRITE = "catalog.write_offering"
STATE = OpenApiParameter(
    "state", str, enum=[one.value for one in Offering.State], description="For the desk."
)
SHELF = OpenApiParameter("category", int, description="The id of a shelf.")
WORDS = OpenApiParameter("q", str, description="In your own words; the best first, twenty at most.")
NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH)
MOST = 20


class OfferingViewSet(Api):
    """What colleagues can ask for. What is not meant for you is not here."""

    queryset = Offering.objects.none()
    serializer_class = shapes.OfferingShape
    lookup_field = "key"
    lookup_value_regex = "[a-z0-9][a-z0-9-]*"
    order = ("title", "pk")

    def get_queryset(self) -> Any:
        rows = Offering.objects.visible_to(self.request.user)
        return rows.select_related("category", "edition", "owner", "team", "service")

    def get_object(self) -> Offering:
        found: Offering | None = self.get_queryset().filter(key=self.kwargs["key"]).first()
        if found is None:
            raise Http404
        return found

    def told(self, shape: Any, what: Any, **options: Any) -> Any:
        return shape(what, context=self.get_serializer_context(), **options).data

    def told_now(self, found: Offering, *, status: int = 200) -> Response:
        return Response(self.told(shapes.OfferingShape, self.get_queryset().get(pk=found.pk)), status=status)

    @extend_schema(parameters=[STATE, SHELF, WORDS], responses=shapes.OfferingRow(many=True))
    def list(self, request: Request) -> Response:
        rows, asked = self.get_queryset(), request.query_params
        if asked.get("q"):
            keys = [hit.key for hit in find(asked["q"], self.request.user, MOST)]
            best = sorted(rows.filter(key__in=keys), key=lambda row: keys.index(row.key))
            return Response(
                {"next": None, "previous": None, "results": self.told(shapes.OfferingRow, best, many=True)}
            )
        if asked.get("category"):
            rows = rows.filter(category=whole(asked["category"]))
        if asked.get("state") in Offering.State.values:
            rows = rows.filter(state=asked["state"])
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.told(shapes.OfferingRow, page, many=True))

    def retrieve(self, request: Request, key: str) -> Response:
        return Response(self.told(shapes.OfferingShape, self.get_object()))

    # Writing ----------------------------------------------------------------------------------------------------------

    @extend_schema(request=shapes.NewBody, responses={201: shapes.OfferingShape})
    def create(self, request: Request) -> Response:
        """Begin a new one. Only the desk sees it until its first edition is published."""
        self.may(WRITE)
        given = self.checked(shapes.NewBody)
        several = {name: given.pop(name) for name in ("sites", "teams") if name in given}
        made = Offering.draft(by=self.request.user, **given)
        for name, rows in several.items():
            getattr(made, name).set(rows)
        return self.told_now(made, status=201)

    @extend_schema(request=shapes.AboutBody, responses=shapes.OfferingShape)
    def partial_update(self, request: Request, key: str) -> Response:
        """Whose it is and for whom; while colleagues have it, only those who publish change that."""
        found = self.for_the_desk()
        self.may(WRITE if found.state == Offering.State.DRAFT else OfferingEdition.PUBLISH)
        body = shapes.AboutBody(found, data=request.data, partial=True, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        body.save()
        return self.told_now(found)

    @extend_schema(request=None, responses=shapes.OfferingShape)
    @action(detail=True, methods=["post"], pagination_class=None)
    def retire(self, request: Request, key: str) -> Response:
        """Nobody can ask for it any more; what runs goes on."""
        found = self.for_the_desk(OfferingEdition.PUBLISH)
        found.retire()
        return self.told_now(found)

    @extend_schema(request=None, responses=shapes.OfferingShape)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="bring-back")
    def bring_back(self, request: Request, key: str) -> Response:
        """Offered again, as it was last published."""
        found = self.for_the_desk(OfferingEdition.PUBLISH)
        found.bring_back()
        return self.told_now(found)

    # Editions ---------------------------------------------------------------------------------------------------------

    @extend_schema(responses=shapes.EditionShape(many=True))
    @action(detail=True, pagination_class=None)
    def editions(self, request: Request, key: str) -> Response:
        """For the desk: every edition, the newest first."""
        rows = self.for_the_desk().editions.select_related("by", "decided_by")
        return Response(self.told(shapes.EditionShape, rows, many=True))

    @extend_schema(parameters=[NUMBER], responses=shapes.EditionShape)
    @action(detail=True, pagination_class=None, url_path=r"editions/(?P<number>[0-9]{1,9})")
    def edition(self, request: Request, key: str, number: str) -> Response:
        """For the desk: one edition, as it was written."""
        found = self.for_the_desk().editions.select_related("by", "decided_by").filter(number=number).first()
        if found is None:
            raise Http404
        return Response(self.told(shapes.EditionShape, found))

    @extend_schema(responses=shapes.EditionShape)
    @action(detail=True, pagination_class=None)
    def draft(self, request: Request, key: str) -> Response:
        """For the desk: the edition in the making, or as the next one would begin."""
        found = self.for_the_desk()
        edition = found.in_the_making or found.next_edition(by=self.request.user)
        return Response(self.told(shapes.EditionShape, edition))

    @extend_schema(request=shapes.WriteBody, responses=shapes.EditionShape)
    @draft.mapping.patch
    def write(self, request: Request, key: str) -> Response:
        """Save the draft, begun if there is none. It may have holes; `holes` names them."""
        found = self.for_the_desk(WRITE)
        given = self.checked(shapes.WriteBody)
        with transaction.atomic():
            edition = found.take_up(by=self.request.user)
            edition.write(by=self.request.user, **given)
        return Response(self.told(shapes.EditionShape, edition))

    @extend_schema(request=None, responses={204: None})
    @draft.mapping.delete
    def discard(self, request: Request, key: str) -> Response:
        """Nobody goes on with it; colleagues keep what they have."""
        self.in_the_making(WRITE).discard()
        return Response(status=204)

    @extend_schema(request=None, responses=shapes.EditionShape)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="draft/propose")
    def propose(self, request: Request, key: str) -> Response:
        """Done: somebody else reads it. 422 names every hole."""
        edition = self.in_the_making(WRITE)
        edition.propose(by=self.request.user)
        return Response(self.told(shapes.EditionShape, edition))

    @extend_schema(request=shapes.SendBackBody, responses=shapes.EditionShape)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="draft/send-back")
    def send_back(self, request: Request, key: str) -> Response:
        """Not yet, and why."""
        edition = self.in_the_making(OfferingEdition.PUBLISH)
        edition.send_back(reason=self.checked(shapes.SendBackBody)["reason"], by=self.request.user)
        return Response(self.told(shapes.EditionShape, edition))

    @extend_schema(request=None, responses=shapes.EditionShape)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="draft/publish")
    def publish(self, request: Request, key: str) -> Response:
        """From now on colleagues have this edition. 422 names every hole; 409 if you wrote it yourself and may not publish alone."""
        edition = self.in_the_making(OfferingEdition.PUBLISH)
        edition.publish(by=self.request.user)
        return Response(self.told(shapes.EditionShape, edition))

    @extend_schema(request=shapes.TryFormBody, responses=shapes.TriedFormShape)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="draft/try", url_name="try")
    def try_form(self, request: Request, key: str) -> Response:
        """As any colleague: who sees it, what the form begins with, what the desk would get. Nothing is kept."""
        found = self.for_the_desk(WRITE)
        edition = found.in_the_making or found.edition or found.next_edition(by=self.request.user)
        given = self.checked(shapes.TryFormBody)
        reader, form = given.get("colleague") or self.request.user, edition.blueprint.form
        answers, _uploads = check_answers(form, given.get("answers") or {})
        told = {
            "sees_it": Offering.objects.meant_for(reader).filter(pk=found.pk).exists(),
            "begins_with": {field.key: default_of(field, reader) for field in form if field.origin},
            "lines": [{"question": asked, "answer": said} for asked, said in lines(form, answers)],
            "approvals": [one.name for one in edition.blueprint.approvals if one.condition.holds(answers)],
            "tasks": [one.title for one in edition.blueprint.plan if one.condition.holds(answers)],
        }
        return Response(self.told(shapes.TriedFormShape, told))

    # Who --------------------------------------------------------------------------------------------------------------

    def may(self, permission: str) -> None:
        if not self.request.user.works_the_desk:
            raise Http404
        if not self.request.user.has_perm(permission):
            raise PermissionDenied

    def for_the_desk(self, permission: str = "") -> Any:
        found = self.get_object()
        if not self.request.user.works_the_desk:
            raise Http404
        if permission:
            self.may(permission)
        return found

    def in_the_making(self, permission: str) -> OfferingEdition:
        found: OfferingEdition | None = self.for_the_desk(permission).in_the_making
        if found is None:
            raise Http404
        return found


def whole(number: str) -> int:
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise ValidationError({"category": ["Choose a number."]})
    return int(number)
