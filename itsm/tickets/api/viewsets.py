"""Viewsets of tickets: reading any kind, and all that can be done to one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from itsm.frame.api.views import Api
from itsm.frame.prepared import Prepared
from itsm.tickets.access import numbered
from itsm.tickets.api import acts, bodies
from itsm.tickets.api.shapes import ClockShape, HandoverShape, TicketDetail, TicketRow, columns_for, listed
from itsm.tickets.api.timeline import (
    AttachmentShape,
    EventShape,
    LinkShape,
    ParticipantShape,
    ReadingShape,
    events_for,
    links_of,
)
from itsm.tickets.api.verbs import ApiVerb
from itsm.tickets.console import BY_SLUG, ORDERS, View
from itsm.tickets.filters import ColleagueTicketFilter, TicketFilter
from itsm.tickets.models import Attachment, Draft, Read, Ticket

SORT = OpenApiParameter(
    "sort", str, enum=list(ORDERS), description="Colleagues: opened. The desk: opened unless said."
)
VIEW = OpenApiParameter(
    "view",
    str,
    enum=list(BY_SLUG),
    description="For the desk: one of its tabs, in that tab's order. `silence` is the silence board.",
)
STORIES = {"events": ("at", "pk"), "reads": ("-at", "-pk")}  # of one ticket, in their own order
FOR_COLLEAGUES = frozenset({"opened"})
NUMBER = "[A-Za-z]{3}-[0-9]{1,18}"


def without_sign(field: str) -> str:
    return field.removeprefix("-")


class TicketReads(Api):
    """Tickets of any kind: the list, one of them."""

    queryset = Ticket.objects.none()  # names the model for the schema
    serializer_class = TicketDetail
    filterset_class: Any = TicketFilter
    for_colleagues: Any = ColleagueTicketFilter
    orders: Mapping[str, tuple[str, ...]] = ORDERS
    row_more: Sequence[str] = ()  # columns of the practice's own, told to the desk
    lookup_field = "number"
    lookup_value_regex = NUMBER

    def filter_queryset(self, queryset: Any) -> Any:
        questions = self.filterset_class if self.request.user.works_the_desk else self.for_colleagues
        asked = questions(self.request.query_params, queryset, request=self.request, only_asked=True)
        if not asked.is_valid():
            raise translate_validation(asked.errors)
        return asked.qs

    def get_queryset(self) -> Any:
        return self.queryset.model.objects.visible_to(self.request.user)

    def get_object(self, known: ApiVerb | None = None) -> Any:
        """What the person may not see does not exist. Of what everyone is told, everyone may say “me too”.

        Its people are read when they are asked for: most verbs ask for none, and joining them all is the dearest part.
        """
        return self.seen(numbered(self.queryset.model), known)

    def seen(self, tickets: Prepared[Any], known: ApiVerb | None = None) -> Any:
        ticket = tickets.one(self.kwargs["number"].upper(), self.request.user.pk)
        if ticket is None:
            raise Http404
        if not (known and known.is_open_to_all(ticket)) and not ticket.is_visible_to(self.request.user):
            raise Http404
        ticket.has_reader(self.request.user, Read.Way.API)
        return ticket

    @classmethod
    def whole(cls, tickets: Any) -> Any:
        """With all that a detail shows."""
        return tickets.with_people().select_related("opened_by", "merged_into")

    def order_for(self, request: Request) -> tuple[str, ...]:
        if self.action in STORIES:
            return STORIES[self.action]
        view = self.view_asked()
        wanted = request.query_params.get("sort", view.order if view else "opened")
        known = self.orders if self.request.user.works_the_desk else FOR_COLLEAGUES
        if wanted not in known:
            raise ValidationError({"sort": [_("Choose one of: %(words)s.") % {"words": ", ".join(known)}]})
        return (*(view.first if view else ()), *self.orders[wanted])

    def view_asked(self) -> View | None:
        """A tab of the desk. For a colleague there are none."""
        wanted = self.request.query_params.get("view")
        if wanted is None or not self.request.user.works_the_desk:
            return None
        if wanted not in BY_SLUG:
            raise ValidationError({"view": [_("Choose one of: %(words)s.") % {"words": ", ".join(BY_SLUG)}]})
        return BY_SLUG[wanted]

    @extend_schema(parameters=[SORT, VIEW], responses=TicketRow(many=True))
    def list(self, request: Request) -> Response:
        tickets, view = self.get_queryset(), self.view_asked()
        if view is not None:
            tickets = view.ask(tickets, self.request.user, timezone.now())
        tickets = self.filter_queryset(tickets).select_related(None)
        more = self.row_more if self.request.user.works_the_desk else ()
        columns = [*columns_for(self.request.user), *more]
        keys = [name for name in map(without_sign, self.order_for(request)) if name not in columns]
        rows = self.paginate_queryset(tickets.values_list(*columns, *keys, named=True))
        told = [listed(row) | {name: getattr(row, name) for name in more} for row in rows or ()]
        return self.get_paginated_response(told)

    def retrieve(self, request: Request, number: str) -> Response:
        ticket = self.seen(numbered(self.queryset.model, self.whole))
        headers = {"ETag": f'"{ticket.last_event}"'} if request.user.works_the_desk else {}  # type: ignore[union-attr]
        return Response(self.told(self.get_serializer_class(), ticket), headers=headers)

    def told(self, shape: Any, what: Any, **options: Any) -> Any:
        return shape(what, context=self.get_serializer_context(), **options).data

    def told_ticket(self, ticket: Ticket) -> Any:
        """As it is now: whatever the verb left in memory is forgotten. One of another practice is told as any ticket is."""
        own = isinstance(ticket, self.queryset.model)
        fresh = numbered(type(ticket), self.whole) if own else numbered(Ticket, TicketReads.whole)
        shape = self.get_serializer_class() if own else TicketDetail
        return self.told(shape, fresh.one(ticket.number, self.request.user.pk))


class TicketViewSet(TicketReads):
    """One practice's tickets with all that every ticket can do. The practice adds its flow."""

    def matched(self) -> int | None:
        """The newest event the writer had before them, as the header `If-Match` says it."""
        tag = self.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        return int(tag) if tag.isascii() and tag.isdecimal() and len(tag) < 19 else None

    # The story --------------------------------------------------------------------------------------------------------

    @extend_schema(responses=EventShape(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def events(self, request: Request, number: str) -> Response:
        """The timeline, oldest first. Colleagues read what is public."""
        ticket = self.get_object()
        events = self.paginate_queryset(events_for(ticket, self.request.user).select_related("ticket"))
        return self.get_paginated_response(self.told(EventShape, events, many=True))

    @extend_schema(responses=ClockShape(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def clocks(self, request: Request, number: str) -> Response:
        """For the desk: every clock that ran or runs."""
        return Response(self.told(ClockShape, self.for_the_desk().clocks.order_by("pk"), many=True))

    @extend_schema(responses=HandoverShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, url_path="hand-overs")
    def hand_overs(self, request: Request, number: str) -> Response:
        """For the desk: each with its note and its answer, newest first."""
        rows = self.for_the_desk().handovers.select_related(
            "from_team", "from_person", "to_team", "to_person", "by", "answered_by"
        )
        return Response(self.told(HandoverShape, rows, many=True))

    @extend_schema(responses=LinkShape(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def links(self, request: Request, number: str) -> Response:
        """For the desk: other tickets and how they stand to this one."""
        return Response(links_of(self.for_the_desk(), self.request.user))

    @extend_schema(responses=ParticipantShape(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def people(self, request: Request, number: str) -> Response:
        """For the desk: whom the ticket concerns besides its requester."""
        rows = self.for_the_desk().participants.select_related("person", "added_by").order_by("pk")
        return Response(self.told(ParticipantShape, rows, many=True))

    @extend_schema(responses=ReadingShape(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def reads(self, request: Request, number: str) -> Response:
        """For its team and for administrators: who read it while it was restricted, once an hour at most, newest first."""
        ticket = self.for_the_desk()
        if not ticket.shows_readers_to(self.request.user):
            raise Http404
        rows = self.paginate_queryset(ticket.reads.with_ticket())
        return self.get_paginated_response(self.told(ReadingShape, rows, many=True))

    def for_the_desk(self) -> Any:
        ticket = self.get_object()
        if not self.request.user.works_the_desk:
            raise Http404
        return ticket

    # Files and drafts -------------------------------------------------------------------------------------------------

    @extend_schema(responses=AttachmentShape(many=True), filters=False)
    @action(detail=True, pagination_class=None, parser_classes=[MultiPartParser])
    def attachments(self, request: Request, number: str) -> Response:
        """Files of messages you may read, and your own that are not sent yet."""
        rows = (
            Attachment.objects.visible_to(self.request.user).filter(ticket=self.get_object()).order_by("pk")
        )
        return Response(self.told(AttachmentShape, rows.select_related("uploaded_by"), many=True))

    @extend_schema(request={"multipart/form-data": bodies.UploadBody}, responses={201: AttachmentShape})
    @attachments.mapping.post
    def upload(self, request: Request, number: str) -> Response:
        """Upload a file; name its id in the reply or note that sends it."""
        ticket = self.get_object()
        self.reply.verb.refuse_unless_allowed(ticket, self.request.user)
        given = self.checked(bodies.UploadBody)
        row = Attachment.take_in(given["file"], ticket_id=ticket.pk, by=self.request.user)
        return Response(self.told(AttachmentShape, row), status=201)

    @extend_schema(responses=bodies.DraftShape, filters=False)
    @action(detail=True, pagination_class=None)
    def draft(self, request: Request, number: str) -> Response:
        """Your words on this ticket that are not sent yet; 404 if there are none."""
        draft = self.get_object().drafts.filter(person=self.request.user).first()
        if draft is None:
            raise Http404
        return Response(self.told(bodies.DraftShape, draft))

    @extend_schema(request=bodies.DraftShape, responses={204: None})
    @draft.mapping.put
    def keep_draft(self, request: Request, number: str) -> Response:
        """Keep words for later; no words remove the draft."""
        ticket, given = self.get_object(), self.checked(bodies.DraftShape)
        about = {
            "mode": given.get("mode", "reply"),
            "words": given.get("words", ""),
            "until": given.get("until"),
        }
        Draft.keep(ticket_id=ticket.pk, person=self.request.user, **about)
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @draft.mapping.delete
    def drop_draft(self, request: Request, number: str) -> Response:
        self.get_object().drafts.filter(person=self.request.user).delete()
        return Response(status=204)

    # Verbs ------------------------------------------------------------------------------------------------------------

    take, assign, hand_over, accept, return_ = (
        acts.take,
        acts.assign,
        acts.hand_over,
        acts.accept,
        acts.return_,
    )
    reply, note, log, promise = acts.reply, acts.note, acts.log, acts.promise
    restrict, watch, unwatch, me_too = acts.restrict, acts.watch, acts.unwatch, acts.me_too
    add_person, remove_person = acts.add_person, acts.remove_person
    link, unlink, merge, split = acts.link, acts.unlink, acts.merge, acts.split
    call_me, come_by, thank = acts.call_me, acts.come_by, acts.thank
    tell_again = acts.tell_again
