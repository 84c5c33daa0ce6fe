"""Reports by API: what is sent on a schedule, to whom, and what went out."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import DestroyModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from comms.models import Edition, EditionCopy, Report
from comms.reports import making, sending, subjects
from comms.reports.forms import check, open_calendars, point
from comms.reports.recipients import Whom, whom
from comms.reports.subjects import Subject, choice, named
from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.insights.dashboards.api import PanelShape
from itsm.insights.dashboards.kept import again
from itsm.insights.forms import About
from itsm.people.models import Person, Team
from itsm.tickets.api.shapes import Ref


class ReportEditionCopyShape(serializers.ModelSerializer):
    """`opened_at`: its page was fetched first; a mail server may have done that."""

    person = Ref()

    class Meta:
        model = EditionCopy
        fields: ClassVar = ["person", "opened_at", "opens"]


class ReportEditionShape(serializers.ModelSerializer):
    """Its signed addresses are in the readers' mails only."""

    until = serializers.DateTimeField(read_only=True, help_text="How long its links open.")
    copies = ReportEditionCopyShape(many=True, read_only=True)

    class Meta:
        model = Edition
        fields: ClassVar = ["id", "due_at", "sent_at", "until", "withdrawn_at", "copies"]


class ScheduledReportShape(serializers.ModelSerializer):
    subject = serializers.CharField(help_text="“overview”, the key of a dashboard, or “own:” and the slug of one that somebody put together.")  # fmt: skip
    owner = Ref(read_only=True)
    people = Ref(many=True, read_only=True)
    teams = Ref(many=True, read_only=True)
    left = Ref(many=True, read_only=True, help_text="Who wants it no more.")

    class Meta:
        model = Report
        fields: ClassVar = [
            "id", "subject", "query", "owner", "rhythm", "weekday", "day", "hour", "calendar", "people", "teams", "managers",
            "left", "next_at", "paused_at",
        ]  # fmt: skip
        read_only_fields = fields


class ScheduledReportBody(serializers.ModelSerializer):
    """Hours are of the organisation's zone, weekdays from 0 for Monday."""

    subject = serializers.CharField(max_length=80)
    query = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="Period and filter as the page's address says them: “weeks=26&team=3”."
    )  # fmt: skip
    people: Any = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Person.objects.active(), required=False
    )
    teams: Any = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Team.objects.filter(is_active=True), required=False
    )
    calendar: Any = serializers.PrimaryKeyRelatedField(
        queryset=open_calendars(), required=False, allow_null=True
    )

    class Meta:
        model = Report
        fields: ClassVar = [
            "subject", "query", "rhythm", "weekday", "day", "hour", "calendar", "people", "teams", "managers",
        ]  # fmt: skip

    def validate_subject(self, key: str) -> Subject:
        found = named(key, self.context["owner"])
        if found is None:
            raise serializers.ValidationError("There is no page of figures called so.")
        return found

    def validate_query(self, query: str) -> str:
        """A choice that does not exist is no choice, as on the page."""
        return About(choice(query)).query()


class ReportEditionPage(serializers.Serializer):
    """As it was. Nothing of it leads to records: these have changed since."""

    title, about = serializers.CharField(), serializers.CharField()
    panels = PanelShape(many=True)


class ReportWantBody(serializers.Serializer):
    wanted = serializers.BooleanField(help_text="No: it comes no more. Yes: it comes again.")


class ReportReadersShape(serializers.Serializer):
    gets = Ref(many=True, source="get")
    left = Ref(many=True, help_text="They want it no more.")
    closed = Ref(many=True, help_text="They may not read it.")


