"""Known errors by API: everyone reads what is published for them and says whether it works; the desk writes and tells."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.idempotency import once
from itsm.frame.api.permissions import TheDesk, may
from itsm.frame.api.views import Api
from itsm.tickets.models import Channel
from problems.known_errors import shapes
from problems.known_errors.access import WRITE
from problems.known_errors.filters import KnownErrorFilter
from problems.models import KnownError, Trial

NUMBER = "[A-Za-z]{2}-[0-9]{1,18}"
WORK = "tickets.work_ticket"
# What every colleague may do with one that is published for them; the rest is the desk's.
READERS = frozenset({"list", "retrieve", "answer"})
LOOKING = frozenset({"rates", "trials"})

plain: Any = {"request": None, "responses": shapes.KnownErrorShape}
ways: Any = {"detail": True, "methods": ["post"], "filterset_class": None, "pagination_class": None}


class KnownErrorViewSet(Api, ListModelMixin, RetrieveModelMixin):
    """What is known and not repaired yet, with the way round it. Colleagues see what is published for them."""

    queryset = KnownError.objects.none()
    serializer_class = shapes.KnownErrorShape
    filterset_class: Any = KnownErrorFilter
    lookup_field = "number"
    lookup_value_regex = NUMBER
    order = ("-changed_at", "-pk")

    def get_permissions(self) -> list[Any]:
        needed: Any = TheDesk if self.action in LOOKING else may(WORK if self.action == "offer" else WRITE)
        mine = [] if self.action in READERS else [needed()]
        return [*super().get_permissions(), *mine]

    def get_queryset(self) -> Any:
        return KnownError.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: Any) -> Any:
        """Only a list is asked questions."""
        if self.action != "list":
            return queryset
        found: Any = super().filter_queryset(queryset)
        return found.for_list()

    def get_object(self) -> KnownError:
        whole = self.get_queryset().select_related("problem", "owner", "fix_change")
        found: KnownError = get_object_or_404(whole, number=self.kwargs["number"].upper())
        return found

    def get_serializer_class(self) -> Any:
        return shapes.KnownErrorRow if self.action == "list" else shapes.KnownErrorShape

    def told(self, known: KnownError, status: int = 200) -> Response:
        """As it is now."""
        return Response(
            shapes.KnownErrorShape(known, context=self.get_serializer_context()).data, status=status
        )

    # Writing ----------------------------------------------------------------------------------------------------------

    @extend_schema(request=shapes.KnownErrorBody, responses={201: shapes.KnownErrorShape})
    @once
    def create(self, request: Request) -> Response:
        """Write down what is known: a draft that only the desk sees."""
        return self.told(KnownError.write(by=self.request.user, **self.checked(shapes.KnownErrorBody)), 201)

    @extend_schema(request=shapes.KnownErrorEditBody, responses=shapes.KnownErrorShape)
    def partial_update(self, request: Request, number: str) -> Response:
        """Change it. What is published changes for its readers at once."""
        known = self.get_object()
        shape = shapes.KnownErrorEditBody(
            data=request.data, partial=True, context=self.get_serializer_context()
        )
        shape.is_valid(raise_exception=True)
        known.edit(by=self.request.user, **shape.validated_data)
        return self.told(known)

    # Its flow ---------------------------------------------------------------------------------------------------------

    @extend_schema(**plain)
    @action(**ways)
    def publish(self, request: Request, number: str) -> Response:
        """From now on colleagues find it. Each time is a new edition of the way round, with answers of its own."""
        known = self.get_object()
        known.publish(by=self.request.user)
        return self.told(known)

    @extend_schema(request=shapes.KnownErrorReasonBody, responses=shapes.KnownErrorShape)
    @action(**ways)
    def reopen(self, request: Request, number: str) -> Response:
        """The way round does not work (any more): a draft again."""
        known = self.get_object()
        known.reopen(by=self.request.user, **self.checked(shapes.KnownErrorReasonBody))
        return self.told(known)

    @extend_schema(request=shapes.KnownErrorFixBody, responses=shapes.KnownErrorShape)
    @action(**ways)
    def fix(self, request: Request, number: str) -> Response:
        """The cause is gone: by which change, if it was one."""
        known = self.get_object()
        known.fix(by=self.request.user, **self.checked(shapes.KnownErrorFixBody))
        return self.told(known)

    @extend_schema(request=shapes.KnownErrorReasonBody, responses=shapes.KnownErrorShape)
    @action(**ways)
    def retire(self, request: Request, number: str) -> Response:
        """Nobody finds it any more."""
        known = self.get_object()
        known.retire(by=self.request.user, **self.checked(shapes.KnownErrorReasonBody))
        return self.told(known)

    # Telling, and what they say ---------------------------------------------------------------------------------------

    @extend_schema(request=shapes.KnownErrorWordsBody, responses={202: shapes.KnownErrorToldShape})
    @action(**ways)
    @once
    def communicate(self, request: Request, number: str) -> Response:
        """Tell everyone who waits on an incident of its problem and was not asked before, each on their ticket."""
        words = self.checked(shapes.KnownErrorWordsBody)["words"]
        return Response(
            {"tickets": self.get_object().communicate(by=self.request.user, words=words)}, status=202
        )

    @extend_schema(request=shapes.KnownErrorOfferBody, responses=shapes.KnownErrorShape)
    @action(**ways)
    @once
    def offer(self, request: Request, number: str) -> Response:
        """Tell the colleague of one ticket; an incident is linked to the problem."""
        known, given = self.get_object(), self.checked(shapes.KnownErrorOfferBody)
        known.offer_on(given["ticket"].specific, by=self.request.user, words=given["words"])
        return self.told(known)

    @extend_schema(request=shapes.KnownErrorAnswerBody, responses=shapes.TrialShape)
    @action(**ways)
    def answer(self, request: Request, number: str) -> Response:
        """Say whether it works for you. The last word counts, and may be changed once."""
        given = self.checked(shapes.KnownErrorAnswerBody)
        trial = self.get_object().answer(self.request.user, channel=Channel.API, **given)
        return Response(shapes.TrialShape(trial, context=self.get_serializer_context()).data)

    @extend_schema(responses=shapes.KnownErrorRateShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def rates(self, request: Request, number: str) -> Response:
        """For how many it works, by environment."""
        return Response(shapes.KnownErrorRateShape(self.get_object().rates(), many=True).data)

    @extend_schema(responses=shapes.TrialShape(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def trials(self, request: Request, number: str) -> Response:
        """Who was asked, and what they said; of every edition."""
        rows = Trial.objects.filter(known_error=self.get_object()).select_related("person", "ticket")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(
            shapes.TrialShape(page, many=True, context=self.get_serializer_context()).data
        )

    def order_for(self, request: Request) -> tuple[str, ...]:
        return ("-pk",) if self.action == "trials" else self.order
