"""One verb for many tickets: each answers for itself, and what one refuses the others still do."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from itsm.frame.api.problems import ProblemShape, problem_of
from itsm.tickets.api.verbs import ApiVerb

MOST = 200  # tickets in one go, as on the desk


class BulkBody(serializers.Serializer):
    verb = serializers.CharField(
        max_length=40, help_text="As in its address: take, assign, hand-over, reply, link, resolve."
    )
    numbers = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=MOST)
    body = serializers.DictField(required=False, help_text="What the verb is told; the same for each ticket.")


class BulkShape(serializers.Serializer):
    number = serializers.CharField()
    done = serializers.BooleanField()
    problem = ProblemShape(allow_null=True)


def in_bulk(view: Any) -> Response:
    given = view.checked(BulkBody)
    offered = {each.verb.slug: each.verb for each in verbs_of(type(view)) if each.verb.bulk}
    known = offered.get(given["verb"])
    if known is None:
        words = _("This cannot be done in bulk. Choose one of: %(verbs)s.") % {
            "verbs": ", ".join(sorted(offered))
        }
        raise serializers.ValidationError({"verb": [words]})
    numbers = dict.fromkeys(number.upper() for number in given["numbers"])
    return Response([one(view, known, number, given.get("body", {})) for number in numbers])


def verbs_of(viewset: type) -> list[Any]:
    return [each for name in dir(viewset) if hasattr(each := getattr(viewset, name), "verb")]


def one(view: Any, known: ApiVerb, number: str, body: dict[str, Any]) -> dict[str, Any]:
    try:
        ticket = view.get_queryset().with_people().filter(number=number).first()
        if ticket is None:
            raise NotFound(_("There is no ticket with this number."))
        context = {**view.get_serializer_context(), "ticket": ticket}
        told = known.body(data=body, context=context)
        told.is_valid(raise_exception=True)
        known.do(ticket, by=view.request.user, given=dict(told.validated_data))
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        return {"number": number, "done": False, "problem": problem.body(f"{view.request.path}#{number}")}
    return {"number": number, "done": True, "problem": None}
