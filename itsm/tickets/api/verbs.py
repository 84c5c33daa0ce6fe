"""A verb by API: one POST, one small body, the same permission as its button, the same method as its page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from itsm.frame.api.idempotency import once as only_once
from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.api.bodies import Nothing
from itsm.tickets.api.timeline import EventShape
from itsm.tickets.models import Event, Ticket

Act = Callable[..., Any]  # (ticket, by=…, **body) → None, an Event or another ticket


class ApiVerb:
    """What `verb` knows of a method, for the bulk bar and the tests."""

    def __init__(
        self, slug: str, act: Act, body: type[Serializer], *, like: str, bulk: bool, to_all: bool = False
    ) -> None:
        self.slug, self.act, self.body, self.like, self.bulk, self.to_all = (
            slug,
            act,
            body,
            like,
            bulk,
            to_all,
        )

    def do(self, ticket: Ticket, *, by: Person, given: dict[str, Any]) -> Any:
        self.refuse_unless_allowed(ticket, by)
        return self.act(ticket, by=by, **given)

    def is_open_to_all(self, ticket: Ticket) -> bool:
        return self.to_all and ticket.major and ticket.open and not ticket.restricted

    def refuse_unless_allowed(self, ticket: Ticket, person: Person) -> None:
        """The registry of buttons decides: a verb is open to the same people everywhere."""
        if self.is_open_to_all(ticket):
            return
        known = verbs.find(ticket, self.like)
        if known is None:
            raise Http404
        if not known.is_allowed(ticket, person):
            raise PermissionDenied


def verb(
    body: type[Serializer] = Nothing,
    *,
    like: str = "",
    says: bool = False,
    bulk: bool = False,
    to_all: bool = False,
) -> Callable[[Act], Any]:
    """Make a viewset's POST action of `act(ticket, by=…, **body)`.

    `like` names the verb whose permission counts, where it is not its own. `says`: somebody's words, answered with
    their event, once per idempotency key. `bulk`: may be done to many tickets at once. `to_all`: open to everyone on what is announced.
    """

    def decorate(act: Act) -> Any:
        slug = act.__name__.strip("_").replace("_", "-")
        known = ApiVerb(slug, act, body, like=like or slug, bulk=bulk, to_all=to_all)

        def view(self: Any, request: Any, number: str) -> Response:
            return act_on_one(self, known)

        view.__name__, view.__doc__ = act.__name__, act.__doc__
        answers: Any = only_once(view) if says else view
        answers.verb = known
        shown = {201: EventShape} if says else None
        route = action(detail=True, methods=["post"], url_path=slug, url_name=slug, pagination_class=None)(
            answers
        )
        return extend_schema(request=None if body is Nothing else body, responses=shown)(route)

    return decorate


def act_on_one(view: Any, known: ApiVerb) -> Response:
    ticket = view.get_object(known)
    known.refuse_unless_allowed(ticket, view.request.user)
    given = view.checked(known.body, ticket=ticket)
    result = known.do(ticket, by=view.request.user, given=given)
    if isinstance(result, Event):
        return Response(view.told(EventShape, result), status=201)
    shown = result if isinstance(result, Ticket) else ticket
    return Response(view.told_ticket(shown), status=201 if shown is not ticket else 200)


__all__ = ["ApiVerb", "verb"]
