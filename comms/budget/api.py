"""How much reaches you, and what did, by API; for administrators how much reaches everyone."""

from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.budget import mine, weekly
from comms.budget.forms import chosen_by, ways_of
from comms.mail_words.api import LooksAfterMail
from comms.models import Delivery, Group, Held, How, Preference, Quiet
from itsm.frame.api.pages import Pages
from itsm.frame.api.views import Api
from itsm.frame.paging import BrokenCursor

PreferencesShape: Any = type(
    "PreferencesShape",
    (serializers.Serializer,),
    {
        "__doc__": "How each kind of news comes by mail. The inbox has all of it, whatever is chosen.",
        **{
            group.value: serializers.ChoiceField(How.choices, required=False, help_text=str(group.label))
            for group in Group
        },
    },
)


class PreferencesViewSet(Api):
    """What you want by mail: at once, in one mail a day, or not at all."""

    queryset = Preference.objects.none()
    serializer_class = PreferencesShape
    pagination_class = None

    @extend_schema(responses=PreferencesShape)
    def retrieve(self, request: Request) -> Response:
        return Response(chosen_by(self.request.user))

    @extend_schema(request=PreferencesShape, responses=PreferencesShape)
    def partial_update(self, request: Request) -> Response:
        """What is not named stays. A kind that cannot reach you is refused."""
        chosen = self.checked(PreferencesShape)
        known = chosen_by(self.request.user)
        for group, how in chosen.items():
            if group not in known or how not in dict(ways_of(group)):
                raise ValidationError({group: [_("This cannot be chosen here.")]})
        with transaction.atomic():
            for group, how in chosen.items():
                Preference.choose(self.request.user, group, how)
        return Response(chosen_by(self.request.user))


@extend_schema_field({"type": "string", "example": "22:30:00"})
class ClockTime(serializers.TimeField):
    """A time of day in a zone of its own: 22:30. Not the schema's "time", which wants an offset."""


class QuietHoursShape(serializers.ModelSerializer):
    begins = ClockTime(allow_null=True, required=False)
    ends = ClockTime(allow_null=True, required=False)
    digest_at = ClockTime(required=False)
    time_zone = serializers.CharField(source="person.time_zone", read_only=True)

    class Meta:
        model = Quiet
        fields: ClassVar = ["begins", "ends", "weekends", "digest_at", "time_zone"]


class QuietHoursViewSet(Api):
    """When you want your quiet, by the clock of your own zone; over midnight if it ends earlier than it begins."""

    queryset = Quiet.objects.none()
    serializer_class = QuietHoursShape
    pagination_class = None

    def mine(self) -> Quiet:
        found = Quiet.objects.filter(person=self.request.user).select_related("person").first()
        return found or Quiet(person=self.request.user)

    @extend_schema(responses=QuietHoursShape)
    def retrieve(self, request: Request) -> Response:
        return Response(self.get_serializer(self.mine()).data)

    @extend_schema(request=QuietHoursShape, responses=QuietHoursShape)
    def partial_update(self, request: Request) -> Response:
        """What is not named stays; both ends null is no quiet hours."""
        row = self.mine()
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        for name, value in given.validated_data.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        return Response(self.get_serializer(row).data)


class ReadingStepShape(serializers.Serializer):
    step = serializers.CharField()
    at = serializers.DateTimeField()


class MessageShape(serializers.Serializer):
    id = serializers.CharField(source="key")
    channel = serializers.CharField(help_text="mail, inbox, or the name of a chat.")
    what = serializers.CharField()
    why = serializers.CharField(help_text="Goes on after “You got this because”.")
    state = serializers.CharField()
    at = serializers.DateTimeField()
    url = serializers.CharField(
        help_text="Below the address of this desk; empty if there is nothing to open."
    )
    record = serializers.SerializerMethodField(help_text="Of a notice: every step of yours that is kept.")

    @extend_schema_field(ReadingStepShape(many=True))
    def get_record(self, message: mine.Message) -> list[dict[str, Any]]:
        return [{"step": step, "at": at} for step, at in message.record]


class MessagePages(Pages):
    """Two tables in one list; a cursor says how far it came in both."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.address = request.build_absolute_uri()
        cursor, person = request.query_params.get("cursor", ""), view.request.user
        try:
            found: Any = mine.page_of(
                person, cursor, now=timezone.now(), size=self.size(request), strict=True
            )
        except BrokenCursor as broken:
            message = _("This is no cursor of this list. Follow the addresses in “next” and “previous”.")
            raise ValidationError({"cursor": [message]}) from broken
        self.page = found
        return list(found.rows)


class WaitingShape(serializers.ModelSerializer):
    class Meta:
        model = Held
        fields: ClassVar = ["id", "group", "line", "url", "at", "due_at"]
        read_only_fields = fields


class MyWeekShape(serializers.Serializer):
    mails = serializers.IntegerField(help_text="In the last seven days.")
    limit = serializers.IntegerField(help_text="More than this is more than anybody reads.")


class MessageViewSet(Api, ListModelMixin):
    """Everything that reached you, newest first, with its reason and what is recorded about it. Pages go one way."""

    queryset = Delivery.objects.none()
    serializer_class = MessageShape
    pagination_class = MessagePages

    @extend_schema(responses=WaitingShape(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def waiting(self, request: Request) -> Response:
        """What your next digest holds so far, what comes first on top."""
        return Response(WaitingShape(mine.waiting(self.request.user), many=True).data)

    @extend_schema(responses=MyWeekShape, filters=False)
    @action(detail=False, pagination_class=None)
    def week(self, request: Request) -> Response:
        """How many mails you got."""
        mails = weekly.of_person(self.request.user, now=timezone.now())
        return Response({"mails": mails, "limit": weekly.LIMIT})


class WeekShape(serializers.Serializer):
    begins = serializers.DateField()
    people = serializers.IntegerField(help_text="Who got any mail.")
    mails = serializers.IntegerField()
    each = serializers.FloatField(help_text="Mails per person who got any.")
    typical = serializers.IntegerField(help_text="Half of them got at most so many.")
    most = serializers.IntegerField()
    over = serializers.IntegerField(help_text="How many got more than `limit`.")
    merged = serializers.IntegerField(help_text="Lines that came in digests instead of as mails.")
    limit = serializers.SerializerMethodField()

    def get_limit(self, week: weekly.Week) -> int:
        return weekly.LIMIT


class TooMuchShape(serializers.Serializer):
    person = serializers.IntegerField(source="person.pk")
    name = serializers.CharField(source="person.name")
    mails = serializers.IntegerField()
    mostly = serializers.CharField(help_text="The kind that most of it is.")


class MailWeekViewSet(Api):
    """How many mails a week people get, and who got too many. For administrators."""

    queryset = Delivery.objects.none()
    serializer_class = WeekShape
    pagination_class = None
    lookup_field = "begins"
    lookup_value_regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    needs = (LooksAfterMail,)

    @extend_schema(responses=WeekShape(many=True))
    def list(self, request: Request) -> Response:
        """This week so far and the three before it."""
        return Response(WeekShape(weekly.weeks(now=timezone.now()), many=True).data)

    @extend_schema(responses=TooMuchShape(many=True), operation_id="mail_weeks_too_much")
    def retrieve(self, request: Request, begins: str) -> Response:
        """Who got too many in the week that began on this Monday, the most first."""
        return Response(TooMuchShape(weekly.over_limit(self.monday(begins)), many=True).data)

    def monday(self, given: str) -> date:
        try:
            found = parse_date(given)
        except ValueError:
            found = None
        if found is None or found != weekly.monday(found):
            raise Http404
        return found