class ReportViewSet(Api, ListModelMixin, RetrieveModelMixin, DestroyModelMixin):
    """Dashboards on a schedule: one's own; administrators have all."""

    queryset = Report.objects.none()
    serializer_class: Any = ScheduledReportShape
    lookup_value_regex = "[0-9]{1,18}"
    order = ("-pk",)
    needs = (only("comms.schedule_report"),)

    def get_queryset(self) -> Any:
        return Report.objects.visible_to(self.request.user).whole()

    @extend_schema(request=ScheduledReportBody, responses={201: ScheduledReportShape})
    def create(self, request: Request) -> Response:
        """Send a page of figures on a schedule."""
        return Response(self.kept(Report(owner=self.request.user), partial=False), status=201)

    @extend_schema(request=ScheduledReportBody, responses=ScheduledReportShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is not named stays."""
        return Response(self.kept(self.get_object(), partial=True))

    def kept(self, report: Report, *, partial: bool) -> Any:
        shape = ScheduledReportBody(data=self.request.data, partial=partial, context={"owner": report.owner})
        shape.is_valid(raise_exception=True)
        given = dict(shape.validated_data)
        were = (list(report.people.all()), list(report.teams.all())) if report.pk else ([], [])
        people, teams = given.pop("people", were[0]), given.pop("teams", were[1])
        subject = given.pop("subject", None) or subjects.of(report)
        for name, value in given.items():
            setattr(report, name, value)
        if subject is not None:
            self.refuse(subject, people, teams, managers=report.managers)
            point(report, subject)
        sending.schedule(report, now=timezone.now(), people=people, teams=teams)
        return self.told(report)

    def refuse(self, subject: Subject, people: Any, teams: Any, *, managers: bool) -> None:
        try:
            check(subject, people, teams, managers=managers)
        except ValidationError as wrong:
            raise serializers.ValidationError(wrong.message_dict) from wrong

    def told(self, report: Report) -> Any:
        return ScheduledReportShape(
            self.get_queryset().get(pk=report.pk), context=self.get_serializer_context()
        ).data

    @extend_schema(request=None, responses=ScheduledReportShape)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Nothing goes out until it goes on."""
        found = self.get_object()
        sending.pause(found, now=timezone.now())
        return Response(self.told(found))

    @extend_schema(request=None, responses=ScheduledReportShape)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """From the next time on; what was left out meanwhile does not come late."""
        found = self.get_object()
        sending.resume(found, now=timezone.now())
        return Response(self.told(found))

    @extend_schema(request=None, responses=ReportEditionShape)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Now, besides its schedule."""
        sent = sending.send_now(self.get_object(), now=timezone.now())
        return Response(ReportEditionShape(sent, context=self.get_serializer_context()).data)

    @extend_schema(request=ReportWantBody, responses=ReportWantBody)
    @action(detail=True, methods=["post"])
    def want(self, request: Request, pk: str) -> Response:
        """What others send you, too: out of it, or in again."""
        found = get_object_or_404(Report.objects.coming_to(self.request.user), pk=pk)
        given = self.checked(ReportWantBody)
        way = sending.come_back if given["wanted"] else sending.leave
        way(found, self.request.user)
        return Response(given)

    @extend_schema(responses=ReportReadersShape)
    @action(detail=True, pagination_class=None)
    def whom(self, request: Request, pk: str) -> Response:
        """Who would get it now, and who of those it is meant for would not."""
        found = self.get_object()
        subject = subjects.of(found)
        meant = whom(found, subject) if subject else Whom([], [], [])
        return Response(ReportReadersShape(meant, context=self.get_serializer_context()).data)

    @extend_schema(responses=ReportEditionPage)
    @action(detail=True, pagination_class=None)
    def preview(self, request: Request, pk: str) -> Response:
        """The page as it would go out now."""
        found = self.get_object()
        subject = subjects.of(found)
        if subject is None:
            raise serializers.ValidationError("Its page is not in use at the moment.")
        return Response(shown(making.pages(found, subject, ["en"], now=timezone.now())["en"]))

    @extend_schema(responses=ReportEditionShape(many=True))
    @action(detail=True, pagination_class=None)
    def editions(self, request: Request, pk: str) -> Response:
        """What went out and still opens, the newest first."""
        rows = self.get_object().editions.defer("pages").prefetch_related("copies__person")
        return Response(ReportEditionShape(rows, many=True, context=self.get_serializer_context()).data)


class EditionViewSet(Api):
    """What went out once."""

    queryset = Edition.objects.none()
    serializer_class: Any = ReportEditionPage
    lookup_value_regex = "[0-9]{1,18}"
    needs = (only("comms.schedule_report"),)

    def get_queryset(self) -> Any:
        return Edition.objects.filter(report__in=Report.objects.visible_to(self.request.user))

    @extend_schema(responses=ReportEditionPage)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Its page as it was."""
        return Response(shown(self.get_object().page("en")))

    @extend_schema(request=None, responses=ReportEditionShape)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Its links open nothing any more."""
        found = self.get_object()
        sending.withdraw(found, now=timezone.now())
        found.refresh_from_db()
        return Response(ReportEditionShape(found, context=self.get_serializer_context()).data)


def shown(page: dict[str, Any]) -> Any:
    panels = [again(kept) for kept in page["panels"]]
    return ReportEditionPage({"title": page["title"], "about": page["about"], "panels": panels}).data
